from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from paletter.interviews import limits
from tests.assessments.writing import a_template
from tests.cast import NOON

TEMPLATE = a_template()
QUESTION = replace(TEMPLATE.questions[0], seconds=90, think_seconds=25)


def test_without_extra_time_the_template_counts() -> None:
    assert limits.seconds(QUESTION, time_factor=1) == 90
    assert limits.think_seconds(QUESTION, time_factor=1) == 25


def test_extra_time_is_given_to_think_and_to_answer() -> None:
    assert limits.seconds(QUESTION, time_factor=1.5) == 135
    assert limits.think_seconds(QUESTION, time_factor=1.5) == 38


def test_where_nobody_counts_there_is_nothing_to_extend() -> None:
    assert limits.think_seconds(replace(QUESTION, think_seconds=None), time_factor=2) is None


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "of_job", "own", "end"),
    [
        (None, None, None, None),
        (7, None, None, NOON + 7 * DAY),
        (None, NOON + 3 * DAY, None, NOON + 3 * DAY),
        (7, NOON + 3 * DAY, None, NOON + 3 * DAY),
        (2, NOON + 3 * DAY, None, NOON + 2 * DAY),
        (2, NOON + 3 * DAY, NOON + 9 * DAY, NOON + 9 * DAY),
        (None, NOON + 3 * DAY, NOON + 1 * DAY, NOON + 1 * DAY),
    ],
)
def test_ones_own_deadline_counts_and_else_the_earlier_one(
    days: int | None, of_job: datetime | None, own: datetime | None, end: datetime | None
) -> None:
    assert limits.deadline(replace(TEMPLATE, days=days), own=own, of_job=of_job, begun_at=NOON) == end


def test_where_the_times_are_what_is_asked_for_nobody_has_more() -> None:
    essential = replace(QUESTION, is_timing_essential=True)

    assert limits.seconds(essential, time_factor=2) == 90
    assert limits.think_seconds(essential, time_factor=2) == 25


def test_the_questions_whose_times_are_the_same_for_all_are_known_by_number() -> None:
    first, *others = TEMPLATE.questions
    questions = (first, *(replace(one, is_timing_essential=True) for one in others))

    assert limits.same_for_all(TEMPLATE) == ()
    assert limits.same_for_all(replace(TEMPLATE, questions=questions)) == tuple(range(2, len(questions) + 1))


@pytest.mark.parametrize(("since", "left"), [(None, 25), (NOON, 15), (NOON - timedelta(hours=1), 0)])
def test_the_time_to_think_goes_on_while_nobody_looks(since: datetime | None, left: float) -> None:
    assert limits.think_left(25, since=since, now=NOON + timedelta(seconds=10)) == left
