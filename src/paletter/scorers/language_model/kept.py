"""Remembers what was judged a moment ago: when an endpoint fails amid an interview, what it said is not paid for twice.

In memory alone, for a few interviews and half an hour at most: these are people's words.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from paletter.vocabulary.scores import SkillResult

MOST = 60
LONGEST = 1800.0
"""Seconds."""


class Kept:
    """The latest results by what they were made of. May be used by many threads."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._results: OrderedDict[Hashable, tuple[float, SkillResult]] = OrderedDict()
        self._lock = threading.Lock()
        self._clock = clock

    def get(self, key: Hashable, judge: Callable[[], SkillResult]) -> SkillResult:
        """Return the result that is kept under `key`, else that of `judge`, which is kept unless it raises."""
        with self._lock:
            self._forget_old()
            if key in self._results:
                return self._results[key][1]
        result = judge()
        with self._lock:
            self._results[key] = (self._clock(), result)
            while len(self._results) > MOST:
                self._results.popitem(last=False)
        return result

    def _forget_old(self) -> None:
        while self._results:
            key, (since, _) = next(iter(self._results.items()))
            if self._clock() - since < LONGEST:
                return
            del self._results[key]
