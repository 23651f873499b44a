"""What an interview needs next."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from paletter.flow.decisions import Hear, InterviewFacts, OpenCheck, Prepare, Score, TakeFacts, due

LATER = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def a_take(
    recording_id: str = "one", *, prepared: bool = True, heard: bool = True, unusable: bool = False, words: bool = True
) -> TakeFacts:
    return TakeFacts(recording_id, prepared, heard, unusable, words)


def facts(
    *takes: TakeFacts, submitted: bool = True, heard: bool = False, checked: bool = False, scored: bool = False
) -> InterviewFacts:
    return InterviewFacts(
        takes=takes,
        is_submitted=submitted,
        is_heard=heard,
        check_until=LATER if heard else None,
        is_checked=checked,
        is_scored=scored,
    )


def test_a_kept_take_is_prepared_while_the_others_are_still_recorded() -> None:
    assert due(facts(a_take(prepared=False, heard=False), submitted=False)) == (Prepare("one"),)


def test_a_prepared_take_is_heard() -> None:
    assert due(facts(a_take(heard=False), submitted=False)) == (Hear("one"),)


def test_an_unusable_take_is_not_heard() -> None:
    assert due(facts(a_take(heard=False, unusable=True, words=False))) == (OpenCheck(has_words=False),)


def test_nothing_is_due_while_the_candidate_still_records() -> None:
    assert due(facts(a_take(), submitted=False)) == ()


def test_the_check_opens_only_when_every_take_is_heard() -> None:
    assert due(facts(a_take("one"), a_take("two", heard=False))) == (Hear("two"),)


def test_the_check_opens_once_all_is_heard() -> None:
    assert due(facts(a_take())) == (OpenCheck(has_words=True),)


def test_without_any_words_there_is_nothing_to_check() -> None:
    assert due(facts(a_take(words=False))) == (OpenCheck(has_words=False),)


def test_an_interview_of_texts_alone_has_nothing_to_check() -> None:
    assert due(facts()) == (OpenCheck(has_words=False),)
    assert due(facts(heard=True, checked=True)) == (Score(at=None),)


def test_scoring_waits_until_the_time_to_check_is_over() -> None:
    assert due(facts(a_take(), heard=True)) == (Score(at=LATER),)


def test_scoring_starts_at_once_when_the_words_are_checked() -> None:
    assert due(facts(a_take(), heard=True, checked=True)) == (Score(at=None),)


def test_a_scored_interview_needs_nothing() -> None:
    assert due(facts(a_take(), heard=True, checked=True, scored=True)) == ()


takes = st.builds(TakeFacts, st.uuids().map(str), st.booleans(), st.booleans(), st.booleans(), st.booleans())


@given(st.lists(takes, max_size=6), st.booleans(), st.booleans(), st.booleans())
def test_nothing_is_scored_before_it_is_submitted_and_every_take_is_settled(
    some: list[TakeFacts], submitted: bool, heard: bool, checked: bool
) -> None:
    intents = due(facts(*some, submitted=submitted, heard=heard, checked=checked))
    if any(isinstance(intent, Score) for intent in intents):
        assert submitted
        assert all(take.is_settled for take in some)
