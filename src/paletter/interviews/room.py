"""How much of the disk recordings may take."""

import shutil
from pathlib import Path

from django.db.models import Sum

from paletter.interviews.models import Recording

MOST_TAKES_HELD = 6
"""How many of the largest answers all takes of one question may weigh together; honest ones weigh less than one."""
LEAST_FREE_BYTES = 256 * 1024**2
"""Left free: the database is often on the same disk, and stops for everybody when that is full."""


def on_disk(place: Path, size: int) -> bool:
    """Tell whether `size` more bytes may be written in this folder."""
    return shutil.disk_usage(place).free - size >= LEAST_FREE_BYTES


def for_take(take: Recording, size: int, *, largest: int) -> bool:
    """Tell whether a take may grow to `size` bytes, beside the other takes of its question that still lie here."""
    others = Recording.objects.filter(answer=take.answer_id, discarded_at=None).exclude(pk=take.pk)
    return (others.aggregate(held=Sum("offset"))["held"] or 0) + size <= MOST_TAKES_HELD * largest
