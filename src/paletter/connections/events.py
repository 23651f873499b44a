"""Calls of the ATS are followed by reading again what they are about.

A call's signature does not cover what it says. So a call only tells where to look: whatever is done follows from what
the ATS then answers, which also makes late, repeated and reordered calls end in the same state.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from paletter.ats.protocol import Ats, AtsRefused
from paletter.connections import farewells
from paletter.connections.models import Connection, ConnectionState, Farewell, MirroredOpportunity, ReceivedEvent
from paletter.connections.sync_opportunities import mirror_opportunity
from paletter.connections.sync_passes import OVERLAP
from paletter.vocabulary.hiring import EventKind

KEEP = timedelta(days=14)
"""For so long an ATS may repeat a call from its history."""
LEFT_BEHIND = timedelta(minutes=5)
"""A call is followed within seconds, unless the ATS does not answer."""


def unhandled(connection: Connection) -> dict[str, list[ReceivedEvent]]:
    """Return the calls that nobody has followed yet, by what they are about, in the order in which they came."""
    found: dict[str, list[ReceivedEvent]] = {}
    for call in ReceivedEvent.objects.filter(connection=connection, handled_at=None).order_by("pk"):
        found.setdefault(call.subject, []).append(call)
    return found


@dataclass(frozen=True)
class Followed:
    """What a look at the ATS brought: opportunities that are mirrored now, and whether somebody has to go."""

    mirrored: tuple[MirroredOpportunity, ...] = ()
    is_farewell: bool = False


def follow(connection: Connection, ats: Ats, kinds: Iterable[EventKind], subject: str, *, now: datetime) -> Followed:
    """Read again what these calls were about and bring the mirror in line. Raises any AtsError; safe to repeat."""
    seen: list[MirroredOpportunity] = []
    goes = False
    for opportunity_id, is_told_deleted in _to_read(connection, set(kinds), subject):
        found = ats.opportunity(opportunity_id)
        if found is not None:
            reason = farewells.reason_for(found)
        else:
            is_gone = is_told_deleted and _is_deleted(connection, ats, opportunity_id, now=now)
            reason = Farewell.Reason.DELETED if is_gone else None
        if reason is not None:
            goes |= farewells.say(connection, opportunity_id, reason, now)
        elif found is not None and (row := mirror_opportunity(connection, found, now=now)):
            seen.append(row)
    return Followed(tuple(seen), goes)


def _is_deleted(connection: Connection, ats: Ats, opportunity_id: str, *, now: datetime) -> bool:
    """Tell whether the ATS itself says so: what is not there may only be out of our sight, and no call is proof.

    What the list does not hold yet, the next sync finds. Where there is no list, call and absence together must do.
    """
    since = connection.deletions_read_until or connection.connected_at or now
    try:
        return any(gone.id == opportunity_id for gone in ats.deleted_opportunities(since=since - OVERLAP))
    except AtsRefused:
        return True


def _to_read(connection: Connection, kinds: set[EventKind], subject: str) -> Iterable[tuple[str, bool]]:
    """Yield the opportunity that a call names, or those of a contact; and whether it is said to be gone."""
    if kinds - {EventKind.CONTACT_CHANGED, EventKind.TEST}:
        yield subject, EventKind.DELETED in kinds
    if EventKind.CONTACT_CHANGED in kinds:
        for opportunity_id in list(_of_contact(connection, subject)):
            yield opportunity_id, False


def _of_contact(connection: Connection, contact_id: str) -> QuerySet[MirroredOpportunity, str]:
    rows = connection.opportunities.filter(contact_id=contact_id).order_by("pk")
    return rows.values_list("external_id", flat=True)


def handled(connection: Connection, calls: Iterable[ReceivedEvent], *, now: datetime) -> None:
    """The calls need nothing more; the connection remembers when the last one came."""
    rows = list(calls)
    ReceivedEvent.objects.filter(pk__in=[row.pk for row in rows]).update(handled_at=now)
    newest = max((row.received_at for row in rows), default=None)
    if newest is not None:
        Connection.objects.filter(pk=connection.pk).exclude(last_event_at__gte=newest).update(last_event_at=newest)


def left_behind(*, now: datetime) -> list[int]:
    """Return the connections with calls whose step must have been lost."""
    rows = ReceivedEvent.objects.filter(handled_at=None, received_at__lt=now - LEFT_BEHIND)
    return list(rows.filter(connection__state=ConnectionState.ON).values_list("connection", flat=True).distinct())


def forget_old(*, now: datetime) -> int:
    """Remove calls that can't be repeated any more, handled or not, and return how many there were."""
    return ReceivedEvent.objects.filter(received_at__lt=now - KEEP).delete()[0]
