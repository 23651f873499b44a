"""Lever's rate limit: one token bucket for each credential."""

from dataclasses import dataclass


@dataclass
class Bucket:
    level: float
    at: float


class Limiter:
    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}

    def admits(self, credential: str, *, now: float, rate: float, burst: float) -> bool:
        """Take one token for `credential` and tell whether there was one. A rate of 0 means no limit."""
        if rate <= 0:
            return True
        bucket = self._buckets.setdefault(credential, Bucket(burst, now))
        bucket.level = min(burst, bucket.level + max(0.0, now - bucket.at) * rate)
        bucket.at = now
        if bucket.level < 1:
            return False
        bucket.level -= 1
        return True

    def clear(self) -> None:
        self._buckets.clear()
