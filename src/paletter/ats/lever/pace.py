"""Spaces our requests so that one account never meets Lever's limit through this process.

Lever admits ten a second per credential with bursts to twenty. Two processes at eight may still meet the limit
together; what then comes back as 429 is repeated by the client.
"""

import threading
import time
from collections.abc import Callable


class Pace:
    """Lets one caller pass every `1 / per_second` seconds, in order of arrival."""

    def __init__(
        self,
        per_second: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap = 1.0 / per_second if per_second > 0 else 0.0
        self._clock, self._sleep = clock, sleep
        self._free_at = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        with self._lock:
            start = max(self._clock(), self._free_at)
            self._free_at = start + self._gap
        if (seconds := start - self._clock()) > 0:
            self._sleep(seconds)


_paces: dict[tuple[str, str, float], Pace] = {}
_lock = threading.Lock()


def shared(api_url: str, account_id: str, per_second: float) -> Pace:
    """Return the pace that everything in this process keeps with one account."""
    with _lock:
        return _paces.setdefault((api_url, account_id, per_second), Pace(per_second))
