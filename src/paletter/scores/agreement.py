"""How far people's levels and a scorer's go together. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

FEWEST = 10
"""Below so many pairs a correlation says more about chance than about people."""


@dataclass(frozen=True)
class Pair:
    """One skill of one interview, judged by both."""

    competency: str
    human: float
    scorer: float


@dataclass(frozen=True)
class Agreement:
    """`difference` is human less scorer on average, `distance` the same without sign.

    `r` and `kappa` (weighted quadratically, on half points) are None below FEWEST pairs, and where one side never
    differs.
    """

    n: int
    difference: float
    distance: float
    r: float | None
    kappa: float | None


def agreement(pairs: Iterable[Pair]) -> Agreement | None:
    """Return how far both go together over all pairs; None without any."""
    found = list(pairs)
    if not found:
        return None
    human, scorer = [pair.human for pair in found], [pair.scorer for pair in found]
    differences = [one - other for one, other in zip(human, scorer, strict=True)]
    is_enough = len(found) >= FEWEST
    return Agreement(
        n=len(found),
        difference=_mean(differences),
        distance=_mean([abs(difference) for difference in differences]),
        r=pearson(human, scorer) if is_enough else None,
        kappa=weighted_kappa(human, scorer) if is_enough else None,
    )


def pearson(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return the correlation, or None where one side has no variance."""
    mean_one, mean_other = _mean(one), _mean(other)
    together = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    spread = sqrt(sum((a - mean_one) ** 2 for a in one) * sum((b - mean_other) ** 2 for b in other))
    return together / spread if spread > 1e-12 else None


def weighted_kappa(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Cohen's kappa with quadratic weights on half points, or None where chance alone would agree wholly."""
    halves = [round(2 * a + 1e-9) for a in one], [round(2 * b + 1e-9) for b in other]
    seen = _mean([(a - b) ** 2 for a, b in zip(*halves, strict=True)])
    by_chance = _mean([(a - b) ** 2 for a in halves[0] for b in halves[1]])
    return 1 - seen / by_chance if by_chance else None


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
