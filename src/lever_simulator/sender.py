"""Carries calls to webhooks over real HTTP, at least once each: a call under way when the program ends goes out again.

Nothing is sent inside a request, and the world is never locked while an answer is waited for. To one address calls go
one after the other, in the order they were made; different addresses do not wait for each other.
"""

import json
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import cache

import httpx

from lever_simulator.world import World
from lever_simulator.world.deliveries import Call, Delivery, Try

_MOST_AT_ONCE = 8
_LOOK_AGAIN = 0.05  # seconds; a moved clock or a change made without a request wakes nobody
_READ_AT_MOST = 65_536
_LONGEST_GAP = 365 * 86_400.0  # keeps any factor within what a clock can count


class Sender(threading.Thread):
    """Starts a courier for each due call; stops with the server."""

    def __init__(self, world: World, *, on_change: Callable[[], None] = lambda: None) -> None:
        super().__init__(name="webhook sender", daemon=True)
        self._world, self._on_change = world, on_change
        self._changed = threading.Condition(world.lock)
        self._under_way: dict[str, Delivery] = {}
        self._stopping = False

    def wake(self) -> None:
        """Look at once whether something is due."""
        with self._changed:
            self._changed.notify_all()

    def run(self) -> None:
        with self._changed:
            while not self._stopping:
                for delivery in self._next():
                    self._dispatch(delivery)
                self._changed.wait(_LOOK_AGAIN)

    def stop(self) -> None:
        """End; a call that is still waiting for its answer is left alone, and ends with its own patience."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._under_way, timeout=1)
        if self.is_alive():
            self.join(timeout=1)

    def settle(self, timeout: float) -> bool:
        """Wait until nothing is due and nothing is under way, and tell whether that came true in time.

        May be called by somebody who holds the world's lock; it is let go meanwhile.
        """
        with self._changed:
            self._changed.notify_all()
            return self._changed.wait_for(self._is_idle, timeout)

    def _is_idle(self) -> bool:
        return not self._under_way and not self._due()

    def _due(self) -> list[Delivery]:
        return self._world.account.hooks.due(self._world.clock.ms())

    def _next(self) -> list[Delivery]:
        busy = Counter(delivery.url for delivery in self._under_way.values())
        at_once = self._world.switches.webhook_calls_at_once
        found: list[Delivery] = []
        for delivery in self._due():
            full = len(self._under_way) + len(found) >= _MOST_AT_ONCE
            if not full and delivery.id not in self._under_way and busy[delivery.url] < at_once:
                busy[delivery.url] += 1
                found.append(delivery)
        return found

    def _dispatch(self, delivery: Delivery) -> None:
        self._under_way[delivery.id] = delivery
        patience = self._world.switches.webhook_timeout_seconds
        threading.Thread(target=self._carry, args=(delivery, patience), name="webhook courier", daemon=True).start()

    def _carry(self, delivery: Delivery, patience: float) -> None:
        started = time.perf_counter()
        status, problem = post(delivery.url, delivery.call, patience=patience)
        milliseconds = round((time.perf_counter() - started) * 1000, 1)
        with self._changed:
            outcome = Try(self._world.clock.ms(), milliseconds, status, problem)
            delivery.record(outcome, gap=self._gap(len(delivery.tries)))
            del self._under_way[delivery.id]
            self._changed.notify_all()
        self._on_change()

    def _gap(self, failures_before: int) -> float:
        gap, factor = self._world.switches.webhook_first_gap_seconds, self._world.switches.webhook_gap_factor
        for _ in range(failures_before):
            gap = min(gap * factor, _LONGEST_GAP)
        return gap


def post(url: str, call: Call, *, patience: float) -> tuple[int | None, str | None]:
    """Send one call and return the status that came back, or the problem in words."""
    headers = {"User-Agent": "Lever-Webhooks", "Content-Type": "application/json"}
    body = json.dumps(call.body()).encode()
    try:
        with (
            httpx.Client(verify=_tls(), trust_env=False, timeout=patience) as client,
            client.stream("POST", url, content=body, headers=headers) as reply,
        ):
            next(reply.iter_raw(_READ_AT_MOST), b"")  # a receiver that is cut off while it answers would complain
            return reply.status_code, None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        return None, _in_words(error, patience)


def _in_words(error: Exception, patience: float) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"No answer within {patience:g} seconds."
    if isinstance(error, httpx.ConnectError):
        return "The certificate is not accepted." if "CERTIFICATE" in str(error) else "Nobody answers there."
    if isinstance(error, httpx.RemoteProtocolError):
        return "The connection ended without an answer."
    return "The connection broke."


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
