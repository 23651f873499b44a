"""Our mirror of an account's postings: titles and states follow the ATS, confidential ones never come in.

A posting enters the mirror when it may be joined (open, and External, Internal or Unlisted) and is never removed, since
jobs hang on it. Once it is closed, it is marked closed. Once it is confidential, deleted or unreadable, which an ATS
does not tell apart, it is marked confidential: hidden is the safe side. All of it heals when the ATS lists it again.

Every pass asks for what changed since the last one and sees titles, closings and new postings. Only a *full* pass,
which also lists all that is open, notices what is missing, above all a posting that turned confidential. It costs one
request per hundred postings; so it is every pass for most employers, and every now and then for the largest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from paletter.ats.protocol import Ats, AtsDisconnected, AtsError
from paletter.connections import connect
from paletter.connections.models import Connection, MirroredPosting
from paletter.vocabulary.hiring import Distribution, Posting, PostingState

OVERLAP = timedelta(minutes=10)
"""Looked back beyond the last pass, for clocks that differ and changes that were committed late."""
FULL_PASS_EVERY = timedelta(minutes=15)
FEW_POSTINGS = 500
"""Up to here a full pass costs less than a second of Lever's patience, and each pass is one."""


@dataclass(frozen=True)
class SyncResult:
    """How many postings the ATS told us of, how many rows changed, and how many of these stopped being open to us."""

    seen: int
    changed: int
    hidden: int


def full_pass_is_due(connection: Connection, *, now: datetime) -> bool:
    """Tell whether the next pass should be a full one."""
    last = connection.last_full_sync_at
    return last is None or last + FULL_PASS_EVERY <= now or connection.postings.count() <= FEW_POSTINGS


def sync_postings(*, connection: Connection, ats: Ats, now: datetime, full: bool) -> SyncResult:
    """Bring the mirror up to date in one transaction, after all requests are done.

    The first pass is always full. Any AtsError is raised again once the connection keeps its sentence, and what was
    mirrored stays. Raises AtsDisconnected when the connection was switched off meanwhile; nothing is stored then.
    """
    full = full or connection.last_synced_at is None
    try:
        told = _ask(connection, ats, full=full)
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now)
        raise
    except AtsError as error:
        Connection.objects.filter(pk=connection.pk).update(trouble=str(error))
        raise
    with transaction.atomic():
        row = Connection.objects.select_for_update().get(pk=connection.pk)
        if not row.is_on or row.connected_at != connection.connected_at:
            raise AtsDisconnected("The ATS was disconnected while its postings were fetched.")
        result = _store(row, told, now=now)
        _remember_pass(row, now=now, full=full)
    connection.refresh_from_db()
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
    changed = _follow(connection, mirrored, told.listed.values(), now=now)
    changed += _follow(connection, mirrored, (p for p in told.missing.values() if p is not None), now=now)
    changed += sum(_hide(mirrored[gone]) for gone, posting in told.missing.items() if posting is None)
    hidden = sum(not mirrored[key].is_assessable for key in before)
    return SyncResult(seen=len(told.listed), changed=changed, hidden=hidden)


def _follow(
    connection: Connection, mirrored: dict[str, MirroredPosting], postings: Iterable[Posting], *, now: datetime
) -> int:
    """Bring rows in line with what the ATS said and return how many changed or are new."""
    changed = 0
    for posting in postings:
        row = mirrored.get(posting.id)
        if row is None and posting.is_assessable:
            mirrored[posting.id] = row = MirroredPosting(connection=connection, external_id=posting.id)
            changed += _write(row, posting, now=now)
        elif row is not None and posting.is_confidential:
            changed += _hide(row)
        elif row is not None and not _is_older(posting, row):
            changed += _write(row, posting, now=now)
    return changed


def _write(row: MirroredPosting, posting: Posting, *, now: datetime) -> bool:
    before = None if row.pk is None else row.value
    row.title = posting.title
    row.state = PostingState(posting.state)
    row.distribution = Distribution(posting.distribution)
    row.location = posting.location[:300]
    row.url = posting.url if len(posting.url) <= 1000 else ""
    row.updated_at = posting.updated_at
    row.last_seen_at = now
    row.save()
    return row.value != before


def _hide(row: MirroredPosting) -> bool:
    """Mark a posting as confidential; the title it had in the open stays, a later one never comes in."""
    was_confidential = row.is_confidential
    row.distribution = Distribution.CONFIDENTIAL
    row.save(update_fields=["distribution"])
    return not was_confidential


def _is_older(posting: Posting, row: MirroredPosting) -> bool:
    """Two passes may overtake each other; the one that asked first must not bring an old title back."""
    return bool(posting.updated_at and row.updated_at and posting.updated_at < row.updated_at)


def _remember_pass(row: Connection, *, now: datetime, full: bool) -> None:
    row.last_synced_at, row.trouble = now, ""
    if full:
        row.last_full_sync_at = now
    row.save(update_fields=["last_synced_at", "last_full_sync_at", "trouble"])
