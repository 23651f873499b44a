"""One report's way into the ATS: says what is to be written and turns each failure into what a person can act on."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings

from paletter import plugins
from paletter.ats.protocol import AtsDisconnected, AtsRefused, AtsUnavailable
from paletter.connections import connect, keeper
from paletter.flow.failures import Postpone
from paletter.reports.models import Report
from paletter.writeback import deliver, match
from paletter.writeback.models import Delivery, DeliveryState

HEAL_FOR = timedelta(days=90)
"""How long we keep looking for an opportunity that was not there."""


def write_back(delivery: Delivery, *, now: datetime) -> None:
    """Deliver, or store why it waits or is parked. Raises Postpone when trying again later will do."""
    if delivery.state == DeliveryState.DONE:
        return
    connection = delivery.report.interview.job.posting.connection
    if not connection.is_on:
        _wait(delivery, "The ATS is disconnected. This result goes out after the next connect.")
        return
    ats = plugins.ats_provider(connection.provider).open(keeper.RowKeeper(connection.pk))
    try:
        deliver.deliver(delivery, ats, letter=letter(delivery.report), now=now)
    except match.NoMatch as error:
        _park(delivery, str(error))
    except AtsRefused as error:
        _park(delivery, str(error))
    except AtsDisconnected as error:
        connect.lost(connection, sentence=str(error), now=now)
        _wait(delivery, "The ATS no longer lets Paletter in. This result goes out after the next connect.")
    except AtsUnavailable as error:
        _wait(delivery, str(error))
        raise Postpone(str(error), after=error.retry_after) from error


def letter(report: Report) -> deliver.Letter:
    """Gather what is to be written about a report: note and tags from the same stored values (R54)."""
    raise NotImplementedError


def report_url(report: Report) -> str:
    return f"{settings.BASE_URL}/reports/{report.key}"


def verified_emails(report: Report) -> tuple[str, ...]:
    """Return the addresses that the candidate has proven; only these may be matched (R35)."""
    addresses = EmailAddress.objects.filter(user=report.interview.candidate, verified=True).order_by("-primary", "pk")
    return tuple(address.email.lower() for address in addresses)


def _park(delivery: Delivery, sentence: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.PARKED, sentence=sentence)


def _wait(delivery: Delivery, sentence: str) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.WAITING, sentence=sentence)


def healable(*, now: datetime) -> Iterable[Delivery]:
    """Return parked deliveries without an opportunity whose connection is on."""
    return Delivery.objects.filter(
        state=DeliveryState.PARKED,
        opportunity_id="",
        created_at__gte=now - HEAL_FOR,
        report__interview__job__posting__connection__state="on",
    )
