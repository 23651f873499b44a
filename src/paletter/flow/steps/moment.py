"""The clocks of the steps."""

from datetime import UTC, datetime

from django.db import connection


def now() -> datetime:
    """Return the time; rooms get it passed in."""
    return datetime.now(UTC)


def now_for_all() -> datetime:
    """Return the time by the database's clock, where workers wait for what another one, on another host, has begun."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        ((moment,),) = cursor.fetchall()
    assert isinstance(moment, datetime)  # noqa: S101 - for the type checker
    return moment
