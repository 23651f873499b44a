"""The clock of the steps."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the time; rooms get it passed in."""
    return datetime.now(UTC)
