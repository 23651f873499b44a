"""From behaviours shown to coefficients: ridge regression of the raters' levels with signs that are known beforehand.

What speaks for a skill can only raise a level, what speaks against it only lower it. The better answer of a pair is
asked to be GAP levels above the worse. Coordinate descent; the same numbers give the same coefficients.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
PULL = 10.0
"""How strongly coefficients are drawn towards a small one of the right sign."""
SMALL = 0.1
GAP = 2.2
"""Levels between the answers of a pair, as its writers aimed."""
ROUNDS = 300


@dataclass(frozen=True)
class Table:
    """One skill's rows: how surely each behaviour (column) is shown, the level, how often it counts, whose it is.

    `towards` is +1 for columns that speak for the skill and -1 for those against it. `gaps` are the differences of
    pairs, better less worse, held together by `gap_held`.
    """

    shown: Numbers
    levels: Numbers
    weights: Numbers
    held: NDArray[np.str_]
    towards: Numbers
    gaps: Numbers
    gap_held: NDArray[np.str_]

    def without(self, held: "set[str]") -> "Table":
        rows, pairs = (~np.isin(whose, sorted(held)) for whose in (self.held, self.gap_held))
        return Table(
            self.shown[rows], self.levels[rows], self.weights[rows], self.held[rows], self.towards,
            self.gaps[pairs], self.gap_held[pairs],
        )  # fmt: skip


def fitted(table: Table) -> tuple[float, Numbers]:
    """Return where levels start and a coefficient for each behaviour, in levels."""
    weighted = table.shown * table.weights[:, None]
    square = weighted.T @ table.shown + table.gaps.T @ table.gaps
    aim = weighted.T @ table.levels + GAP * table.gaps.sum(axis=0)
    start, coefficients = 0.0, SMALL * table.towards
    for _ in range(ROUNDS):
        start = float(((table.levels - table.shown @ coefficients) * table.weights).sum() / table.weights.sum())
        for column in range(len(coefficients)):
            others = square[column] @ coefficients - square[column, column] * coefficients[column]
            rest = aim[column] - start * weighted[:, column].sum() - others + PULL * SMALL * table.towards[column]
            best = rest / (square[column, column] + PULL)
            coefficients[column] = max(0.0, best * table.towards[column]) * table.towards[column]
    return start, coefficients
