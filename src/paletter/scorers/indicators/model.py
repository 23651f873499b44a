"""From behaviours shown to a level: one small model per skill, read from model.toml.

A level is an intercept plus a coefficient for each distinct behaviour shown, none of them negative. There is no
coefficient for length. bench/train_indicators.py writes the file; docs/scoring.md tells how good it is.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from pathlib import Path
from typing import Any

from paletter.vocabulary.rubrics import HIGHEST_LEVEL, LOWEST_LEVEL

MODEL = Path(__file__).with_name("model.toml")

CLAIM = 2.5
"""The highest level of a claim without an example."""


@dataclass(frozen=True)
class SkillModel:
    """The coefficients of one skill. `several_answers` is taken off for each doubling of the number of answers."""

    intercept: float
    coefficients: Mapping[str, float]
    band: float
    several_answers: float = 0.0

    def level(self, shown: Collection[str], *, answers: int) -> float:
        """Return the level, 1..5 in tenths, that these distinct behaviours make over so many answers.

        More answers give more room to show something, so the same behaviours weigh less. Where nothing is
        shown, and the skill only spoken of, the level is never above CLAIM.
        """
        level = self.intercept + sum(self.coefficients[key] for key in sorted(shown))
        level -= self.several_answers * log2(max(1, answers))
        return bounded(level if shown else min(level, CLAIM))


@dataclass(frozen=True)
class Model:
    """What model.toml holds: the skills' models and a version that changes with every training."""

    version: str
    skills: Mapping[str, SkillModel]


def bounded(level: float) -> float:
    """Return the level within 1..5, in tenths."""
    return round(min(HIGHEST_LEVEL, max(LOWEST_LEVEL, level)), 1)


@lru_cache(maxsize=1)
def model() -> Model:
    """Return the shipped model."""
    content = tomllib.loads(MODEL.read_text(encoding="utf-8"))
    return Model(
        version=content["version"],
        skills={skill: _skill(row) for skill, row in content["skills"].items()},
    )


def _skill(row: Mapping[str, Any]) -> SkillModel:
    return SkillModel(
        intercept=row["intercept"],
        coefficients=dict(row["coefficients"]),
        band=row["band"],
        several_answers=row["several_answers"],
    )
