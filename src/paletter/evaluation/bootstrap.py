"""How sure a figure is: the same figure over many samples drawn anew from the answers, with replacement.

Answers by one writer are alike, so whole writers are drawn where writers are known; intervals that drew single answers
would look narrower than they are. Draws are seeded: the same answers give the same interval.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from paletter.evaluation.statistics import Numbers, correlations, partial, pearson, spearman, without

DRAWS = 2000
SEED = 20261125
FEWEST = 5
"""Of fewer answers or writers no interval is told: it would be made of repetitions."""
AT_ONCE = 2_000_000
"""So many weights are held in memory at a time."""


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95 % interval, or None for its ends where there is too little to tell."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def is_above_zero(self) -> bool:
        return self.low is not None and self.low > 0


@dataclass(frozen=True)
class Correlations:
    """How two rows of levels go together: plainly, by rank, and beyond what a third row tells (None without one)."""

    r: Estimate
    rho: Estimate
    beyond: Estimate | None


def correlated(
    one: Numbers,
    other: Numbers,
    *,
    clusters: Sequence[str],
    given: Numbers | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Correlations:
    """Return the correlations of two rows with their intervals; `clusters` names what each value belongs to."""
    r, rho = pearson(one, other), spearman(one, other)
    beyond = partial(one, other, given) if given is not None else None
    if len(set(clusters)) < FEWEST:
        return Correlations(Estimate(r), Estimate(rho), None if beyond is None else Estimate(beyond))
    drawn = [_under(weights, one, other, given) for weights in samples(clusters, draws=draws, seed=seed)]
    by_r, by_rho, by_beyond = (np.concatenate(column) for column in zip(*drawn, strict=True))
    return Correlations(
        r=_estimate(r, by_r),
        rho=_estimate(rho, by_rho),
        beyond=None if beyond is None else _estimate(beyond, by_beyond),
    )


def samples(clusters: Sequence[str], *, draws: int, seed: int, at_once: int = AT_ONCE) -> Iterator[Numbers]:
    """Yield how often each value stands in each sample: rows are samples, in parts of `at_once` weights at most."""
    names, cluster_of = np.unique(np.asarray(clusters, dtype=str), return_inverse=True)
    random = np.random.default_rng(seed)
    chances = np.full(len(names), 1 / len(names))
    size = max(1, at_once // len(clusters))
    for begin in range(0, draws, size):
        times = random.multinomial(len(names), chances, size=min(size, draws - begin))
        yield times[:, cluster_of].astype(np.float64)


def weighted_ranks(values: Numbers, weights: Numbers) -> Numbers:
    """Return, for each row of weights, the ranks that the values have when each stands there so many times."""
    _, group = np.unique(values, return_inverse=True)
    order = np.argsort(group, kind="stable")
    begins = np.searchsorted(group[order], np.arange(group.max() + 1))
    sizes = np.add.reduceat(weights[:, order], begins, axis=1)
    shared = np.cumsum(sizes, axis=1) - (sizes - 1) / 2
    return np.asarray(shared[:, group], dtype=np.float64)


def _under(weights: Numbers, one: Numbers, other: Numbers, given: Numbers | None) -> tuple[Numbers, Numbers, Numbers]:
    r = correlations(one[None, :], other[None, :], weights)
    rho = correlations(weighted_ranks(one, weights), weighted_ranks(other, weights), weights)
    if given is None:
        return r, rho, np.zeros_like(r)
    one_given, other_given = (correlations(side[None, :], given[None, :], weights) for side in (one, other))
    return r, rho, without(r, one_given, other_given)


def _estimate(value: float, drawn: Numbers) -> Estimate:
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Estimate(value, float(low), float(high))
