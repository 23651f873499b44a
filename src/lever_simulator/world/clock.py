"""Lever's clock: real time, moved forward when a test says so."""

import time


class Clock:
    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        """Return seconds since the epoch."""
        return time.time() + self.offset

    def ms(self) -> int:
        """Return milliseconds since the epoch, the unit of every time in Lever."""
        return int(self.now() * 1000)

    def advance(self, seconds: float) -> None:
        self.offset += seconds
