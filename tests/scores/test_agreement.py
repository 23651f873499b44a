"""Figures of agreement, against other people's formulas and worked by hand."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import pearsonr
from sklearn.metrics import cohen_kappa_score

from paletter.scores.agreement import FEWEST, Pair, agreement, pearson, weighted_kappa

HALVES = st.sampled_from([half / 2 for half in range(2, 11)])
BOTH = st.lists(st.tuples(HALVES, HALVES), min_size=FEWEST, max_size=40)


def pairs(*levels: tuple[float, float]) -> list[Pair]:
    return [Pair("service", human, scorer) for human, scorer in levels]


def test_without_pairs_there_is_no_figure():
    assert agreement([]) is None


def test_difference_is_human_less_scorer_and_distance_has_no_sign():
    found = agreement(pairs((3.0, 4.0), (4.0, 3.5), (2.0, 3.0)))

    assert (found.n, found.difference, found.distance) == (3, pytest.approx(-0.5), pytest.approx(2.5 / 3))


def test_below_ten_pairs_there_is_no_correlation():
    nine = pairs(*((1.0 + n / 2, 1.0 + n / 2) for n in range(9)))

    assert (agreement(nine).r, agreement(nine).kappa) == (None, None)
    assert agreement([*nine, Pair("service", 5.0, 5.0)]).r == pytest.approx(1.0)


def test_where_one_side_never_differs_there_is_no_correlation():
    found = agreement(pairs(*[(3.0, 2.0), (3.0, 4.0)] * 5))

    assert found.r is None
    assert found.kappa == pytest.approx(0.0)


def test_where_both_always_say_the_same_one_thing_there_is_no_kappa():
    assert weighted_kappa([3.0] * 10, [3.0] * 10) is None


def test_levels_in_tenths_count_as_the_nearest_half_point_for_kappa():
    assert weighted_kappa([3.0, 4.0], [3.2, 3.8]) == 1.0
    assert weighted_kappa([3.5, 4.0], [3.25, 4.0]) == 1.0


@given(BOTH)
def test_the_correlation_is_scipys(levels: list[tuple[float, float]]):
    human, scorer = [one for one, _ in levels], [other for _, other in levels]
    assume(len(set(human)) > 1 and len(set(scorer)) > 1)

    assert pearson(human, scorer) == pytest.approx(pearsonr(human, scorer).statistic)


@given(BOTH)
def test_kappa_is_scikit_learns(levels: list[tuple[float, float]]):
    human, scorer = [int(2 * one) for one, _ in levels], [int(2 * other) for _, other in levels]
    assume(len({*human, *scorer}) > 1)

    theirs = cohen_kappa_score(human, scorer, labels=range(2, 11), weights="quadratic")
    assert weighted_kappa([one for one, _ in levels], [other for _, other in levels]) == pytest.approx(theirs)
