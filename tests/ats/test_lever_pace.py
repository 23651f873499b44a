"""Requests keep their distance."""

from paletter.ats.lever import pace
from paletter.ats.lever.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


def test_callers_pass_at_even_distances() -> None:
    clock = Clock()
    gate = Pace(8.0, clock=clock.now, sleep=clock.sleep)

    for _ in range(9):
        gate.wait()

    assert clock.seconds == 101.0


def test_who_comes_late_does_not_wait() -> None:
    clock = Clock()
    gate = Pace(8.0, clock=clock.now, sleep=clock.sleep)
    gate.wait()
    clock.seconds += 5

    gate.wait()

    assert clock.seconds == 105.0


def test_all_that_open_one_account_share_its_pace() -> None:
    assert pace.shared("https://api", "account", 8.0) is pace.shared("https://api", "account", 8.0)
    assert pace.shared("https://api", "account", 8.0) is not pace.shared("https://api", "other", 8.0)
