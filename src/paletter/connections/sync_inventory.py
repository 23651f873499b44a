"""Once a day: postings of every state, what was deleted, and the pipeline's stages.

Drafts and closed postings take no candidates, but "Why is my job not here?" can then say what they are. Confidential
ones are neither asked for nor kept; a draft that turns confidential is hidden here.
"""

from datetime import UTC, datetime, timedelta

import structlog
from django.db import transaction

from paletter.ats.protocol import Ats, AtsRefused
from paletter.connections import mirror_postings, sync_passes
from paletter.connections.models import Connection, PipelineStage
from paletter.connections.sync_passes import OVERLAP
from paletter.vocabulary.hiring import Distribution, Posting, Stage

log = structlog.get_logger()

EVERY = timedelta(days=1)
EVER = datetime(1970, 1, 1, tzinfo=UTC)


def is_due(connection: Connection, *, now: datetime) -> bool:
    return connection.last_daily_sync_at is None or connection.last_daily_sync_at + EVERY <= now


def take_inventory(*, connection: Connection, ats: Ats, now: datetime) -> None:
    """Mirror what the passes of every few minutes do not read. Raises any AtsError; what is stored by then stays."""
    with sync_passes.under_way(connection, now=now, goes_on=True):
        seen = _read_postings(connection, ats, now=now)
        _look_for_missing(connection, ats, seen, now=now)
        _read_deletions(connection, ats)
        _read_stages(connection, ats)
        with transaction.atomic():
            row = sync_passes.locked(connection)
            row.last_daily_sync_at = now
            row.save(update_fields=["last_daily_sync_at"])


def _read_postings(connection: Connection, ats: Ats, *, now: datetime) -> set[str]:
    """Mirror all postings as they come, and return their ids."""
    seen: set[str] = set()
    for batch in sync_passes.batches(ats.postings(since=EVER)):
        _store(connection, batch, now=now)
        sync_passes.count(connection, len(batch))
        seen |= {posting.id for posting in batch}
    return seen


@transaction.atomic
def _store(connection: Connection, postings: list[Posting], *, now: datetime) -> None:
    row = sync_passes.locked(connection)
    known = row.postings.filter(external_id__in=[posting.id for posting in postings])
    mirror_postings.follow(row, {one.external_id: one for one in known}, postings, now=now)


def _look_for_missing(connection: Connection, ats: Ats, seen: set[str], *, now: datetime) -> None:
    """Ask for each posting that was not listed: it has turned confidential, is gone, or the list left it out."""
    rows = connection.postings.filter(gone_at=None).exclude(distribution=Distribution.CONFIDENTIAL)
    for missing in [key for key in rows.values_list("external_id", flat=True) if key not in seen]:
        posting = ats.posting(missing)
        with transaction.atomic():
            row = sync_passes.locked(connection).postings.get(external_id=missing)
            if posting is None:
                mirror_postings.hide(row)
            else:
                mirror_postings.follow(connection, {missing: row}, [posting], now=now)


def _read_deletions(connection: Connection, ats: Ats) -> None:
    since = connection.last_daily_sync_at or connection.connected_at
    if since is None:
        return
    try:
        gone = list(ats.deleted_postings(since=since - OVERLAP))
    except AtsRefused:
        # The list is young in Lever; without it a deleted posting is only hidden.
        log.info("the ATS does not list deleted postings", connection=connection.pk)
        return
    with transaction.atomic():
        row = sync_passes.locked(connection)
        for deletion in gone:
            row.postings.filter(external_id=deletion.id, gone_at=None).update(gone_at=deletion.deleted_at)


def _read_stages(connection: Connection, ats: Ats) -> None:
    try:
        stages = list(ats.stages())
    except AtsRefused:
        # The right to read stages only gives them names.
        log.info("the ATS does not tell the names of its stages", connection=connection.pk)
        return
    _store_stages(connection, stages)


@transaction.atomic
def _store_stages(connection: Connection, stages: list[Stage]) -> None:
    row = sync_passes.locked(connection)
    row.stages.exclude(external_id__in=[stage.id for stage in stages]).delete()
    PipelineStage.objects.bulk_create(
        [
            PipelineStage(connection=row, external_id=stage.id, name=stage.name[:300], rank=stage.rank)
            for stage in stages
        ],
        update_conflicts=True,
        unique_fields=["connection", "external_id"],
        update_fields=["name", "rank"],
    )
