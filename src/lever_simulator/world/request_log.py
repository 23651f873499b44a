"""What was asked so far, and how fast."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

KEPT = 100_000


@dataclass
class Request:
    """One answered request. `at` is Lever's clock (ms); `arrived` counts real seconds, and only ever forward."""

    method: str
    path: str
    query: str
    status: int
    at: int
    milliseconds: float
    credential: str | None
    fault: str | None
    arrived: float = 0.0
    number: int = 0


@dataclass(frozen=True)
class Rate:
    """How fast requests came. `seconds` lie between the first and the last; `peak` is the most in any window."""

    requests: int
    refused: int
    seconds: float
    average: float | None
    peak: int
    window: float


class RequestLog:
    """The last requests to Lever's own addresses; never their bodies or tokens."""

    def __init__(self, keep: int = KEPT) -> None:
        self._requests: deque[Request] = deque(maxlen=keep)
        self._lock = threading.Lock()
        self.seen = 0

    def add(self, request: Request) -> None:
        # Requests that were struck by a fault are logged from outside the world's lock.
        with self._lock:
            self.seen += 1
            request.number = self.seen
            self._requests.append(request)

    def clear(self) -> None:
        """Forget the requests; the numbering goes on."""
        with self._lock:
            self._requests.clear()

    def start_over(self) -> None:
        self.clear()
        self.seen = 0

    def __len__(self) -> int:
        return len(self._requests)

    def matching(
        self, method: str = "*", path: str = "*", *, after: int = 0, test: Callable[[Request], bool] | None = None
    ) -> list[Request]:
        """Return what matches, oldest first: numbered above `after`, and passing `test`."""
        with self._lock:
            known = list(self._requests)
        return [
            r
            for r in known
            if r.number > after
            and method in ("*", r.method)
            and (path == "*" or fnmatchcase(r.path, path))
            and (test is None or test(r))
        ]


def rate(requests: Iterable[Request], *, window: float = 1.0) -> Rate:
    """Measure how fast `requests` came in, by the time they arrived and not by the time they were answered."""
    asked = list(requests)
    times = sorted(r.arrived for r in asked)
    seconds = times[-1] - times[0] if times else 0.0
    refused = sum(r.status == 429 for r in asked)
    average = (len(times) - 1) / seconds if seconds > 0 else None
    return Rate(len(times), refused, seconds, average, _peak(times, window), window)


def _peak(times: list[float], window: float) -> int:
    most, first = 0, 0
    for last, at in enumerate(times):
        while at - times[first] >= window:
            first += 1
        most = max(most, last - first + 1)
    return most
