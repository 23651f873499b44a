"""Our mirror of an account's postings: titles and states follow the ATS, confidential ones never come in.

A posting is never removed from the mirror, since jobs hang on it. Once it is closed, it is marked closed. Once it is
confidential, deleted or unreadable, which an ATS does not tell apart, it is marked confidential: hidden is the safe
side. All of it heals when the ATS lists it again.

Every pass asks for what changed since the last one and sees titles, closings and new postings of every state. Only a
*full* pass, which also lists all that is open, notices what is missing, above all a posting that turned confidential.
It costs one request per hundred postings; so it is every pass for most employers, and every now and then for the
largest. What is neither open nor changing is read once a day (sync_inventory.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from paletter.ats.protocol import Ats
from paletter.connections import mirror_postings, sync_passes
from paletter.connections.models import Connection
from paletter.connections.sync_passes import OVERLAP
from paletter.vocabulary.hiring import Posting, PostingState

FULL_PASS_EVERY = timedelta(minutes=15)
FEW_POSTINGS = 500
"""Up to here a full pass costs less than a second of Lever's patience, and each pass is one."""


@dataclass(frozen=True)
class SyncResult:
    """How many postings the ATS told us of, how many rows changed, and how many of these stopped being open to us."""

    seen: int
    changed: int
    hidden: int


def next_at(connection: Connection) -> datetime | None:
    """Return when the next pass is due, which may have been already; None for a connection that is not on."""
    if not connection.is_on:
        return None
    if connection.last_synced_at is None:
        return connection.connected_at
    return connection.last_synced_at + timedelta(minutes=settings.OPTIONS.sync_minutes)


def full_pass_is_due(connection: Connection, *, now: datetime) -> bool:
    """Tell whether the next pass should be a full one."""
    last = connection.last_full_sync_at
    is_small = connection.postings.filter(state=PostingState.OPEN).count() <= FEW_POSTINGS
    return last is None or last + FULL_PASS_EVERY <= now or is_small


def sync_postings(*, connection: Connection, ats: Ats, now: datetime, full: bool) -> SyncResult:
    """Bring the mirror up to date in one transaction, after all requests are done.

    The first pass is always full. Any AtsError is raised again once the connection keeps its sentence, and what was
    mirrored stays. Raises AtsDisconnected when the connection was switched off meanwhile; nothing is stored then.
    """
    full = full or connection.last_synced_at is None
    with sync_passes.under_way(connection, now=now):
        told = _ask(connection, ats, full=full)
        with transaction.atomic():
            row = sync_passes.locked(connection)
            result = _store(row, told, now=now)
            _remember_pass(row, now=now, full=full)
        sync_passes.count(connection, result.seen)
    return result


@dataclass(frozen=True)
class _Told:
    """What the ATS said: the postings it lists, and those it no longer shows (None) though we knew them as open."""

    listed: Mapping[str, Posting]
    missing: Mapping[str, Posting | None]


def _ask(connection: Connection, ats: Ats, *, full: bool) -> _Told:
    last = connection.last_synced_at
    listed = {posting.id: posting for posting in ats.postings()} if full else {}
    if last is not None:
        # Asked second, so it knows better: a posting closed between the two requests is closed.
        listed |= {posting.id: posting for posting in ats.postings(since=last - OVERLAP)}
    if not full:
        return _Told(listed, {})
    open_here = [row.external_id for row in connection.postings.all() if row.is_assessable]
    return _Told(listed, {gone: ats.posting(gone) for gone in open_here if gone not in listed})


def _store(connection: Connection, told: _Told, *, now: datetime) -> SyncResult:
    mirrored = {row.external_id: row for row in connection.postings.select_for_update()}
    before = {key for key, row in mirrored.items() if row.is_assessable}
    changed = mirror_postings.follow(connection, mirrored, told.listed.values(), now=now)
    changed += mirror_postings.follow(
        connection, mirrored, (p for p in told.missing.values() if p is not None), now=now
    )
    changed += sum(mirror_postings.hide(mirrored[gone]) for gone, posting in told.missing.items() if posting is None)
    hidden = sum(not mirrored[key].is_assessable for key in before)
    return SyncResult(seen=len(told.listed), changed=changed, hidden=hidden)


def _remember_pass(row: Connection, *, now: datetime, full: bool) -> None:
    row.last_synced_at = now
    if full:
        row.last_full_sync_at = now
    row.save(update_fields=["last_synced_at", "last_full_sync_at"])
