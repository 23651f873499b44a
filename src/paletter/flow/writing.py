"""One report's way into the ATS: says what is to be written and turns each failure into what a person can act on."""

from collections.abc import Callable, Collection
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from paletter import plugins
from paletter.ats.protocol import Ats, AtsDisconnected, AtsError, AtsNotFound, AtsProvider, AtsRefused, AtsUnavailable
from paletter.connections import connect, opening
from paletter.connections.addresses import near_digests
from paletter.connections.models import Connection, MirroredOpportunity
from paletter.flow.failures import Postpone
from paletter.flow.letters import letter_for
from paletter.reports.models import Report
from paletter.writeback import deliver, waiting
from paletter.writeback.match import NoMatch, reason
from paletter.writeback.models import Delivery

Opening = Callable[[Connection, AtsProvider], Ats]


def write_back(delivery: Delivery, *, now: datetime, opened: Opening = opening.opened) -> None:
    """Deliver, or store why it waits or is parked. Raises Postpone when trying again later will do.

    Nothing happens to a delivery that was erased.
    """
    try:
        if not waiting.is_settled(delivery):
            _write_back(delivery, now=now, opened=opened)
    except Delivery.DoesNotExist:
        return


def _write_back(delivery: Delivery, *, now: datetime, opened: Opening) -> None:
    connection = delivery.report.interview.job.posting.connection
    provider = plugins.ats_provider(connection.provider)
    if not connection.is_on:
        sentence = f"{provider.name} is disconnected. This result goes out after the next connect."
        waiting.keep_waiting(delivery, sentence, now=now)
        return
    ats = opened(connection, provider)
    try:
        outcome = deliver.deliver(
            delivery,
            ats,
            letter=letter_for,
            emails=verified_emails(delivery.report),
            posting_id=delivery.report.interview.job.posting.external_id,
            now=now,
        )
    except AtsRefused as error:
        delivery.refresh_from_db()
        waiting.park(delivery, _refusal(delivery, provider, error, ats), now=now)
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now)
        waiting.keep_waiting(delivery, f"{error} This result goes out after the next connect.", now=now)
    except AtsUnavailable as error:
        waiting.keep_waiting(delivery, str(error), now=now)
        raise Postpone(str(error), after=error.retry_after) from error
    else:
        if isinstance(outcome, NoMatch):
            waiting.park(delivery, _why_unmatched(delivery, provider, outcome), now=now)


def _refusal(delivery: Delivery, provider: AtsProvider, error: AtsRefused, ats: Ats) -> str:
    """Return what a person can do about a no. Once the note is there, only the tags can have been refused."""
    if delivery.note_added_at is not None:
        return (
            f"The note is in {provider.name}, the tags are not: {error} If your tags are locked, somebody who may make "
            "new ones there makes them once. Then press “Try again”; the note is not sent a second time."
        )
    if delivery.report.interview.job.posting.is_confidential:
        return _confidential(provider)
    if isinstance(error, AtsNotFound):
        return (
            f"{provider.name} lists this person's application and says at the same time that it is not there. Look at "
            f"the application in {provider.name}; then press “Try again”."
        )
    return _confidential(provider) if _is_hidden(delivery.opportunity_id, ats) else str(error)


def _is_hidden(opportunity_id: str, ats: Ats) -> bool:
    """Tell whether this one application is kept from us alone: its posting turned confidential since the last sync."""
    try:
        return bool(opportunity_id) and ats.opportunity(opportunity_id) is None
    except AtsError:
        return False


def _why_unmatched(delivery: Delivery, provider: AtsProvider, outcome: NoMatch) -> str:
    if delivery.report.interview.job.posting.is_confidential:
        return _confidential(provider)
    if not outcome.near and near_in_mirror(delivery).exists():
        return reason(verified_emails(delivery.report), is_near=True)
    return outcome.reason


def _confidential(provider: AtsProvider) -> str:
    return (
        f"This posting is confidential in {provider.name} now. Paletter never sees confidential applications, so it "
        "can't write there. The result stays here; somebody who may open the posting can put the report's link on the "
        "application by hand."
    )


def near_in_mirror(delivery: Delivery) -> QuerySet[MirroredOpportunity]:
    """Return the applications on the posting whose address is the candidate's but for a "+tag"."""
    near = near_digests(verified_emails(delivery.report))
    return MirroredOpportunity.objects.filter(posting=delivery.report.interview.job.posting, near_digests__overlap=near)


def verified_emails(report: Report) -> Collection[str]:
    """Return the addresses that the candidate has proven; only these may be matched (R35)."""
    addresses = EmailAddress.objects.filter(user=report.interview.candidate, verified=True).order_by("-primary", "pk")
    return tuple(address.email.lower() for address in addresses)
