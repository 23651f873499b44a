import pytest

from paletter.scorers.indicators.behaviours import account
from paletter.scorers.indicators.parts import LONGEST, Part, parts
from paletter.scorers.indicators.plain import plain
from paletter.scores.assess import written
from tests.scorers.answers import GOOD


def parted(text: str) -> tuple[Part, ...]:
    return parts(account(plain(written(text)).reading))


def signs(text: str) -> frozenset[str]:
    return frozenset(sign for part in parted(text) for sign in part.signs)


def test_words_pairs_of_words_and_what_the_speaker_did_are_signs():
    assert {"ask", "i ask", "ask <them>", "did: ask", "told by the speaker"} <= signs("I asked her what she needed.")


def test_what_somebody_else_did_is_no_sign_of_what_the_speaker_did():
    assert "did: apologis" not in signs("My manager apologised to the guest.")
    assert "told of others" in signs("My manager apologised to the guest.")


def test_what_was_not_done_is_another_sign_than_what_was():
    assert "not: ask" in signs("I did not ask her.")
    assert "ask" not in signs("I did not ask her.")


@pytest.mark.parametrize("text", ["I would ask the guest.", "I always ask the guest.", "You have to ask."])
def test_wishes_and_habits_tell_nothing(text):
    assert "nothing told" in signs(text)
    assert not any(part.is_told for part in parted(text))


@pytest.mark.parametrize("text", GOOD)
def test_parts_are_short_and_none_says_again_what_was_said(text):
    found = parted(text)

    assert all(part.span.last - part.span.first < 2 * LONGEST for part in found)
    assert parted(f"{text} {text}") == found
