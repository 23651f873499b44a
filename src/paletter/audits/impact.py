"""Whether a group fares as another does: rates, impact ratios, an exact test, an interval, a mean difference. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, exp, lgamma, log, sqrt
from statistics import NormalDist, fmean, variance

FOUR_FIFTHS = Fraction(4, 5)
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Rate:
    """So many of so many."""

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of or not self.of:
            raise ValueError(f"{self.count} of {self.of} is no rate")

    @property
    def exact(self) -> Fraction:
        return Fraction(self.count, self.of)

    @property
    def value(self) -> float:
        return self.count / self.of


@dataclass(frozen=True)
class Comparison:
    """A group's rate against the highest one: its impact ratio, and how sure that is.

    `interval` is None where nobody of the group was chosen, or everybody of both: the usual formula says nothing there.
    `p` is how often chance alone would part two groups at least so far.
    """

    ratio: float
    is_below_four_fifths: bool
    interval: tuple[float, float] | None
    p: float


def compare(group: Rate, highest: Rate) -> Comparison:
    """Return how a group's rate stands to the highest, which must be above 0."""
    ratio = group.exact / highest.exact
    return Comparison(
        ratio=float(ratio),
        is_below_four_fifths=ratio < FOUR_FIFTHS,
        interval=ratio_interval(group, highest),
        p=exact_test(group, highest),
    )


def ratio_interval(group: Rate, highest: Rate) -> tuple[float, float] | None:
    """Return the interval of the ratio of two rates by the normal distribution of its logarithm (Katz 1978)."""
    if not group.count or not highest.count:
        return None
    error = sqrt(1 / group.count - 1 / group.of + 1 / highest.count - 1 / highest.of)
    if not error:
        return None
    middle = log(group.value / highest.value)
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * error
    return exp(middle - reach), exp(middle + reach)


def exact_test(group: Rate, other: Rate) -> float:
    """Return the p of Fisher's exact test, two-sided: the share of all ways to deal out the same outcomes to the same
    two groups that are no likelier than the one that happened. Counted in whole numbers, so that ties are ties.
    """
    chosen = group.count + other.count
    first, last = max(0, chosen - other.of), min(group.of, chosen)
    ways = [comb(group.of, first) * comb(other.of, chosen - first)]
    for count in range(first, last):
        # Each follows from the one before without a remainder.
        more = (group.of - count) * (chosen - count)
        ways.append(ways[-1] * more // ((count + 1) * (other.of - chosen + count + 1)))
    happened = ways[group.count - first]
    return float(Fraction(sum(way for way in ways if way <= happened), sum(ways)))


@dataclass(frozen=True)
class Spread:
    """How many values there are, their mean, and their variance, which takes two."""

    count: int
    mean: float
    variance: float


def spread(values: Sequence[float]) -> Spread | None:
    """Return the spread of two values or more; None of fewer."""
    return Spread(len(values), fmean(values), variance(values)) if len(values) > 1 else None


def mean_difference(group: Spread, other: Spread) -> float | None:
    """Return Hedges' g: how many standard deviations the mean of a group lies above the other's, made unbiased for few.

    None when all values are the same, so that there is no deviation to measure by.
    """
    degrees = group.count + other.count - 2
    pooled = ((group.count - 1) * group.variance + (other.count - 1) * other.variance) / degrees
    if pooled <= 0:
        return None
    unbiased = exp(lgamma(degrees / 2) - lgamma((degrees - 1) / 2)) / sqrt(degrees / 2)
    return unbiased * (group.mean - other.mean) / sqrt(pooled)
