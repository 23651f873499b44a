"""All that ask one account keep one speed together."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone

from paletter.accounts.models import User
from paletter.ats.protocol import AtsProvider, AtsUnavailable
from paletter.connections.models import Allowance, Connection
from paletter.connections.opening import opened
from paletter.connections.pace import MINUTE, AccountPace, Usage, usage
from tests import cast
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
def test_who_stood_in_line_when_the_ats_wanted_a_rest_takes_a_new_turn() -> None:
    seconds: list[float] = []

    def told_to_slow_down(wait: float) -> None:
        if not seconds:
            pace.slow_down(9)
        seconds.append(wait)

    pace = AccountPace("lever:a", per_second=1, at_once=1, sleep=told_to_slow_down)
    pace.wait()

    pace.wait()

    assert seconds == pytest.approx([1, 9], abs=0.2)


@pytest.mark.django_db
def test_a_later_call_to_rest_does_not_shorten_an_earlier_one(slept: Slept) -> None:
    pace = AccountPace("lever:a", per_second=10, at_once=5, sleep=slept)
    pace.wait()

    pace.slow_down(20)
    pace.slow_down(1)
    pace.wait()

    assert slept.seconds == pytest.approx([20], abs=0.2)


def rests(pace: AccountPace, *, after: float) -> float:
    """Slow down so many seconds after the last rest, and return how long everybody rests."""
    over_since = timezone.now() - timedelta(seconds=after)
    row = Allowance.objects.get()
    if row.rest_until and row.slowed_at:
        lasted = row.rest_until - row.slowed_at
        Allowance.objects.update(rest_until=over_since, slowed_at=over_since - lasted, free_at=over_since)
    pace.slow_down(0.25)
    row = Allowance.objects.get()
    assert row.rest_until is not None
    assert row.slowed_at is not None
    return (row.rest_until - row.slowed_at).total_seconds()


@pytest.mark.django_db
def test_a_rest_that_was_too_short_is_doubled_up_to_half_a_minute(slept: Slept) -> None:
    pace = AccountPace("lever:a", per_second=10, at_once=5, sleep=slept)
    pace.wait()

    assert [rests(pace, after=0.1) for _ in range(9)] == [0.25, 0.5, 1, 2, 4, 8, 16, 30, 30]


@pytest.mark.django_db
def test_a_rest_that_was_long_enough_is_not(slept: Slept) -> None:
    pace = AccountPace("lever:a", per_second=10, at_once=5, sleep=slept)
    pace.wait()

    assert [rests(pace, after=2) for _ in range(3)] == [0.25, 0.25, 0.25]


@pytest.mark.django_db
def test_a_line_too_long_is_not_stood_in(slept: Slept) -> None:
    pace = AccountPace("lever:a", per_second=0.1, at_once=1, sleep=slept)
    for _ in range(7):
        pace.wait()

    with pytest.raises(AtsUnavailable) as refusal:
        pace.wait()

    assert slept.seconds == pytest.approx([10, 20, 30, 40, 50, 60], abs=0.2)
    assert refusal.value.retry_after == pytest.approx(70, abs=0.2)
    assert Allowance.objects.get(key="lever:a").requests_before + Allowance.objects.get(key="lever:a").requests <= 7


@pytest.mark.django_db
def test_the_turn_of_one_that_died_in_line_is_all_that_it_takes_along(slept: Slept) -> None:
    class Died(BaseException):
        pass

    def dies(_seconds: float) -> None:
        raise Died

    AccountPace("lever:a", per_second=1, at_once=1, sleep=slept).wait()
    with pytest.raises(Died):
        AccountPace("lever:a", per_second=1, at_once=1, sleep=dies).wait()

    AccountPace("lever:a", per_second=1, at_once=1, sleep=slept).wait()

    assert slept.seconds == pytest.approx([2], abs=0.2)


@pytest.fixture
def connection() -> Connection:
    return cast.a_connection(account_id="a")


def lately(connection: Connection, provider: AtsProvider, **columns: object) -> Usage:
    """Return the usage of an account of which so much is counted."""
    Allowance.objects.update_or_create(key="lever:a", defaults=columns)
    return usage(connection, provider)


def this_minute() -> datetime:
    """Wait until the minute does not turn within the next seconds, and return its beginning."""
    if (left := 60 - timezone.now().second) < 5:
        time.sleep(left + 0.1)
    return timezone.now().replace(second=0, microsecond=0)


@pytest.mark.django_db
def test_the_requests_of_two_minutes_are_told(slept: Slept, connection: Connection, lever: Lever) -> None:
    minute = this_minute()
    for _ in range(4):
        AccountPace("lever:a", per_second=10, at_once=5, sleep=slept).wait()

    provider = lever.provider()

    assert usage(connection, provider).this_minute == 4
    told = lately(connection, provider, minute=minute, requests=3, requests_before=70, requests_earlier=9)
    assert (told.last_minute, told.this_minute) == (70, 3)
    assert told.per_minute == int(provider.requests_per_second * 60)


@pytest.mark.django_db
def test_turns_of_the_next_minute_do_not_count_yet(slept: Slept, connection: Connection, lever: Lever) -> None:
    minute = this_minute()

    told = lately(
        connection, lever.provider(), minute=minute + MINUTE, requests=5, requests_before=600, requests_earlier=550
    )

    assert (told.last_minute, told.this_minute) == (550, 600)


@pytest.mark.django_db
def test_old_counts_are_forgotten(slept: Slept, connection: Connection, lever: Lever) -> None:
    minute = this_minute()
    told = lately(connection, lever.provider(), minute=minute - 9 * MINUTE, requests=5, requests_before=6)
    assert (told.last_minute, told.this_minute) == (0, 0)

    AccountPace("lever:a", per_second=10, at_once=5, sleep=slept).wait()

    row = Allowance.objects.get(key="lever:a")
    assert (row.requests, row.requests_before, row.requests_earlier) == (1, 0, 0)


@pytest.mark.django_db
def test_turns_are_counted_in_the_minute_in_which_they_come(slept: Slept, connection: Connection) -> None:
    minute = this_minute()
    Allowance.objects.create(key="lever:a", free_at=minute + MINUTE, minute=minute, requests=8, requests_before=2)

    AccountPace("lever:a", per_second=1, at_once=1, sleep=slept).wait()

    row = Allowance.objects.get(key="lever:a")
    assert (row.minute, row.requests, row.requests_before, row.requests_earlier) == (minute + MINUTE, 1, 8, 2)


@pytest.mark.django_db
def test_an_account_that_was_never_asked_has_used_nothing(connection: Connection, lever: Lever) -> None:
    assert usage(connection, lever.provider()).last_minute == 0


@pytest.mark.django_db(transaction=True)
def test_those_in_line_are_served_in_turn() -> None:
    """One that asks much, such as a sync, does not keep those away that ask little."""
    served: list[str] = []
    started = threading.Barrier(5)

    def work(name: str) -> None:
        pace = AccountPace("lever:a", per_second=50, at_once=1)
        started.wait()
        try:
            for _ in range(10):
                pace.wait()
                served.append(name)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        for done in [pool.submit(work, name) for name in "abcde"]:
            done.result()

    for start in range(40):
        # Whoever has been served is not served again before the four others, give or take one.
        assert max(served[start : start + 5].count(name) for name in "abcde") <= 2


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
