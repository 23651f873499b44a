import random

import pytest

from paletter.evaluation.mishearing import Mishearing, as_heard

TEXT = " ".join(f"said{n}" for n in range(2000))
OTHERS = [f"other{n}" for n in range(50)]


def test_a_recogniser_gives_neither_case_nor_punctuation():
    assert as_heard("“Well,” I said; she’d a twenty-two – Table 9!") == "well i said she'd a twenty two table 9"


@pytest.mark.parametrize("percent", [0, 10, 30, 100])
def test_as_many_words_are_wrong_as_asked_for(percent):
    heard = Mishearing(percent, OTHERS).spoil(TEXT).split()
    kept = [word for word in heard if word.startswith("said")]
    others = len(heard) - len(kept)

    # Substituted .6, deleted .2, inserted .2 of the wrong ones; inserted words leave the one said beside them.
    assert len(kept) == pytest.approx(2000 * (1 - 0.8 * percent / 100), abs=60)
    assert others == pytest.approx(2000 * 0.8 * percent / 100, abs=60)


def test_the_same_text_is_always_misheard_alike_and_another_seed_otherwise():
    assert Mishearing(20, OTHERS).spoil(TEXT) == Mishearing(20, OTHERS).spoil(TEXT)
    assert Mishearing(20, OTHERS, seed=2).spoil(TEXT) != Mishearing(20, OTHERS).spoil(TEXT)


def test_words_that_are_right_keep_their_order():
    kept = [int(word.removeprefix("said")) for word in Mishearing(40, OTHERS).spoil(TEXT).split() if "said" in word]

    assert kept == sorted(kept)
    assert random.Random(1).random()  # noqa: S311 - the program's own chance is untouched
