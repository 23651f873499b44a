"""Takes that were never finished or never saved are thrown away after a while. An answer that counts never is."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from paletter.interviews import receiving, recordings, sitting
from paletter.interviews.models import Recording

log = structlog.get_logger()

MOST_AT_ONCE = 1000


def expired(*, now: datetime) -> QuerySet[Recording]:
    """Return the takes that may go: unfinished ones of which nothing came for long, and whole ones, of interviews that
    were not handed in, that nobody saved for longer.
    """
    is_unfinished = Q(completed_at=None) & (
        Q(expires_at__lte=now) | Q(expires_at=None, created_at__lte=now - recordings.patience())
    )
    is_unsaved = Q(completed_at__lte=now - timedelta(days=settings.OPTIONS.unsaved_days))
    is_open = Q(answer__interview__submitted_at=None)
    return Recording.objects.filter(is_unfinished | (is_unsaved & is_open), discarded_at=None, kept_by=None)


def clear(*, now: datetime) -> int:
    """Throw away what has expired, and return how many takes that were; files that would not go are tried again."""
    takes = list(expired(now=now).order_by("created_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    cleared = sum(_cleared(take, now=now) for take in takes)
    for take in recordings.with_files_left()[:MOST_AT_ONCE]:
        recordings.remove_files(take)
    if cleared:
        log.info("expired takes thrown away", takes=cleared)
    return cleared


@transaction.atomic
def _cleared(pk: UUID, *, now: datetime) -> bool:
    take = Recording.objects.select_related("answer__interview").filter(pk=pk).first()
    if take is None or receiving.is_under_way(pk):
        return False
    # Who saves a take or hands in holds this row, and may just have done so.
    sitting.held(take.answer.interview)
    row = expired(now=now).select_for_update(of=("self",)).select_related("answer").filter(pk=pk).first()
    if row is None:
        return False
    if not row.answer.is_given:
        # It counts as one that broke off: whoever comes back without an answer must have a take left.
        Recording.objects.filter(pk=pk).update(length=None, completed_at=None)
    recordings.discard(row, now=now)
    return True
