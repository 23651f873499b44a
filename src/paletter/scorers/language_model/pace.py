"""How many requests go out at once and in a minute, for all threads of a process together."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MINUTE = 60.0


class Pace:
    """Gives out turns: `concurrency` at once, `per_minute` in any sixty seconds (0: as many as one likes)."""

    def __init__(
        self,
        *,
        concurrency: int,
        per_minute: int = 0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._places = threading.BoundedSemaphore(concurrency)
        self._begun: deque[float] = deque(maxlen=per_minute or None)
        self._per_minute = per_minute
        self._lock = threading.Lock()
        self._held_until = 0.0
        self._clock, self._sleep = clock, sleep

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it."""
        with self._places:
            wait = self._reserve()
            while wait > 0:
                self._sleep(wait)
                # The endpoint may have asked everybody to wait meanwhile.
                wait = self._held()
            yield

    def hold(self, seconds: float) -> None:
        """Let nobody begin for so long: the endpoint asks for it."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock() + seconds)

    def _reserve(self) -> float:
        """Take the next free moment and return how far away it is."""
        with self._lock:
            now = self._clock()
            at = max(now, self._held_until)
            if self._per_minute:
                if len(self._begun) == self._per_minute:
                    at = max(at, self._begun[0] + MINUTE)
                self._begun.append(at)
            return at - now

    def _held(self) -> float:
        with self._lock:
            return self._held_until - self._clock()
