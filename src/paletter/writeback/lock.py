"""One worker at a time on one delivery, over all processes and hosts."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection

# The first half of the advisory lock's key, so that no other kind of lock of ours meets a delivery's number.
LOCK_FAMILY = 0x5057


class Busy(Exception):
    """Somebody else is at this delivery."""


@contextmanager
def alone(delivery_id: int, *, wait: bool = True) -> Iterator[None]:
    """Wait until no other worker is at this delivery; the ATS's time-outs bound the wait. Else raises Busy.

    A session-level advisory lock of PostgreSQL: it costs no open transaction while the ATS is asked, and ends with the
    worker's database session, however that ends. (Behind PgBouncer this needs session pooling.)
    """
    key = [LOCK_FAMILY, delivery_id % 2**31]
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
            if not (row := cursor.fetchone()) or not row[0]:
                raise Busy
    try:
        yield
    finally:
        # A session that broke has lost the lock already; its own error is the one to tell.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
