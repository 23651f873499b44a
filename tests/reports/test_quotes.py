"""The same words once: what a scorer quotes once for each behaviour, a reader reads once."""

from paletter.reports import quotes
from paletter.vocabulary.scores import Evidence
from paletter.vocabulary.transcripts import Segment

SAID = "I asked her whether she was cold, and I brought her a blanket. Later I asked her how she had slept."
WORDS = {"a": tuple(Segment(float(n), n + 0.8, word, 0.9) for n, word in enumerate(SAID.split()))}
ASKED, BROUGHT, SLEPT = "I asked her whether she was cold,", "and I brought her a blanket.", "Later I asked her how"


def an_evidence(quote: str, behaviour: str = "", *, start: float = 0.0, answer: str = "a") -> Evidence:
    return Evidence(answer, quote, start, start + 2, behaviour)


def said(*evidence: Evidence) -> list[tuple[str, tuple[str, ...]]]:
    return [(passage.quote, passage.behaviours) for passage in quotes.passages(evidence, WORDS)]


def test_the_same_words_for_two_behaviours_are_one_passage_that_names_both():
    found = said(an_evidence(ASKED, "Sees the need"), an_evidence(ASKED, "Asks and listens"))

    assert found == [(ASKED, ("Sees the need", "Asks and listens"))]


def test_words_that_differ_only_in_letter_case_and_punctuation_are_the_same():
    assert len(said(an_evidence(ASKED), an_evidence("i asked her, whether she was cold"))) == 1


def test_a_behaviour_is_named_once():
    assert said(an_evidence(ASKED, "Asks"), an_evidence(ASKED, "Asks")) == [(ASKED, ("Asks",))]


def test_a_quote_inside_a_longer_one_is_shown_as_the_longer_one():
    whole = f"{ASKED} {BROUGHT}"

    assert said(an_evidence(BROUGHT, "Acts", start=7.0), an_evidence(whole, "Sees")) == [(whole, ("Acts", "Sees"))]


def test_quotes_that_share_most_words_are_shown_as_all_of_their_words():
    one, other = "asked her whether she was cold,", "whether she was cold, and I brought"

    found = quotes.passages([an_evidence(one, start=1.0), an_evidence(other, start=3.0)], WORDS)

    assert [(passage.quote, passage.start, passage.end) for passage in found] == [
        ("asked her whether she was cold, and I brought", 1.0, 5.0)
    ]


def test_quotes_that_merely_touch_stay_apart():
    assert len(said(an_evidence(f"{ASKED} and"), an_evidence(BROUGHT, start=7.0))) == 2


def test_a_third_quote_brings_two_together():
    whole = f"{ASKED} {BROUGHT}"

    assert len(said(an_evidence(ASKED), an_evidence(BROUGHT, start=7.0), an_evidence(whole))) == 1


def test_the_same_words_in_two_answers_are_two_passages():
    assert len(said(an_evidence(ASKED), an_evidence(ASKED, answer="b"))) == 2


def test_the_same_words_said_twice_are_two_passages():
    twice = "asked her"

    assert len(said(an_evidence(twice, start=1.0), an_evidence(twice, start=14.0))) == 2


def test_what_shows_most_behaviours_comes_first_and_the_rest_keeps_its_order():
    found = said(
        an_evidence(SLEPT, "Checks", start=12.0), an_evidence(BROUGHT, "Acts", start=7.0),
        an_evidence(ASKED, "Sees"), an_evidence(ASKED, "Asks"),
    )  # fmt: skip

    assert [quote for quote, _ in found] == [ASKED, SLEPT, BROUGHT]


def test_a_quote_that_does_not_stand_in_the_words_is_kept_as_it_is():
    strange = "words of no answer"

    assert said(an_evidence(strange, "One"), an_evidence(strange, "Two"), an_evidence(ASKED)) == [
        (strange, ("One", "Two")),
        (ASKED, ()),
    ]


def test_an_answer_without_words_is_no_trouble():
    assert len(quotes.passages([an_evidence(ASKED), an_evidence(BROUGHT)], {})) == 2


def test_three_passages_stand_open_and_of_four_two():
    some = quotes.passages([an_evidence(f"quote {number}") for number in range(4)], {})

    assert [quotes.shown_at_once(some[:count]) for count in range(5)] == [0, 1, 2, 3, 2]


def test_words_that_speak_for_a_level_and_the_same_against_it_stay_two():
    against = Evidence("a", ASKED, 0.0, 2.0, "Interrupts", against=True)

    found = quotes.passages([against, an_evidence(ASKED, "Asks")], WORDS)

    assert [(passage.behaviours, passage.against) for passage in found] == [(("Asks",), False), (("Interrupts",), True)]


def test_what_lowers_a_level_is_never_folded_away():
    many = [an_evidence(word, word, start=float(n)) for n, word in enumerate(("I", "brought", "blanket.", "slept."))]
    against = Evidence("a", "cold,", 6.0, 7.0, "Complains", against=True)

    shown, folded = quotes.open_and_folded(quotes.passages([*many, against], WORDS))

    assert [passage.quote for passage in shown] == ["I", "brought", "cold,"]
    assert [passage.quote for passage in folded] == ["blanket.", "slept."]
