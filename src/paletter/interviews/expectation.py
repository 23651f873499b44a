"""How long candidates may expect to wait, from how long others did: honest, and never a promise."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from paletter.interviews.models import Interview

LATELY = timedelta(days=30)
LOOKED_AT = 50
FEWEST = 5
"""Below so many others nothing can be said."""
STEPS = (5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440)
"""In minutes: what people say of a while."""


def until_written_down(*, now: datetime) -> timedelta | None:
    """Return within what time, from handing in, most of the latest interviews were written down; None: unknown."""
    rows = Interview.objects.filter(submitted_at__gte=now - LATELY, heard_at__gt=F("submitted_at"))
    latest = rows.order_by("-heard_at").values_list("submitted_at", "heard_at")[:LOOKED_AT]
    return most([heard - submitted for submitted, heard in latest if submitted and heard])


def until_scored(*, now: datetime) -> timedelta | None:
    """Return within what time, from the end of the check, most of the latest interviews were scored; None: unknown."""
    rows = Interview.objects.filter(checked_at__gte=now - LATELY, scored_at__gte=F("checked_at"))
    latest = rows.order_by("-scored_at").values_list("checked_at", "scored_at")[:LOOKED_AT]
    return most([scored - checked for checked, scored in latest if checked and scored])


def most(waits: Sequence[timedelta]) -> timedelta | None:
    """Return what nine in ten waited at most, rounded up to what people say; None of too few, or of days."""
    if len(waits) < FEWEST:
        return None
    minutes = sorted(waits)[-(-9 * len(waits) // 10) - 1].total_seconds() / 60
    return next((timedelta(minutes=step) for step in STEPS if minutes <= step), None)
