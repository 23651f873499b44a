"""The measures of agreement: each takes two rows of numbers, one a rater's or a model's, and returns one number.

Where one side does not vary there is nothing to agree on: correlations are 0 then, never missing and never 1.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from paletter.vocabulary.rubrics import HIGHEST_LEVEL, LOWEST_LEVEL

Numbers = NDArray[np.float64]

FLAT = 1e-12
"""A variance under this is dust of the computation."""
NORMAL_95 = 1.959963984540054
"""95 % of a normal distribution lie within so many standard deviations."""


def pearson(one: Numbers, other: Numbers) -> float:
    """Return the correlation of two rows, 0 when either does not vary."""
    return float(correlations(one[None, :], other[None, :], np.ones((1, len(one))))[0])


def spearman(one: Numbers, other: Numbers) -> float:
    """Return the correlation of ranks; equal values share the mean of their ranks."""
    return pearson(ranks(one), ranks(other))


def ranks(values: Numbers) -> Numbers:
    """Return each value's rank from 1 on; equal values share the mean of their ranks."""
    _, group, sizes = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(sizes)
    return np.asarray((last - (sizes - 1) / 2)[group], dtype=np.float64)


def partial(one: Numbers, other: Numbers, given: Numbers) -> float:
    """Return the correlation of two rows with what a third tells of each taken out of both."""
    return float(without(pearson(one, other), pearson(one, given), pearson(other, given)))


def without(both: "Numbers | float", one_given: "Numbers | float", other_given: "Numbers | float") -> Numbers:
    """Return partial correlations from plain ones; 0 where the third row tells all there is of one of the two."""
    left = (1 - np.square(one_given)) * (1 - np.square(other_given))
    top = np.asarray(both) - np.asarray(one_given) * np.asarray(other_given)
    return np.asarray(np.where(left > FLAT, top / np.sqrt(np.maximum(left, FLAT)), 0.0), dtype=np.float64)


def correlations(one: Numbers, other: Numbers, weights: Numbers) -> Numbers:
    """Return the correlation under each row of weights. `one` and `other` have one row for all, or one for each."""
    whole = weights.sum(axis=1)
    middle_one, middle_other = ((weights * side).sum(axis=1) / whole for side in (one, other))
    off_one, off_other = one - middle_one[:, None], other - middle_other[:, None]
    spread_one, spread_other = ((weights * off * off).sum(axis=1) for off in (off_one, off_other))
    shared = (weights * off_one * off_other).sum(axis=1)
    varies = (spread_one > FLAT * whole) & (spread_other > FLAT * whole)
    bottom = np.sqrt(np.where(varies, spread_one * spread_other, 1.0))
    return np.asarray(np.where(varies, np.clip(shared / bottom, -1, 1), 0.0), dtype=np.float64)


def mean_absolute_error(one: Numbers, other: Numbers) -> float:
    return float(np.abs(one - other).mean())


def half_points(levels: Numbers) -> NDArray[np.int64]:
    """Return levels as steps of half points: 0 for a level of 1, 8 for one of 5; what lies between goes up."""
    steps = np.floor((np.clip(levels, LOWEST_LEVEL, HIGHEST_LEVEL) - LOWEST_LEVEL) * 2 + 0.5 + 1e-9)
    return steps.astype(np.int64)


def weighted_kappa(one: Numbers, other: Numbers) -> float:
    """Return the quadratic weighted kappa of two rows of levels on half points.

    1 is full agreement, 0 what chance gives; 0 as well when both sides say one and the same level throughout.
    """
    left, right = half_points(one), half_points(other)
    seen = float(np.square(left - right).mean())
    by_chance = float(np.square(left[:, None] - right[None, :]).mean())
    return 1 - seen / by_chance if by_chance > FLAT else 0.0


def intraclass(table: Numbers) -> float:
    """Return how far single raters agree in absolute terms, ICC(2,1). `table`: a row per answer, a column per rater."""
    rows, columns = table.shape
    middle = table.mean()
    by_row = columns * float(np.square(table.mean(axis=1) - middle).sum()) / (rows - 1)
    by_column = rows * float(np.square(table.mean(axis=0) - middle).sum()) / (columns - 1)
    left = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0, keepdims=True) + middle
    rest = float(np.square(left).sum()) / ((rows - 1) * (columns - 1))
    whole = by_row + (columns - 1) * rest + columns * (by_column - rest) / rows
    return (by_row - rest) / whole if abs(whole) > FLAT else 0.0


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95 % interval of Wilson, which holds for few and for extreme shares too."""

    count: int
    of: int

    @property
    def value(self) -> float:
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper end; from 0 to 1 when there was nothing to count."""
        if not self.of:
            return 0.0, 1.0
        square = NORMAL_95**2
        middle = (self.value + square / (2 * self.of)) / (1 + square / self.of)
        inner = self.value * (1 - self.value) / self.of + square / (4 * self.of**2)
        half = NORMAL_95 * math.sqrt(inner) / (1 + square / self.of)
        return max(0.0, middle - half), min(1.0, middle + half)

    def reaches(self, percent: int) -> bool:
        return self.of > 0 and Fraction(self.count, self.of) >= Fraction(percent, 100)
