"""From marked parts to points: for each behaviour a logistic regression on the signs of a part, kept to what tells."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paletter.scorers.indicators.catalogue import CLAIM, catalogue
from paletter.scorers.indicators.parts import Part

Numbers = NDArray[np.float64]
SOFTNESS = 0.3
"""scikit-learn's C: the smaller, the less a rare sign may tell."""
FEWEST = 4
"""In so many parts a sign must stand to be learned."""
LEAST_POINTS = 0.1
"""Signs that tell less are dropped."""
LIFT = 2.0
LEAST_SURE = 0.2
"""A part counts for a behaviour when it is twice as sure as any part, and one in five at least: of quotes that were
less sure, readers found four of five wrong."""


class TrainingImpossible(Exception):
    """What training needs is not installed; the message says what to do."""


@dataclass(frozen=True)
class MarkedPart:
    part: Part
    codes: frozenset[str]


def learned(parts: Sequence[MarkedPart]) -> dict[str, dict[str, Any]]:
    """Return what signs.json holds, learned from these parts: by code `start`, `least` and the points of `signs`."""
    signs = _signs(parts)
    table = _table(parts, signs)
    return {code: _points(code, table, parts, signs) for code in catalogue()}


def sureness(parts: Sequence[Part], points: Mapping[str, Mapping[str, Any]]) -> Numbers:
    """Return how surely each part (row) shows each behaviour (column, in the catalogue's order); 0 where too unsure.

    The same as `detecting.shown_by`, for many parts at once.
    """
    signs = {sign: at for at, sign in enumerate(sorted({s for row in points.values() for s in row["signs"]}))}
    weights = np.zeros((len(signs), len(catalogue())))
    for column, code in enumerate(catalogue()):
        for sign, value in points[code]["signs"].items():
            weights[signs[sign], column] = value
    start = np.array([points[code]["start"] for code in catalogue()])
    least = np.array([points[code]["least"] for code in catalogue()])
    sure = 1 / (1 + np.exp(-(_rows(parts, signs) @ weights + start)))
    told = np.array([part.is_told for part in parts])
    needs = np.array([kind.needs_telling for kind in catalogue().values()])
    found: Numbers = np.where((sure >= least) & (told[:, None] | ~needs), sure, 0.0)
    return found


def _signs(parts: Sequence[MarkedPart]) -> dict[str, int]:
    seen = Counter(sign for marked in parts for sign in marked.part.signs)
    return {sign: at for at, sign in enumerate(sorted(sign for sign, count in seen.items() if count >= FEWEST))}


def _table(parts: Sequence[MarkedPart], signs: Mapping[str, int]) -> Any:
    return _rows([marked.part for marked in parts], signs)


def _rows(parts: Sequence[Part], signs: Mapping[str, int]) -> Any:
    try:
        from scipy.sparse import csr_matrix
    except ImportError as error:
        raise TrainingImpossible("Training needs scikit-learn: pip install 'paletter[training]'.") from error
    columns = [sorted(signs[sign] for sign in part.signs if sign in signs) for part in parts]
    ends = np.cumsum([0, *(len(row) for row in columns)])
    flat = np.array([at for row in columns for at in row], dtype=np.int64)
    return csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(parts), len(signs)))


def _points(code: str, table: Any, parts: Sequence[MarkedPart], signs: Mapping[str, int]) -> dict[str, Any]:
    from sklearn.linear_model import LogisticRegression

    shown = np.array([code in marked.codes for marked in parts])
    if not shown.any():
        return {"start": -9.0, "least": 1.0, "signs": {}}
    fitted = LogisticRegression(C=SOFTNESS, solver="liblinear", random_state=0).fit(table, shown)
    points = np.round(fitted.coef_[0], 2)
    kept = {sign: float(points[at]) for sign, at in signs.items() if abs(points[at]) >= LEAST_POINTS}
    least = max(LEAST_SURE, LIFT * float(shown.mean())) if code != CLAIM else 0.3
    return {"start": round(float(fitted.intercept_[0]), 2), "least": round(min(least, 0.3), 3), "signs": kept}
