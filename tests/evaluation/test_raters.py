import pytest

from paletter.evaluation import raters
from tests.evaluation.data import one, some


def rated(*rows):
    """Return an answer for each row; a row holds what rater 0, rater 1 and so on gave it."""
    by_rater = [{f"r{number}": {"service": level} for number, level in enumerate(row)} for row in rows]
    return some(*(one(f"a{number}", given=given) for number, given in enumerate(by_rater)))


def test_raters_who_give_the_same_agree_wholly():
    found = raters.among("service", rated((1, 1), (3, 3), (5, 5)))

    assert (found.r, found.lowest, found.highest, found.difference) == (1.0, 1.0, 1.0, 0.0)
    assert found.single == pytest.approx(1.0)


def test_pairs_of_raters_are_averaged_and_their_extremes_told():
    # The first two agree wholly; the third gives the reverse of both.
    found = raters.among("service", rated((1, 1, 5), (3, 3, 3), (5, 5, 1)))

    assert found.r == pytest.approx((1 - 1 - 1) / 3)
    assert (found.lowest, found.highest) == (pytest.approx(-1.0), pytest.approx(1.0))
    assert found.difference == pytest.approx((0 + 8 / 3 + 8 / 3) / 3)


def test_agreement_on_levels_is_told_where_both_saw_evidence():
    found = raters.among("service", rated((1, 1), (3, 3), (5, 5), (0, 5), (5, 0), (0, 0)))

    assert found.r == 1.0
    assert found.answers == 3
    assert (found.evidence.count, found.evidence.of) == (4, 6)


def test_one_rater_or_too_few_answers_tell_nothing():
    assert raters.among("service", rated((1,), (3,), (5,))).r is None
    alone = raters.among("service", rated((1, 1), (3, 3)))
    assert (alone.r, alone.difference, alone.single) == (None, None, None)
