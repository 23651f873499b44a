import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from paletter.evaluation import bootstrap
from paletter.evaluation.bootstrap import correlated


def two_rows(size: int, *, noise: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    one = random.normal(size=size)
    return one, one + noise * random.normal(size=size)


def alone(size: int) -> list[str]:
    return [str(number) for number in range(size)]


def test_the_interval_is_close_to_that_of_scipy():
    one, other = two_rows(120, noise=1.2)
    wanted = stats.bootstrap(
        (one, other),
        lambda a, b: stats.pearsonr(a, b)[0],
        paired=True,
        vectorized=False,
        n_resamples=3000,
        method="percentile",
        rng=np.random.default_rng(3),
    ).confidence_interval

    found = correlated(one, other, clusters=alone(120)).r

    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high), abs=0.02)


def test_the_figure_itself_is_that_of_the_whole_and_lies_within():
    one, other = two_rows(80, noise=1.0)
    found = correlated(one, other, clusters=alone(80), given=np.arange(80.0))

    assert found.r.value == pytest.approx(stats.pearsonr(one, other)[0])
    assert found.rho.value == pytest.approx(stats.spearmanr(one, other)[0])
    for estimate in (found.r, found.rho, found.beyond):
        assert estimate.low < estimate.value < estimate.high


def test_the_same_answers_give_the_same_interval():
    one, other = two_rows(40, noise=1.0)

    assert correlated(one, other, clusters=alone(40)) == correlated(one, other, clusters=alone(40))


def test_answers_of_one_writer_are_drawn_together_so_repeating_them_makes_nothing_surer():
    one, other = two_rows(40, noise=1.0)
    writers = alone(40)
    single = correlated(one, other, clusters=writers).r

    repeated = correlated(np.tile(one, 5), np.tile(other, 5), clusters=writers * 5).r
    as_if_alone = correlated(np.tile(one, 5), np.tile(other, 5), clusters=alone(200)).r

    assert (repeated.low, repeated.high) == pytest.approx((single.low, single.high), abs=1e-9)
    assert as_if_alone.high - as_if_alone.low < 0.6 * (single.high - single.low)


def test_rows_that_have_nothing_in_common_have_zero_in_their_interval_about_as_often_as_promised():
    random = np.random.default_rng(5)
    inside = 0
    for _ in range(60):
        found = correlated(random.normal(size=50), random.normal(size=50), clusters=alone(50), draws=400).r
        inside += found.low <= 0 <= found.high

    assert inside >= 51  # 95 % of 60 are 57; fewer than 51 would come once in thousands of tries


def test_of_too_few_writers_no_interval_is_told():
    one, other = two_rows(12, noise=1.0)

    found = correlated(one, other, clusters=["a", "b", "c"] * 4)

    assert (found.r.low, found.r.high) == (None, None)
    assert found.r.value == pytest.approx(stats.pearsonr(one, other)[0])
    assert not found.r.is_above_zero


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), min_size=2, max_size=12))
def test_weighted_ranks_are_the_ranks_of_the_values_written_out(pairs):
    values, weights = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    written_out = stats.rankdata(np.repeat(values, weights.astype(int)))
    wanted = dict(zip(np.repeat(values, weights.astype(int)), written_out, strict=True))

    found = bootstrap.weighted_ranks(values, weights[None, :])[0]

    assert all(found[at] == wanted[value] for at, value in enumerate(values) if value in wanted)


def test_parts_that_fit_into_memory_make_as_many_samples_as_asked_for():
    parts = list(bootstrap.samples(alone(30), draws=50, seed=1, at_once=100))

    assert len(parts) > 1
    assert sum(len(part) for part in parts) == 50
    assert all((part.sum(axis=1) == 30).all() for part in parts)


def test_two_thousand_draws_of_a_thousand_answers_take_seconds():
    one, other = two_rows(1000, noise=1.0)
    begun = time.perf_counter()

    correlated(one, other, clusters=alone(1000), given=np.arange(1000.0))

    assert time.perf_counter() - begun < 10
