"""The wait that a reply asks for. Lever documents none; it is honoured where it is sent."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 3600.0
"""Nobody is believed who asks for more."""


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """Return seconds between 0 and an hour, None when no wait is asked for or it can't be read.

    A date is counted from the reply's own `Date`, since clocks differ, or else from `now`.
    """
    asked = headers.get("retry-after", "").strip()
    seconds = _seconds(asked)
    if seconds is None and (then := _moment(asked)):
        sent = _moment(headers.get("date", "")) or now or datetime.now(UTC)
        seconds = (then - sent).total_seconds()
    return None if seconds is None else min(max(0.0, seconds), LONGEST)


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return None if math.isnan(seconds) else seconds


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
