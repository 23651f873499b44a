"""Figures of people beside a scorer. That the measures are right is told in test_statistics.py."""

import pytest

from paletter.evaluation.reviewers import FEWEST, Pair, agreement


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
    assert agreement(pairs(*[(3.0, 3.0)] * FEWEST)).kappa is None
    assert agreement(pairs(*[(3.0, 3.1)] * FEWEST)).kappa is None


def test_levels_in_tenths_count_as_the_nearest_half_point_for_kappa():
    assert agreement(pairs(*[(3.0, 3.2), (4.0, 3.8)] * 5)).kappa == 1.0
    assert agreement(pairs(*[(3.5, 3.25), (4.0, 4.0)] * 5)).kappa == 1.0
