import threading

import pytest

from paletter.scorers.language_model.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


def begun(pace: Pace, clock: Clock, count: int) -> list[float]:
    times = []
    for _ in range(count):
        with pace.turn():
            times.append(clock.now - 1000.0)
    return times


def test_without_a_limit_nobody_waits(clock):
    assert begun(Pace(concurrency=1, clock=clock, sleep=clock.sleep), clock, 5) == [0.0] * 5


def test_no_sixty_seconds_see_more_requests_than_allowed(clock):
    times = begun(Pace(concurrency=1, per_minute=3, clock=clock, sleep=clock.sleep), clock, 8)

    assert times == [0, 0, 0, 60, 60, 60, 120, 120]


def test_when_the_endpoint_asks_for_a_wait_all_wait(clock):
    pace = Pace(concurrency=1, clock=clock, sleep=clock.sleep)
    pace.hold(30)
    pace.hold(5)

    assert begun(pace, clock, 2) == [30.0, 30.0]


def test_a_place_is_given_back_when_its_request_fails(clock):
    pace = Pace(concurrency=1, clock=clock, sleep=clock.sleep)
    with pytest.raises(ValueError, match="failed"), pace.turn():
        raise ValueError("failed")

    assert begun(pace, clock, 1) == [0.0]


def test_many_threads_together_keep_the_limit(clock):
    pace, lock, waits = Pace(concurrency=8, per_minute=4, clock=clock, sleep=lambda s: note(s)), threading.Lock(), []

    def note(seconds: float) -> None:
        with lock:
            waits.append(seconds)

    def one() -> None:
        with pace.turn():
            pass

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert waits == [60.0] * 4
