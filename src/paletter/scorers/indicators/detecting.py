"""Which behaviours the parts of an answer show, and how surely: points of signs added up, from signs.json.

A behaviour starts with points of its own (few parts show it), each sign of a part adds or takes off some, and the sum
makes how sure it is, by the logistic curve. bench-marked answers taught the points (data/behaviours); a person can read
each of them in the file.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import exp
from pathlib import Path

from paletter.scorers.indicators.catalogue import Kind, catalogue
from paletter.scorers.indicators.parts import Part

SIGNS = Path(__file__).with_name("signs.json")
MOST_NAMED = 3


@dataclass(frozen=True)
class Points:
    """One behaviour's points. Parts that are less sure than `least` (0..1) do not show it."""

    start: float
    least: float


@dataclass(frozen=True)
class Detectors:
    """All points: by behaviour where it starts, by sign what it adds to which behaviour."""

    behaviours: Mapping[str, Points]
    signs: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Shown:
    """A part that shows a behaviour, how surely (0..1), and the signs that tell most, the strongest first."""

    kind: Kind
    part: Part
    sureness: float
    signs: tuple[str, ...]


@lru_cache(maxsize=1)
def detectors() -> Detectors:
    """Return the shipped points."""
    return loaded(json.loads(SIGNS.read_text(encoding="utf-8")))


def loaded(content: Mapping[str, Mapping[str, object]]) -> Detectors:
    """Return points from what signs.json holds: by behaviour `start`, `least` and the points of its `signs`."""
    signs: dict[str, dict[str, float]] = {}
    for code, row in content.items():
        for sign, points in row["signs"].items():  # type: ignore[attr-defined]  # JSON, written by the trainer
            signs.setdefault(sign, {})[code] = points
    behaviours = {code: Points(float(str(row["start"])), float(str(row["least"]))) for code, row in content.items()}
    return Detectors(behaviours, signs)


def shown_by(parts: Iterable[Part], known: Detectors) -> dict[str, tuple[Shown, ...]]:
    """Return each behaviour that a part shows, by its code, with those parts: the surest first, else in order."""
    found: dict[str, list[Shown]] = {}
    for part in parts:
        for code, sureness in _sure(part, known).items():
            found.setdefault(code, []).append(Shown(catalogue()[code], part, sureness, _telling(part, code, known)))
    return {code: tuple(sorted(places, key=lambda place: -place.sureness)) for code, places in found.items()}


def _sure(part: Part, known: Detectors) -> dict[str, float]:
    sums = {code: points.start for code, points in known.behaviours.items()}
    for sign in part.signs:
        for code, points in known.signs.get(sign, {}).items():
            sums[code] += points
    sure = {code: 1 / (1 + exp(-total)) for code, total in sums.items()}
    return {
        code: sureness
        for code, sureness in sure.items()
        if sureness >= known.behaviours[code].least and (part.is_told or not catalogue()[code].needs_telling)
    }


def _telling(part: Part, code: str, known: Detectors) -> tuple[str, ...]:
    points = {sign: known.signs[sign][code] for sign in part.signs if code in known.signs.get(sign, {})}
    strongest = sorted(points, key=lambda sign: (-points[sign], sign))[:MOST_NAMED]
    return tuple(sign for sign in strongest if points[sign] > 0)
