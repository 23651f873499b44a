"""From behaviours shown to a level: one small model per skill, read from model.toml.

A level is where the skill starts, plus what each behaviour adds times how surely it is shown. What speaks for the skill
never takes off, what speaks against it never adds, and there is no coefficient for length. `paletter train` writes the
file; docs/scoring.md tells how good it is.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from pathlib import Path
from typing import Any

from paletter.vocabulary.rubrics import HIGHEST_LEVEL, LOWEST_LEVEL

MODEL = Path(__file__).with_name("model.toml")

CLAIM = 2.5
"""The highest level of a claim without an example."""


@dataclass(frozen=True)
class SkillModel:
    """The coefficients of one skill, by the code of a behaviour, in levels. `band` is the usual error.

    `spread_out` (0..1) is how far a behaviour is asked of each answer anew: 0, once in all of them is enough.
    """

    start: float
    coefficients: Mapping[str, float]
    band: float
    spread_out: float = 0.0

    def effects(self, sureness: Mapping[str, float]) -> dict[str, float]:
        """Return what each behaviour adds to the level or takes off, in levels; what does neither is left out."""
        effects = {code: round(self.coefficients.get(code, 0.0) * sure, 3) for code, sure in sureness.items()}
        return {code: effect for code, effect in effects.items() if abs(effect) >= LEAST_EFFECT}

    def level(self, sureness: Mapping[str, float]) -> float:
        """Return the level, 1..5 in tenths, for behaviours shown so surely (0..1)."""
        return bounded(self.start + sum(self.effects(sureness).values()))


LEAST_EFFECT = 0.05
"""Levels. What moves a level by less is not worth a line in its explanation, and does not count."""


@dataclass(frozen=True)
class Model:
    """What model.toml holds: the skills' models and a version that changes with every training."""

    version: str
    skills: Mapping[str, SkillModel]


def together(sureness: Sequence[float], *, answers: int, spread_out: float) -> float:
    """Return how surely something is shown at least once (0..1) by parts that show it so surely each.

    Over several answers each part weighs less, since there was more room to show it.
    """
    return float(1 - prod((1 - sure) ** (answers**-spread_out) for sure in sorted(sureness)))


def bounded(level: float) -> float:
    """Return the level within 1..5, in tenths."""
    return round(min(HIGHEST_LEVEL, max(LOWEST_LEVEL, level)), 1)


@lru_cache(maxsize=1)
def model() -> Model:
    """Return the shipped model."""
    return loaded(tomllib.loads(MODEL.read_text(encoding="utf-8")))


def loaded(content: Mapping[str, Any]) -> Model:
    """Return a model from what model.toml holds."""
    return Model(content["version"], {skill: _skill(row) for skill, row in content["skills"].items()})


def _skill(row: Mapping[str, Any]) -> SkillModel:
    return SkillModel(row["start"], dict(row["coefficients"]), row["band"], row["spread_out"])
