import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from paletter.evaluation import statistics
from paletter.evaluation.statistics import Share

levels = st.sampled_from([half / 2 for half in range(2, 11)])
rows = st.integers(3, 40).flatmap(
    lambda size: st.tuples(*(st.lists(levels, min_size=size, max_size=size) for _ in range(3)))
)


def numbers(*values: float) -> statistics.Numbers:
    return np.array(values, dtype=np.float64)


@given(rows)
def test_correlations_are_those_of_scipy(given_rows):
    one, other = map(np.array, given_rows[:2])

    if one.std() > 0 and other.std() > 0:
        assert statistics.pearson(one, other) == pytest.approx(stats.pearsonr(one, other)[0], abs=1e-9)
        assert statistics.spearman(one, other) == pytest.approx(stats.spearmanr(one, other)[0], abs=1e-9)


@given(rows)
def test_ranks_of_equal_values_are_shared_as_scipy_shares_them(given_rows):
    assert statistics.ranks(np.array(given_rows[0])).tolist() == stats.rankdata(given_rows[0]).tolist()


@pytest.mark.parametrize("measure", [statistics.pearson, statistics.spearman])
def test_a_side_that_does_not_vary_correlates_with_nothing(measure):
    assert measure(numbers(2.1, 2.1, 2.1), numbers(1, 2, 3)) == 0.0
    assert measure(numbers(1, 2, 3), numbers(2.1, 2.1, 2.1)) == 0.0
    assert measure(numbers(2, 2, 2), numbers(2, 2, 2)) == 0.0


@given(rows)
def test_correlations_stay_within_bounds_and_do_not_care_which_side_is_which(given_rows):
    one, other, third = map(np.array, given_rows)

    for measure in (statistics.pearson, statistics.spearman, lambda a, b: statistics.partial(a, b, third)):
        assert -1 - 1e-9 <= measure(one, other) <= 1 + 1e-9
        assert measure(one, other) == pytest.approx(measure(other, one), abs=1e-9)


@given(rows)
def test_a_partial_correlation_is_that_of_what_regression_on_the_third_leaves(given_rows):
    one, other, third = map(np.array, given_rows)
    if third.std() == 0:
        return
    left = [side - np.polyval(np.polyfit(third, side, 1), third) for side in (one, other)]

    if all(side.std() > 1e-6 for side in left):
        wanted = stats.pearsonr(*left)[0]
        assert statistics.partial(one, other, third) == pytest.approx(wanted, abs=1e-6)


def test_what_the_third_row_tells_wholly_is_left_with_nothing():
    third = numbers(1, 2, 3, 4)

    assert statistics.partial(third * 2 + 1, numbers(1, 3, 2, 5), third) == 0.0


@given(rows)
def test_kappa_is_that_of_scikit_learn_on_half_points(given_rows):
    one, other = map(np.array, given_rows[:2])
    if one.std() == 0 and other.std() == 0:
        return

    wanted = cohen_kappa_score((one * 2).astype(int), (other * 2).astype(int), labels=range(2, 11), weights="quadratic")

    assert statistics.weighted_kappa(one, other) == pytest.approx(wanted, abs=1e-9)


def test_kappa_is_one_for_the_same_levels_and_zero_for_one_level_throughout():
    assert statistics.weighted_kappa(numbers(1, 3, 5), numbers(1, 3, 5)) == 1.0
    assert statistics.weighted_kappa(numbers(3, 3, 3), numbers(3, 3, 3)) == 0.0
    assert statistics.weighted_kappa(numbers(3, 3, 3), numbers(1, 3, 5)) == 0.0


@given(rows)
def test_kappa_never_exceeds_one_and_only_the_same_half_points_reach_it(given_rows):
    one, other = map(np.array, given_rows[:2])
    kappa = statistics.weighted_kappa(one, other)

    assert kappa <= 1 + 1e-9
    if one.std() > 0:
        assert (kappa > 1 - 1e-9) == bool((one == other).all())


def test_levels_between_half_points_go_to_the_nearest_and_halves_of_them_up():
    assert statistics.half_points(numbers(1, 1.24, 1.25, 2.7, 2.8, 5, 5.3)).tolist() == [0, 0, 1, 3, 4, 8, 8]


def test_the_mean_error_ignores_its_direction():
    assert statistics.mean_absolute_error(numbers(1, 2, 3), numbers(2, 2, 1)) == pytest.approx(1.0)


def test_the_intraclass_correlation_is_that_of_the_example_by_shrout_and_fleiss():
    # Six targets, four judges (Psychological Bulletin 86, 1979, table 2): ICC(2,1) is .29.
    table = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)

    assert statistics.intraclass(table) == pytest.approx(0.2898, abs=1e-4)


def test_raters_who_agree_have_an_intraclass_correlation_of_one_and_a_constant_offset_lowers_it():
    same = np.array([[1.0, 1.0], [3.0, 3.0], [4.0, 4.0]])

    assert statistics.intraclass(same) == pytest.approx(1.0)
    assert statistics.intraclass(same + np.array([0, 1])) < 0.9
    assert statistics.intraclass(np.full((3, 2), 2.0)) == 0.0


@pytest.mark.parametrize(("count", "of"), [(48, 90), (0, 10), (10, 10), (1, 1), (17, 54)])
def test_the_interval_of_a_share_is_wilsons(count, of):
    wanted = stats.binomtest(count, of).proportion_ci(method="wilson")

    assert Share(count, of).interval == pytest.approx((wanted.low, wanted.high), abs=1e-9)


def test_a_share_of_nothing_is_wholly_uncertain():
    assert Share(0, 0).interval == (0.0, 1.0)
    assert not Share(0, 0).reaches(0)


def test_a_share_reaches_a_percentage_exactly():
    assert Share(27, 30).reaches(90)
    assert not Share(26, 30).reaches(90)
