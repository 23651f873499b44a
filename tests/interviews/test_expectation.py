"""What is told of waiting comes from how long others waited, and is nothing where too few did."""

from datetime import timedelta

import pytest

from paletter.interviews import expectation
from tests.cast import NOON, a_candidate, a_job, an_interview


def minutes(*numbers: float) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


def test_of_too_few_nothing_is_said() -> None:
    assert expectation.most(minutes(1, 1, 1, 1)) is None


def test_nine_in_ten_waited_no_longer_and_it_is_rounded_up() -> None:
    assert expectation.most(minutes(*[7] * 9, 600)) == timedelta(minutes=10)
    assert expectation.most(minutes(*[7] * 8, 100, 600)) == timedelta(hours=2)


def test_of_days_nothing_is_promised() -> None:
    assert expectation.most(minutes(*[5000] * 5)) is None


@pytest.mark.django_db
def test_only_what_was_lately_counts() -> None:
    job = a_job()
    for number in range(5):
        an_interview(
            job,
            a_candidate(f"p{number}@example.org"),
            submitted_at=NOON,
            heard_at=NOON + timedelta(minutes=12),
            checked_at=NOON + timedelta(hours=1),
            scored_at=NOON + timedelta(hours=1, minutes=3),
        )

    assert expectation.until_written_down(now=NOON + timedelta(days=1)) == timedelta(minutes=15)
    assert expectation.until_scored(now=NOON + timedelta(days=1)) == timedelta(minutes=5)
    assert expectation.until_written_down(now=NOON + timedelta(days=40)) is None
