import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.scorers.reading import tokens_of
from paletter.scores.evidence import NOT_SAID, verified, verify
from paletter.vocabulary.scores import CompetencyScore, Evidence, SpokenAnswer, Unscored
from paletter.vocabulary.transcripts import Segment

WORDS = (
    Segment(1.0, 1.2, "I"),
    Segment(1.3, 1.7, "Asked"),
    Segment(1.8, 2.0, "her,"),
    Segment(4.0, 4.2, "and"),
    Segment(4.3, 4.4, "I"),
    Segment(4.5, 4.9, "asked"),
    Segment(5.0, 5.3, "her"),
    Segment(5.4, 5.9, "again."),
)
ANSWER = SpokenAnswer(id="a", question="?", words=WORDS)


def a_score(*evidence: Evidence) -> CompetencyScore:
    return CompetencyScore("service", 4.0, 0.5, "because", evidence)


def quote(text: str, *, start: float = 0.0, end: float = 0.0, answer: str = "a") -> Evidence:
    return Evidence(answer, text, start, end, "asks")


def test_a_quote_that_was_said_stands_with_the_words_and_seconds_of_the_answer():
    result = verified(a_score(quote("“i asked HER”")), [ANSWER])

    assert result.evidence == (Evidence("a", "I Asked her,", 1.0, 2.0, "asks"),)


def test_the_level_the_band_and_the_rationale_stay_as_they_were():
    result = verified(a_score(quote("asked her again")), [ANSWER])

    assert (result.level, result.band, result.rationale) == (4.0, 0.5, "because")


def test_of_several_places_the_one_nearest_to_the_named_second_counts():
    result = verified(a_score(quote("I asked her", start=4.0)), [ANSWER])

    assert (result.evidence[0].start, result.evidence[0].end) == (4.3, 5.3)


def test_times_that_a_scorer_invents_are_replaced():
    result = verified(a_score(quote("again", start=99.0, end=120.0)), [ANSWER])

    assert (result.evidence[0].start, result.evidence[0].end) == (5.4, 5.9)


@pytest.mark.parametrize(
    "never_said",
    [
        "I helped her",
        "asked I her",
        "I asked … again",
        "I asked him",
        "her and I asked you",
        "ask",
        "",
        "...",
    ],
)
def test_words_that_were_not_said_in_a_row_are_struck_and_counted(never_said):
    checked = verify(a_score(quote(never_said), quote("and I asked")), [ANSWER])

    assert checked.struck == 1
    assert [evidence.quote for evidence in checked.result.evidence] == ["and I asked"]


def test_a_quote_from_another_answer_or_from_none_is_struck():
    other = SpokenAnswer(id="b", question="?", words=(Segment(0, 1, "Nothing"),))

    checked = verify(a_score(quote("I asked", answer="b"), quote("I asked", answer="c")), [ANSWER, other])

    assert checked.struck == 2


def test_a_level_without_a_quote_left_is_no_level():
    assert verified(a_score(quote("I danced")), [ANSWER]) == Unscored("service", NOT_SAID)


def test_a_skill_that_was_unscored_stays_so_with_its_reason():
    assert verified(Unscored("service", "not asked"), [ANSWER]) == Unscored("service", "not asked")


def test_the_same_words_quoted_twice_for_the_same_thing_are_kept_once():
    assert len(verified(a_score(quote("and I asked"), quote("AND I ASKED")), [ANSWER]).evidence) == 1


words = st.lists(st.text(alphabet=string.ascii_letters + ".,'!éß ", min_size=1, max_size=9), min_size=1, max_size=25)


@st.composite
def an_answer(draw: st.DrawFn) -> SpokenAnswer:
    texts = draw(words)
    return SpokenAnswer("a", "?", tuple(Segment(float(n), n + 0.5, text) for n, text in enumerate(texts)))


@given(an_answer(), st.data())
def test_any_run_of_words_that_was_said_stands(answer, data):
    first = data.draw(st.integers(0, len(answer.words) - 1))
    last = data.draw(st.integers(first, len(answer.words) - 1))
    said = " ".join(word.text for word in answer.words[first : last + 1])

    checked = verify(a_score(quote(said.upper(), start=answer.words[first].start)), [answer])

    assert checked.struck == (0 if tokens_of(said.upper()) else 1)


@given(an_answer(), st.lists(words.map(" ".join), min_size=1, max_size=4))
def test_whatever_is_quoted_what_stands_was_said_at_that_second(answer, quotes):
    result = verified(a_score(*(quote(text, start=7.0) for text in quotes)), [answer])

    for evidence in getattr(result, "evidence", ()):
        run = [word for word in answer.words if evidence.start <= word.start and word.end <= evidence.end]
        assert " ".join(word.text for word in run) == evidence.quote
        assert run[0].start == evidence.start and run[-1].end == evidence.end


@given(an_answer(), st.lists(words.map(" ".join), min_size=1, max_size=4))
def test_verifying_twice_changes_nothing_more(answer, quotes):
    once = verified(a_score(*(quote(text) for text in quotes)), [answer])

    assert verified(once, [answer]) == once
