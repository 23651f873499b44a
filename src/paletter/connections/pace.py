"""How fast one ATS account is asked, by all processes on all hosts together.

One row for an account says when its next request may go out. Whoever wants to ask takes the next free turn in one
statement and sleeps until it has come: a generic cell rate algorithm by the database's clock, so that hosts whose
clocks differ agree. Nobody holds a lock while waiting or asking, and who dies in line wastes one turn. Turns are given
in the order in which they are asked for, one at a time: a long sync and a single note take turns.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection as database
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Now

from paletter.ats.protocol import AtsProvider, AtsUnavailable
from paletter.connections.models import Allowance, Connection

LONGEST_WAIT = 60.0
"""Seconds. A longer line is no place for a worker's thread to sleep in."""
LONGEST_REST = 30.0
"""Seconds to which rests grow by themselves; an ATS may name a longer one."""
SOON = 0.5
"""Seconds after a rest in which a new call to slow down says that it was too short."""
MINUTE = timedelta(minutes=1)

# A turn is counted in the minute in which it comes. Lines are at most a minute long, so three minutes tell all.
_TAKE = """
INSERT INTO connections_allowance AS row (key, free_at, minute, requests, requests_before, requests_earlier)
VALUES (%(key)s, clock_timestamp() - %(span)s * interval '1 second' + %(gap)s * interval '1 second',
        date_trunc('minute', clock_timestamp()), 1, 0, 0)
ON CONFLICT (key) DO UPDATE SET
    free_at = GREATEST(row.free_at, clock_timestamp() - %(span)s * interval '1 second') + %(gap)s * interval '1 second',
    minute = date_trunc('minute', GREATEST(row.free_at, clock_timestamp())),
    requests = CASE date_trunc('minute', GREATEST(row.free_at, clock_timestamp())) - row.minute
               WHEN interval '0' THEN row.requests + 1 ELSE 1 END,
    requests_before = CASE date_trunc('minute', GREATEST(row.free_at, clock_timestamp())) - row.minute
                      WHEN interval '0' THEN row.requests_before WHEN interval '1 minute' THEN row.requests ELSE 0 END,
    requests_earlier = CASE date_trunc('minute', GREATEST(row.free_at, clock_timestamp())) - row.minute
                       WHEN interval '0' THEN row.requests_earlier WHEN interval '1 minute' THEN row.requests_before
                       WHEN interval '2 minutes' THEN row.requests ELSE 0 END
WHERE row.free_at <= clock_timestamp() + %(longest)s * interval '1 second'
RETURNING EXTRACT(EPOCH FROM free_at - %(gap)s * interval '1 second' - clock_timestamp()), clock_timestamp()
"""
_USE_UP = """
INSERT INTO connections_allowance AS row (key, free_at, minute, requests, requests_before, requests_earlier)
VALUES (%(key)s, clock_timestamp(), date_trunc('minute', clock_timestamp()), 0, 0, 0)
ON CONFLICT (key) DO UPDATE SET free_at = GREATEST(row.free_at, clock_timestamp())
"""
# Told again as soon as a rest is over, everybody rests twice as long.
_SLOW_DOWN = """
UPDATE connections_allowance AS row
SET free_at = GREATEST(row.free_at, now.at + now.rest), rest_until = GREATEST(row.rest_until, now.at + now.rest),
    slowed_at = now.at
FROM (
    SELECT id, clock_timestamp() AS at, interval '1 second' * CASE
        WHEN rest_until BETWEEN clock_timestamp() - %(soon)s * interval '1 second' AND clock_timestamp()
        THEN GREATEST(%(seconds)s, LEAST(%(longest)s, 2 * EXTRACT(EPOCH FROM rest_until - slowed_at)))
        ELSE %(seconds)s END AS rest
    FROM connections_allowance WHERE key = %(key)s FOR UPDATE
) AS now
WHERE row.id = now.id
"""
_LINE = "SELECT EXTRACT(EPOCH FROM free_at - clock_timestamp()) FROM connections_allowance WHERE key = %(key)s"
_IS_SPOILED = """
SELECT slowed_at > %(taken_at)s AND rest_until > clock_timestamp() FROM connections_allowance WHERE key = %(key)s
"""


@dataclass(frozen=True)
class Usage:
    """How much of an account's allowance is used; `slowed_at` is when the ATS last said that we are too fast."""

    last_minute: int
    this_minute: int
    per_minute: int
    slowed_at: datetime | None


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
        """Return when it is this request's turn. Raises AtsUnavailable when the line is longer than LONGEST_WAIT."""
        while True:
            seconds, taken_at = self._take()
            if seconds <= 0:
                return
            self.sleep(seconds)
            if not self._is_spoiled(taken_at):
                return

    def use_up(self) -> None:
        """Let no requests follow each other at once before the next pause: many went out that took no turn."""
        with database.cursor() as cursor:
            cursor.execute(_USE_UP, {"key": self.key})

    def slow_down(self, seconds: float) -> None:
        """Let nobody ask for so long, or longer if the last rest was too short.

        Those whose turn comes meanwhile take a new one.
        """
        asked: dict[str, str | float] = {"key": self.key, "seconds": seconds, "soon": SOON, "longest": LONGEST_REST}
        with database.cursor() as cursor:
            cursor.execute(_SLOW_DOWN, asked)

    def _take(self) -> tuple[float, datetime]:
        gap = 1.0 / self.per_second
        span = gap * (self.at_once - 1)
        asked: dict[str, str | float] = {"key": self.key, "gap": gap, "span": span, "longest": LONGEST_WAIT}
        with database.cursor() as cursor:
            cursor.execute(_TAKE, asked)
            taken = cursor.fetchone()
            if taken is None:
                raise self._too_long(cursor)
        return float(taken[0]), taken[1]

    def _too_long(self, cursor: CursorWrapper) -> AtsUnavailable:
        cursor.execute(_LINE, {"key": self.key})
        ((seconds,),) = cursor.fetchall()
        return AtsUnavailable(
            "Paletter asks the ATS as fast as it may just now, and more is waiting. It goes on by itself.",
            retry_after=max(1.0, float(seconds)),
        )

    def _is_spoiled(self, taken_at: datetime) -> bool:
        """Tell whether the ATS has asked for a rest after this turn was taken, and the rest lasts."""
        with database.cursor() as cursor:
            cursor.execute(_IS_SPOILED, {"key": self.key, "taken_at": taken_at})
            row = cursor.fetchone()
        return bool(row and row[0])


def usage(connection: Connection, provider: AtsProvider, *, now: datetime | None = None) -> Usage:
    """Return how often the account behind a connection is asked; by the database's clock unless `now` is given."""
    row = Allowance.objects.filter(key=key_of(connection)).annotate(asked_at=Now()).first()
    per_minute = int(provider.requests_per_second * 60)
    if row is None:
        return Usage(0, 0, per_minute, None)
    this_minute = (now or row.asked_at).replace(second=0, microsecond=0)
    counted = {
        row.minute: row.requests,
        row.minute - MINUTE: row.requests_before,
        row.minute - 2 * MINUTE: row.requests_earlier,
    }
    return Usage(counted.get(this_minute - MINUTE, 0), counted.get(this_minute, 0), per_minute, row.slowed_at)


def key_of(connection: Connection) -> str:
    """Return what requests of this connection share: two organisations with one Lever account share its limit."""
    return f"{connection.provider}:{connection.account_id or f'connection {connection.pk}'}"


def of(connection: Connection, provider: AtsProvider) -> AccountPace:
    """Return the pace of the account behind a connection, as fast as its ATS admits."""
    return AccountPace(key_of(connection), provider.requests_per_second, provider.requests_at_once)
