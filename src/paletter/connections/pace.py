"""How fast one ATS account is asked, by all processes on all hosts together.

One row for an account says when its next request may go out. Whoever wants to ask takes the next free moment in one
statement and sleeps until it has come: a generic cell rate algorithm by the database's clock, so that hosts whose
clocks differ agree. Nobody holds a lock while waiting or asking.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection as database

from paletter.ats.protocol import AtsProvider
from paletter.connections.models import Connection

_TAKE = """
INSERT INTO connections_allowance AS row (key, free_at, minute, requests, requests_before)
VALUES (%(key)s, clock_timestamp() - %(span)s * interval '1 second' + %(gap)s * interval '1 second',
        date_trunc('minute', clock_timestamp()), 1, 0)
ON CONFLICT (key) DO UPDATE SET
    free_at = GREATEST(row.free_at, clock_timestamp() - %(span)s * interval '1 second') + %(gap)s * interval '1 second',
    minute = EXCLUDED.minute,
    requests = CASE WHEN row.minute = EXCLUDED.minute THEN row.requests + 1 ELSE 1 END,
    requests_before = CASE WHEN row.minute = EXCLUDED.minute THEN row.requests_before
                           WHEN row.minute = EXCLUDED.minute - interval '1 minute' THEN row.requests ELSE 0 END
RETURNING EXTRACT(EPOCH FROM free_at - %(gap)s * interval '1 second' - clock_timestamp())
"""
_SLOW_DOWN = """
UPDATE connections_allowance
SET free_at = GREATEST(free_at, clock_timestamp() + %(seconds)s * interval '1 second'), slowed_at = clock_timestamp()
WHERE key = %(key)s
"""


@dataclass(frozen=True)
class AccountPace:
    """Implements `paletter.ats.protocol.Pace`. Requests of one `key` share one speed.

    After a pause `at_once` requests may follow each other without a gap.
    """

    key: str
    per_second: float
    at_once: int
    sleep: Callable[[float], None] = time.sleep

    def wait(self) -> None:
        """Return when it is this request's turn."""
        gap = 1.0 / self.per_second
        with database.cursor() as cursor:
            cursor.execute(_TAKE, {"key": self.key, "gap": gap, "span": gap * (self.at_once - 1)})
            ((seconds,),) = cursor.fetchall()
        if seconds > 0:
            self.sleep(float(seconds))

    def slow_down(self, seconds: float) -> None:
        """Let nobody ask for so long; those who have their turn already still take it."""
        with database.cursor() as cursor:
            cursor.execute(_SLOW_DOWN, {"key": self.key, "seconds": seconds})


def key_of(connection: Connection) -> str:
    """Return what requests of this connection share: two organisations with one Lever account share its limit."""
    return f"{connection.provider}:{connection.account_id or f'connection {connection.pk}'}"


def of(connection: Connection, provider: AtsProvider) -> AccountPace:
    """Return the pace of the account behind a connection, as fast as its ATS admits."""
    return AccountPace(key_of(connection), provider.requests_per_second, provider.requests_at_once)
