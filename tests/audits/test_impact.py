"""Rates compared: worked by hand, and against SciPy, which computes them in another way."""

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from paletter.audits.impact import Rate, compare, exact_test, mean_difference, ratio_interval, spread

rates = st.integers(1, 60).flatmap(lambda of: st.integers(0, of).map(lambda count: Rate(count, of)))
fits = st.lists(st.integers(10, 50).map(lambda tenths: tenths / 10), min_size=2, max_size=40)


def test_the_impact_ratio_is_a_rate_over_the_highest() -> None:
    # 30 of 100 over 40 of 80: .30 / .50 = .60, below .80
    found = compare(Rate(30, 100), Rate(40, 80))

    assert found.ratio == pytest.approx(0.6)
    assert found.is_below_four_fifths


@pytest.mark.parametrize(("count", "is_below"), [(39, True), (40, False), (41, False)])
def test_four_fifths_is_met_exactly_at_four_fifths(count: int, is_below: bool) -> None:
    # the highest is 50 of 100, four fifths of it are 40 of 100
    assert compare(Rate(count, 100), Rate(50, 100)).is_below_four_fifths is is_below


def test_four_fifths_is_decided_without_the_dust_of_binary_fractions() -> None:
    # 28 of 60 over 7 of 12: (28 / 60) / (7 / 12) = 336 / 420 = .8, which floats make .7999…
    assert (28 / 60) / (7 / 12) < 0.8
    assert not compare(Rate(28, 60), Rate(7, 12)).is_below_four_fifths


def test_the_interval_by_hand() -> None:
    # ln(.6) ± 1.959964 × √(1/30 − 1/100 + 1/40 − 1/80)
    error = sqrt(1 / 30 - 1 / 100 + 1 / 40 - 1 / 80)

    found = ratio_interval(Rate(30, 100), Rate(40, 80))

    assert found == pytest.approx((exp(log(0.6) - 1.959964 * error), exp(log(0.6) + 1.959964 * error)), rel=1e-6)


@given(rates, rates)
def test_the_interval_is_the_one_of_scipy(group: Rate, highest: Rate) -> None:
    found = ratio_interval(group, highest)
    if not group.count or not highest.count or (group.count, highest.count) == (group.of, highest.of):
        assert found is None
    else:
        known = stats.contingency.relative_risk(group.count, group.of, highest.count, highest.of).confidence_interval()
        assert found == pytest.approx((known.low, known.high))


def test_the_exact_test_by_hand() -> None:
    # The lady tasting tea: 3 of 4 against 1 of 4. Ways to deal four: 1, 16, 36, 16, 1; no likelier than 16: 34 of 70.
    assert exact_test(Rate(3, 4), Rate(1, 4)) == pytest.approx(34 / 70)


@given(rates, rates)
def test_the_exact_test_is_the_one_of_scipy(group: Rate, other: Rate) -> None:
    table = [[group.count, group.of - group.count], [other.count, other.of - other.count]]

    assert exact_test(group, other) == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9)


@given(rates, rates)
def test_the_exact_test_does_not_care_which_group_comes_first(group: Rate, other: Rate) -> None:
    assert exact_test(group, other) == exact_test(other, group)


def test_the_exact_test_of_thousands_is_not_lost_in_small_numbers() -> None:
    known = stats.fisher_exact([[1200, 3800], [1500, 3500]]).pvalue

    assert exact_test(Rate(1200, 5000), Rate(1500, 5000)) == pytest.approx(known, rel=1e-6)


def test_the_mean_difference_by_hand() -> None:
    # Means 2 and 4, variances 1 and 1, so d = −2; with 4 degrees of freedom J = Γ(2) / (√2 × Γ(1.5)) = .797885
    first, second = spread([1.0, 2.0, 3.0]), spread([3.0, 4.0, 5.0])
    assert first
    assert second

    assert mean_difference(first, second) == pytest.approx(-2 * 0.797885, rel=1e-6)


@given(fits, fits)
def test_the_mean_difference_is_the_formula_of_hedges_by_other_means(ours: list[float], theirs: list[float]) -> None:
    a, b = np.array(ours), np.array(theirs)
    degrees = len(a) + len(b) - 2
    pooled = sqrt(((a - a.mean()) @ (a - a.mean()) + (b - b.mean()) @ (b - b.mean())) / degrees)
    first, second = spread(ours), spread(theirs)
    assert first
    assert second

    found = mean_difference(first, second)

    if pooled < 1e-9:
        assert found is None
    else:
        unbiased = special.gamma(degrees / 2) / (sqrt(degrees / 2) * special.gamma((degrees - 1) / 2))
        assert found == pytest.approx(unbiased * (a.mean() - b.mean()) / pooled)


def test_one_value_has_no_spread() -> None:
    assert spread([3.0]) is None


@pytest.mark.parametrize(("count", "of"), [(0, 0), (3, 2), (-1, 2)])
def test_what_is_no_rate_cannot_be_made(count: int, of: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        Rate(count, of)
