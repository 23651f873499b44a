"""The behaviours that speak for a level or against it, by the codes under which answers were marked."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CATALOGUE = Path(__file__).with_name("catalogue.toml")
CLAIM = "Xc"
TELLING = "communication"
SKILLS = ("service", "communication", "teamwork", "problem_solving", "adaptability", "ownership")


@dataclass(frozen=True)
class Kind:
    """A behaviour. `tells` completes the sentence "tells …"; `needs_telling`: shown only where something is told to
    have happened.

    `skill` is a competency key; how an answer is told (`communication`) counts for all, a claim belongs to none.
    """

    code: str
    skill: str
    name: str
    tells: str
    against: bool
    needs_telling: bool


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Kind]:
    """Return the behaviours by their code, in the order of the file."""
    content = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    return {
        code: Kind(
            code=code,
            skill=row["skill"],
            name=row["name"],
            tells=row["tells"],
            against=row.get("against", False),
            needs_telling=not row.get("untold", False),
        )
        for code, row in content.items()
    }


def is_elsewhere(kind: Kind, skill: str) -> bool:
    """Return whether a behaviour tells how an answer is told, and so counts for another skill only where that shows."""
    return kind.skill == TELLING != skill


def counting_for(skill: str) -> tuple[Kind, ...]:
    """Return what may move a skill's level: its own behaviours, how the answer is told, and claims."""
    return tuple(kind for kind in catalogue().values() if kind.skill in (skill, TELLING, ""))
