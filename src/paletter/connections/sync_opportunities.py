"""Our mirror of the opportunities on joined postings.

Every pass asks for those that came or changed since the last one. An ATS may keep no time of some changes, so once a
day all opportunities on each posting are read; on one that was joined just now, at once. Pages are stored as they come,
and the time up to which a posting is known moves only when it was read to its end: a pass that dies is begun again, and
does again only the postings that it had not finished.

Whoever is anonymised, deleted or may not be kept gets a farewell (farewells.py). To be missing from a list, or not to
be found, is no farewell: a list may be short, and what is not found may only be hidden from us.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F

from paletter.ats.protocol import Ats, AtsRefused
from paletter.connections import farewells, mirror_opportunities, sync_passes
from paletter.connections.mirror_opportunities import joined_postings, mirror_opportunity
from paletter.connections.models import Connection, Farewell, MirroredOpportunity, MirroredPosting
from paletter.connections.sync_passes import OVERLAP

__all__ = ["mirror_opportunity", "sync_opportunities"]

log = structlog.get_logger()

READ_ALL_EVERY = timedelta(days=1)
POSTINGS_AT_ONCE = 10
"""Postings that are read to their end together: few are lost by a kill, and few pages are half full."""


Came = Callable[[Sequence[MirroredOpportunity]], None]


def nobody_waits(_came: Sequence[MirroredOpportunity]) -> None:
    """Nobody wants to know who came."""


def sync_opportunities(*, connection: Connection, ats: Ats, now: datetime, came: Came = nobody_waits) -> int:
    """Bring the mirror up to date and return how many opportunities were read.

    `came` is told, page by page, the rows by which somebody may be recognised who was not before. Raises any AtsError
    once the connection keeps its sentence.
    """
    with sync_passes.under_way(connection, now=now, goes_on=True):
        reading = _Reading(connection, ats, came, now)
        seen = reading.all_that_are_due() + reading.what_changed_on_the_others()
        _read_deletions(connection, ats, now=now)
        _remember_pass(connection, reading, now=now)
    return seen


@dataclass
class _Reading:
    """One pass over the joined postings; those that it reads to the end are not asked for changes too."""

    connection: Connection
    ats: Ats
    came: Came
    now: datetime

    def __post_init__(self) -> None:
        oldest_first = F("opportunities_read_at").asc(nulls_first=True)
        postings = list(joined_postings(self.connection).order_by(oldest_first, "pk"))
        self.due = [posting for posting in postings if _is_due(posting, now=self.now)]
        self.others = [posting for posting in postings if not _is_due(posting, now=self.now)]

    def all_that_are_due(self) -> int:
        return sum(self._to_the_end(group) for group in sync_passes.batches(self.due, POSTINGS_AT_ONCE))

    def what_changed_on_the_others(self) -> int:
        return self._read(self.others, since=_known_until(self.connection, self.others)) if self.others else 0

    def _to_the_end(self, postings: Sequence[MirroredPosting]) -> int:
        seen = self._read(postings, since=None)
        with transaction.atomic():
            rows = sync_passes.locked(self.connection).postings
            rows.filter(pk__in=[posting.pk for posting in postings]).update(opportunities_read_at=self.now)
        return seen

    def _read(self, postings: Sequence[MirroredPosting], *, since: datetime | None) -> int:
        seen = 0
        told = self.ats.opportunities_on([posting.external_id for posting in postings], since=since)
        for batch in sync_passes.batches(told):
            self.came(mirror_opportunities.mirror(self.connection, batch, now=self.now).new)
            sync_passes.count(self.connection, len(batch))
            seen += len(batch)
        return seen


def _is_due(posting: MirroredPosting, *, now: datetime) -> bool:
    return posting.opportunities_read_at is None or posting.opportunities_read_at + READ_ALL_EVERY <= now


def _known_until(connection: Connection, postings: Sequence[MirroredPosting]) -> datetime:
    """Return up to when all changes on these postings are known: by their last windows, or read to the end later."""
    read = min(posting.opportunities_read_at for posting in postings if posting.opportunities_read_at)
    windows = connection.opportunities_synced_at
    return (max(read, windows) if windows else read) - OVERLAP


def _read_deletions(connection: Connection, ats: Ats, *, now: datetime) -> None:
    """Say farewell to whoever was deleted since we began to know anybody, mirrored or not: a result may be there."""
    since = connection.deletions_read_until or connection.connected_at or now
    try:
        for deletion in ats.deleted_opportunities(since=since - OVERLAP):
            farewells.say(connection, deletion.id, Farewell.Reason.DELETED, now)
    except AtsRefused:
        # The list is young in Lever; its calls tell of deletions too.
        log.info("the ATS does not list deleted opportunities", connection=connection.pk)
        return
    Connection.objects.filter(pk=connection.pk).update(deletions_read_until=now)


def _remember_pass(connection: Connection, reading: _Reading, *, now: datetime) -> None:
    with transaction.atomic():
        row = sync_passes.locked(connection)
        # One that was hidden or in no job until now has missed this window: when it comes back, it is read to the end.
        read_by_now = [posting.pk for posting in (*reading.due, *reading.others)]
        missed = row.postings.exclude(pk__in=read_by_now).filter(opportunities_read_at__gt=now - READ_ALL_EVERY)
        missed.update(opportunities_read_at=now - READ_ALL_EVERY)
        row.opportunities_synced_at = now
        row.save(update_fields=["opportunities_synced_at"])
