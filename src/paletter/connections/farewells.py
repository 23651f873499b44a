"""What an ATS no longer has of a person, or says that we may not keep: said once, by whoever notices it.

The one who says it leaves the mirrored opportunity as it is: its digests tell whose interviews must go. Both go when
the farewell is handled (flow/erasing.py).
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from paletter.connections.models import Connection, Farewell
from paletter.vocabulary.hiring import Opportunity

AGAIN_AFTER = timedelta(days=1)
"""A person may come back after their farewell was handled; what is told again and again is looked at again daily."""


def say(connection: Connection, opportunity_id: str, reason: Farewell.Reason, now: datetime) -> bool:
    """Store the duty to erase what belongs to an opportunity; True when there is something new to do.

    Safe to repeat, in a transaction or outside: said before and not handled yet, nothing changes.
    """
    _, is_new = Farewell.objects.get_or_create(
        connection=connection, opportunity_id=opportunity_id, defaults={"reason": reason, "told_at": now}
    )
    if is_new:
        return True
    known = Farewell.objects.filter(connection=connection, opportunity_id=opportunity_id)
    return bool(known.filter(handled_at__lt=now - AGAIN_AFTER).update(reason=reason, told_at=now, handled_at=None))


def reason_for(opportunity: Opportunity) -> Farewell.Reason | None:
    """Return why nothing of this person may be kept though the opportunity is there, None while it may."""
    if opportunity.is_anonymised:
        return Farewell.Reason.ANONYMISED
    return None if opportunity.may_be_kept else Farewell.Reason.NOT_TO_BE_KEPT


def unhandled(connection: Connection) -> QuerySet[Farewell]:
    return Farewell.objects.filter(connection=connection, handled_at=None).order_by("pk")


def waiting() -> list[int]:
    """Return the connections with farewells that nobody has handled yet."""
    return list(Farewell.objects.filter(handled_at=None).values_list("connection", flat=True).distinct())


@transaction.atomic
def handled(farewell: Farewell, *, is_gone: bool = True, now: datetime) -> None:
    """The duty is done, and the mirrored opportunity goes too; unless it turned out to be still there."""
    done = Farewell.objects.filter(pk=farewell.pk, handled_at=None).update(handled_at=now)
    if done and is_gone:
        farewell.connection.opportunities.filter(external_id=farewell.opportunity_id).delete()
