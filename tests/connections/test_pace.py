"""All that ask one account keep one speed together."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from paletter.accounts.models import User
from paletter.connections.models import Allowance
from paletter.connections.opening import opened
from paletter.connections.pace import AccountPace
from tests.ats.simulated import Lever
from tests.connections.conftest import connects


class Slept:
    """A clockless wait: what would have been slept is written down."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def slept() -> Slept:
    return Slept()


@pytest.mark.django_db
def test_after_a_pause_a_few_go_at_once_and_the_rest_one_by_one(slept: Slept) -> None:
    pace = AccountPace("lever:a", per_second=2, at_once=3, sleep=slept)

    for _ in range(6):
        pace.wait()

    assert slept.seconds == pytest.approx([0.5, 1.0, 1.5], abs=0.1)


@pytest.mark.django_db
def test_two_accounts_do_not_wait_for_each_other(slept: Slept) -> None:
    AccountPace("lever:a", per_second=0.1, at_once=1, sleep=slept).wait()
    AccountPace("lever:b", per_second=0.1, at_once=1, sleep=slept).wait()

    assert slept.seconds == []


@pytest.mark.django_db
def test_nobody_asks_while_the_ats_wants_a_rest(slept: Slept) -> None:
    pace = AccountPace("lever:a", per_second=10, at_once=5, sleep=slept)
    pace.wait()

    pace.slow_down(7)
    pace.wait()

    assert slept.seconds == pytest.approx([7], abs=0.2)
    assert Allowance.objects.get(key="lever:a").slowed_at is not None


@pytest.mark.django_db
def test_the_requests_of_this_minute_are_counted(slept: Slept) -> None:
    for _ in range(4):
        AccountPace("lever:a", per_second=10, at_once=5, sleep=slept).wait()

    row = Allowance.objects.get(key="lever:a")
    # The minute may turn in between.
    assert row.requests + row.requests_before == 4


@pytest.mark.django_db(transaction=True)
def test_workers_together_are_no_faster_than_one() -> None:
    asked: list[float] = []

    def work() -> None:
        pace = AccountPace("lever:a", per_second=50, at_once=1)
        try:
            for _ in range(10):
                pace.wait()
                asked.append(time.monotonic())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work) for _ in range(4)]:
            done.result()

    assert len(asked) == 40
    assert max(asked) - min(asked) >= 39 / 50 - 0.05


@pytest.fixture
def strict_lever(lever: Lever) -> Iterator[Lever]:
    lever.switch(requests_per_second=10.0, burst=20)
    yield lever


@pytest.mark.django_db(transaction=True)
def test_lever_never_has_to_ask_for_patience(strict_lever: Lever, alice: User) -> None:
    ats = opened(connects(alice, strict_lever), strict_lever.provider())

    for _ in range(30):
        ats.look_up("unknown")

    seen = strict_lever.simulator.world.log.matching("GET", "/v1/postings/unknown")
    assert [entry.status for entry in seen] == [404] * 30
