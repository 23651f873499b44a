"""How long ago an answer was begun, as the device says on which it lies: no time of day, since clocks may be wrong."""

from datetime import timedelta

from paletter.interviews.deadlines import LONGEST_AGE


def read(seconds: str | None) -> timedelta | None:
    """Return an age that was sent in seconds; None for nothing, and for what is none."""
    try:
        found = float(seconds or "")
    except ValueError:
        return None
    # What is not a number is neither more nor less than 0.
    return timedelta(seconds=min(found, LONGEST_AGE.total_seconds())) if found >= 0 else None
