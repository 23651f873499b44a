"""One report's way into the ATS: says what is to be written and turns each failure into what a person can act on."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings

from paletter import plugins
from paletter.ats.protocol import AtsDisconnected, AtsRefused, AtsUnavailable
from paletter.connections import connect, opening
from paletter.flow.failures import Postpone
from paletter.reports.models import Report
from paletter.reports.note import ReportFacts, note_text
from paletter.reports.tags import tags_for
from paletter.scores import scoring
from paletter.writeback import deliver, waiting
from paletter.writeback.models import Delivery, DeliveryState


def write_back(delivery: Delivery, *, now: datetime) -> None:
    """Deliver, or store why it waits or is parked. Raises Postpone when trying again later will do."""
    if delivery.state == DeliveryState.DONE:
        return
    connection = delivery.report.interview.job.posting.connection
    provider = plugins.ats_provider(connection.provider)
    if not connection.is_on:
        waiting.keep_waiting(
            delivery, f"{provider.name} is disconnected. This result goes out after the next connect.", now=now
        )
        return
    letter = letter_for(delivery.report)
    try:
        deliver.deliver(
            delivery,
            opening.opened(connection, provider),
            note_text=letter.note,
            tags=letter.tags,
            marker=str(delivery.report.key),
            emails=verified_emails(delivery.report),
            posting_id=delivery.report.interview.job.posting.external_id,
            now=now,
        )
    except AtsRefused as error:
        waiting.park(delivery, str(error), now=now)
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now)
        waiting.keep_waiting(delivery, f"{error} This result goes out after the next connect.", now=now)
    except AtsUnavailable as error:
        waiting.keep_waiting(delivery, str(error), now=now)
        raise Postpone(str(error), after=error.retry_after) from error


@dataclass(frozen=True)
class Letter:
    """What goes to the ATS about one report."""

    note: str
    tags: Collection[str]


def letter_for(report: Report) -> Letter:
    """Return note and tags, both made from the one stored scoring, so that they cannot disagree (R54)."""
    stored = scoring.read(scoring.stored(report.scoring_id))
    template = report.interview.template_version.value
    skills = tuple(
        (replace(competency, name=competency.short_name), stored.results[competency.key])
        for competency in template.competencies
        if competency.key in stored.results
    )
    facts = ReportFacts(job_title=report.interview.job.title, skills=skills, fit=stored.fit, link=report_url(report))
    return Letter(note=note_text(facts), tags=tags_for(results=stored.results.values(), fit=stored.fit))


def report_url(report: Report) -> str:
    return f"{settings.BASE_URL}/reports/{report.key}"


def verified_emails(report: Report) -> tuple[str, ...]:
    """Return the addresses that the candidate has proven; only these may be matched (R35)."""
    addresses = EmailAddress.objects.filter(user=report.interview.candidate, verified=True).order_by("-primary", "pk")
    return tuple(address.email.lower() for address in addresses)
