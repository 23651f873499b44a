from datetime import timedelta

from paletter.interviews import progress
from paletter.interviews.progress import Facts, State
from tests.cast import NOON

HANDED_IN = Facts(started_at=NOON, submitted_at=NOON)
HEARD = Facts(started_at=NOON, submitted_at=NOON, heard_at=NOON, check_until=NOON + timedelta(hours=24))


def test_an_interview_goes_from_station_to_station() -> None:
    facts = [
        Facts(),
        Facts(started_at=NOON),
        Facts(started_at=NOON, submitted_at=NOON, prepared=0),
        HANDED_IN,
        HEARD,
        Facts(started_at=NOON, submitted_at=NOON, heard_at=NOON, check_until=NOON, checked_at=NOON),
        Facts(started_at=NOON, submitted_at=NOON, heard_at=NOON, checked_at=NOON, scored_at=NOON),
    ]

    states = [progress.state(one, now=NOON) for one in facts]

    assert states == [
        State.NOT_STARTED,
        State.IN_PROGRESS,
        State.SUBMITTED,
        State.PROCESSING,
        State.CHECK_WORDS,
        State.SCORING,
        State.READY,
    ]


def test_the_words_can_be_checked_until_the_window_closes() -> None:
    last_second = NOON + timedelta(hours=24) - timedelta(seconds=1)

    assert progress.state(HEARD, now=last_second) is State.CHECK_WORDS
    assert progress.state(HEARD, now=last_second + timedelta(seconds=1)) is State.SCORING


def test_an_interview_without_words_to_check_goes_straight_to_scoring() -> None:
    assert progress.state(Facts(submitted_at=NOON, heard_at=NOON), now=NOON) is State.SCORING


def test_trouble_needs_a_person_until_the_score_is_there() -> None:
    stopped = Facts(submitted_at=NOON, trouble="The recogniser is not installed.")
    healed = Facts(submitted_at=NOON, scored_at=NOON, trouble="The recogniser is not installed.")

    assert progress.state(stopped, now=NOON) is State.NEEDS_YOU
    assert progress.state(healed, now=NOON) is State.READY


def test_each_reader_gets_their_own_words() -> None:
    told = progress.told(Facts(submitted_at=NOON, trouble="x"), now=NOON)

    assert told.label_for_recruiter == "Needs you"
    assert told.label_for_candidate == "Waiting for a person"


def test_every_state_has_a_label_for_both() -> None:
    assert set(progress.FOR_CANDIDATE) == set(progress.FOR_RECRUITER) == set(State)


def test_steps_tell_when_each_station_was_reached_and_which_are_ahead() -> None:
    told = progress.told(HANDED_IN, now=NOON)

    assert [(step.label, step.at) for step in told.steps] == [
        ("Started", NOON),
        ("Handed in", NOON),
        ("Written down", None),
        ("Words checked", None),
        ("Scored", None),
    ]


def test_a_skipped_check_is_called_so() -> None:
    facts = Facts(submitted_at=NOON, heard_at=NOON, checked_at=NOON, is_check_skipped=True)

    assert "Check of the words skipped" in [step.label for step in progress.told(facts, now=NOON).steps]
