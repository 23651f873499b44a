"""How far people's levels and a scorer's go together, where people judged what the scorer had judged too."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from paletter.evaluation.statistics import Numbers, half_points, mean_absolute_error, pearson, weighted_kappa

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

    `r` and `kappa` (weighted quadratically, on half points) are None below FEWEST pairs, `r` where one side never
    differs, `kappa` where chance alone would agree wholly: to people a zero would say that they disagree.
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
    human, scorer = np.array([pair.human for pair in found]), np.array([pair.scorer for pair in found])
    is_enough = len(found) >= FEWEST
    halves = np.concatenate([half_points(human), half_points(scorer)]).astype(np.float64)
    return Agreement(
        n=len(found),
        difference=fmean(pair.human - pair.scorer for pair in found),
        distance=mean_absolute_error(human, scorer),
        r=pearson(human, scorer) if is_enough and _differs(human) and _differs(scorer) else None,
        kappa=weighted_kappa(human, scorer) if is_enough and _differs(halves) else None,
    )


def _differs(values: Numbers) -> bool:
    return bool((values != values[0]).any())
