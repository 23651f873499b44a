"""The time for checking what was heard: how long, and more of it for who needs it."""

from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from paletter.interviews import checking, deadlines, sitting
from paletter.interviews.models import Interview
from paletter.interviews.sitting import Refused
from tests.cast import NOON, an_interview

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def being_checked(*, hours: float = 24, **fields: object) -> Interview:
    facts = {"submitted_at": NOON, "heard_at": NOON, "check_until": NOON + hours * HOUR}
    return an_interview(**(facts | fields))


def test_it_is_as_long_as_the_settings_say_and_longer_for_who_was_given_more_time(settings: Settings) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"check_hours": 10.0})

    assert checking.window(being_checked()) == 10 * HOUR
    assert checking.window(Interview(template_version=Interview.objects.get().template_version, time_factor=1.5)) == (
        15 * HOUR
    )


def test_who_takes_more_time_has_twice_as_much() -> None:
    interview = checking.take_more_time(being_checked(), now=NOON + 20 * HOUR)

    interview.refresh_from_db()
    assert interview.check_until == NOON + 48 * HOUR
    assert interview.is_check_extended


def test_of_a_short_time_it_makes_a_whole_day_from_now() -> None:
    assert checking.take_more_time(being_checked(hours=1), now=NOON + HOUR / 2).check_until == NOON + 24.5 * HOUR


def test_it_is_taken_once() -> None:
    interview = checking.take_more_time(being_checked(), now=NOON)

    assert checking.take_more_time(interview, now=NOON + HOUR).check_until == NOON + 48 * HOUR


@pytest.mark.parametrize(
    "over",
    [{"checked_at": NOON}, {"check_until": NOON}, {"scored_at": NOON}, {"withdrawn_at": NOON}, {"submitted_at": None}],
    ids=lambda fields: str(*fields),
)
def test_there_is_no_more_time_for_what_is_over(over: dict[str, object]) -> None:
    interview = being_checked(**over)

    with pytest.raises(Refused, match="time for checking"):
        checking.take_more_time(interview, now=NOON + HOUR)
    assert not Interview.objects.get().is_check_extended


def test_an_interview_opened_again_may_take_it_anew() -> None:
    checking.take_more_time(being_checked(), now=NOON)

    assert not sitting.reopen(Interview.objects.get(), deadline_at=None, now=NOON).is_check_extended


# --- time that a member gives ---


def test_time_that_is_given_while_the_words_are_checked_counts_there_too() -> None:
    arranged = deadlines.arrange(being_checked(hours=20), at=None, time_factor=1.5, now=NOON + HOUR)

    assert arranged.check_until == NOON + 30 * HOUR


def test_it_does_not_count_twice() -> None:
    deadlines.arrange(being_checked(hours=20), at=None, time_factor=1.5, now=NOON + HOUR)

    again = deadlines.arrange(Interview.objects.get(), at=None, time_factor=1.5, now=NOON + HOUR)

    assert again.check_until == NOON + 30 * HOUR


def test_time_that_is_given_later_opens_nothing_again() -> None:
    interview = being_checked(hours=20)

    assert deadlines.arrange(interview, at=None, time_factor=2.0, now=NOON + 21 * HOUR).check_until == NOON + 20 * HOUR
