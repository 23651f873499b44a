"""Deliveries that are not in the ATS yet: why they wait, and which are worth another try."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from paletter.accounts.models import Organisation
from paletter.connections.models import ConnectionState
from paletter.writeback.models import Delivery, DeliveryState

SETTLED = Q(state=DeliveryState.DONE) & (Q(scoring=None) | Q(scoring=F("report__scoring")))
"""In the ATS, as the report shows it. One whose report was corrected since is not."""

HELD_BACK = Q(report__interview__withdrawn_at__isnull=False) | Q(
    report__interview__reopened_at__isnull=False, report__interview__scored_at=None
)
"""Nothing of it may be sent: consent was taken back, or the interview is open again and its result will be another."""


def is_settled(delivery: Delivery) -> bool:
    """Tell whether nothing is to be sent now. Raises Delivery.DoesNotExist when it was erased."""
    delivery.refresh_from_db()
    return Delivery.objects.filter(SETTLED | HELD_BACK, pk=delivery.pk).exists()


def keep_waiting(delivery: Delivery, sentence: str, *, now: datetime) -> None:
    """Say why a delivery waits for something that passes by itself (the ATS is down, or switched off)."""
    _set(delivery, DeliveryState.WAITING, sentence, now=now)


def park(delivery: Delivery, sentence: str, *, now: datetime) -> None:
    """Say what a person must do before a delivery can go on."""
    _set(delivery, DeliveryState.PARKED, sentence, now=now)


def reopen(delivery: Delivery, *, now: datetime) -> None:
    """A person asks for another try, or the report was corrected; a settled delivery stays settled."""
    _set(delivery, DeliveryState.WAITING, "", now=now)


def look_anew(delivery: Delivery, *, gone: str, now: datetime) -> bool:
    """The opportunity `gone`, that this went to, is gone and the person is not: it begins again, as if never matched.

    A note that the ATS took along to the other opportunity is found there by its marker. False, changing nothing, when
    it has gone elsewhere already. To be called by whoever is `alone` with the delivery.
    """
    rows = Delivery.objects.filter(pk=delivery.pk, opportunity_id=gone)
    changed = rows.update(
        state=DeliveryState.WAITING,
        opportunity_id="",
        picked_by=None,
        note_tried_at=None,
        note_id="",
        note_added_at=None,
        tags=[],
        tags_tried=[],
        tags_tried_at=None,
        tags_added_at=None,
        sentence="",
        changed_at=now,
    )
    return bool(changed)


def reopen_all(keys: Collection[int], *, now: datetime) -> None:
    """A person asks for another try of many; what finished meanwhile stays finished."""
    rows = Delivery.objects.filter(pk__in=keys).exclude(state=DeliveryState.DONE)
    rows.update(state=DeliveryState.WAITING, sentence="", changed_at=now)


def worth_a_try(organisation: Organisation) -> QuerySet[Delivery]:
    """Return what waits or is parked and whose ATS is connected."""
    return unfinished(organisation).filter(report__interview__job__posting__connection__state=ConnectionState.ON)


def unfinished(organisation: Organisation) -> QuerySet[Delivery]:
    """Return what waits or is parked: to be tried when the organisation has connected its ATS (again)."""
    return Delivery.objects.filter(report__interview__job__organisation=organisation).exclude(SETTLED | HELD_BACK)


def expected_to_go_out() -> QuerySet[Delivery]:
    """Return what waits for no person: a step should be at each of these, or be put off for a while."""
    waits = Delivery.objects.exclude(state=DeliveryState.PARKED).exclude(SETTLED | HELD_BACK)
    return waits.filter(report__interview__job__posting__connection__state=ConnectionState.ON)


def unmatched() -> QuerySet[Delivery]:
    """Return what found no opportunity: a later application heals it."""
    return Delivery.objects.filter(state=DeliveryState.PARKED, opportunity_id="").exclude(HELD_BACK)


def worth_another_look(*, now: datetime) -> QuerySet[Delivery]:
    """Return what stands still for a reason that may pass by itself, so that the ATS should be asked again.

    What found no opportunity is looked for in each round on its first day, what was refused each hour; each hour in the
    first week; then daily for as long as it takes. So thousands of old ones leave the ATS time for the new.
    """
    parked = Delivery.objects.filter(
        state=DeliveryState.PARKED, report__interview__job__posting__connection__state=ConnectionState.ON
    )
    is_lost_today = Q(opportunity_id="", created_at__gt=now - timedelta(days=1))
    is_rested = Q(changed_at__lte=now - timedelta(hours=1), created_at__gt=now - timedelta(days=7))
    return parked.exclude(HELD_BACK).filter(is_lost_today | is_rested | Q(changed_at__lte=now - timedelta(days=1)))


def _set(delivery: Delivery, state: DeliveryState, sentence: str, *, now: datetime) -> None:
    # A conditional update: a worker that finished meanwhile must not be overwritten.
    open_ones = Delivery.objects.filter(pk=delivery.pk).exclude(SETTLED)
    rows = Delivery.objects.filter(pk__in=open_ones.values("pk"))
    rows.update(state=state, sentence=sentence, changed_at=now)
    delivery.refresh_from_db()
