"""Trains the built-in scorer from start to end. The same material gives the same files, byte for byte."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from paletter.scorers.indicators.behaviours import RULES, account
from paletter.scorers.indicators.catalogue import SKILLS, catalogue, counting_for, is_elsewhere
from paletter.scorers.indicators.parts import Part, parts
from paletter.scorers.indicators.plain import Plain, plain
from paletter.scores.assess import written
from paletter.training.coefficients import Numbers, Table, fitted
from paletter.training.material import Example, Mark, Material
from paletter.training.points import MarkedPart, learned, sureness

FOLDS = 5
SPREADS = (0.0, 0.25, 0.5, 0.75, 1.0)
MOST_TOGETHER = 3


@dataclass(frozen=True)
class Read:
    """An example in parts, once as written and each with its marks."""

    example: Example
    marked: tuple[MarkedPart, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(marked.part for marked in self.marked)


@dataclass(frozen=True)
class Trained:
    """What goes into signs.json, and what goes into model.toml for each skill."""

    signs: Mapping[str, Mapping[str, Any]]
    skills: Mapping[str, Mapping[str, Any]]


def train(material: Material) -> Trained:
    """Return points and coefficients.

    Coefficients are fitted to how surely behaviours are found in answers that the points were not learned from.
    """
    read = [_read(example) for example in material.examples]
    clauses = [marked for text, codes in material.clauses for marked in _clause(text, codes)]
    shown = _shown(read, clauses)
    tables = {skill: _tabulated(skill, material, shown) for skill in SKILLS}
    return Trained(
        signs=learned([*_marked(read), *clauses]),
        skills={skill: _skill(skill, tables[skill], material, shown) for skill in SKILLS},
    )


def fold_of(held_with: str) -> int:
    """Return the fold that somebody's answers are in: the same everywhere and always."""
    return int.from_bytes(hashlib.sha256(held_with.encode()).digest()[:4], "big") % FOLDS


def _read(example: Example) -> Read:
    spoken, found = _parted(example.text)
    return Read(example, tuple(MarkedPart(part, _codes(spoken, part, example.marks or ())) for part in found))


@lru_cache(maxsize=8192)
def _parted(text: str) -> tuple[Plain, tuple[Part, ...]]:
    """Return a text in parts. Whoever trains once for each writer reads the same texts again and again."""
    spoken = plain(written(text))
    return spoken, parts(account(spoken.reading))


def _codes(spoken: Plain, part: Part, marks: Sequence[Mark]) -> frozenset[str]:
    first, last = spoken.words(part.span)
    return frozenset(code for begin, end, codes in marks if _is_same(first, last, begin, end) for code in codes)


def _is_same(first: int, last: int, begin: int, end: int) -> bool:
    """Whether half of the shorter of two stretches, or more, stands in the other."""
    shared = min(last, end) - max(first, begin) + 1
    return shared > 0 and 2 * shared >= 1 + min(last - first, end - begin)


def _clause(text: str, codes: frozenset[str]) -> list[MarkedPart]:
    _, found = _parted(text)
    longest = max(found, key=lambda part: part.span.last - part.span.first, default=None)
    return [MarkedPart(part, codes if part is longest else frozenset()) for part in found]


def _marked(read: Sequence[Read]) -> list[MarkedPart]:
    return [marked for one in read if one.example.marks is not None for marked in one.marked]


def _shown(read: Sequence[Read], clauses: Sequence[MarkedPart]) -> dict[str, Numbers]:
    """Return, by key of an example, how surely its parts (rows) show each behaviour, by points it did not teach."""
    found: dict[str, Numbers] = {}
    for fold in range(FOLDS):
        held = [one for one in read if fold_of(one.example.held_with) == fold]
        if not any(one.parts for one in held):
            continue
        points = learned([*_marked([one for one in read if fold_of(one.example.held_with) != fold]), *clauses])
        every = sureness([part for one in held for part in one.parts], points)
        ends = np.cumsum([len(one.parts) for one in held])
        pieces = zip(held, np.split(every, ends[:-1]), strict=True)
        found |= {one.example.key: sure for one, sure in pieces if len(sure)}
    return found


def _once(sure: Sequence[Numbers], *, spread_out: float) -> Numbers:
    """Return how surely answers together show each behaviour: `model.together`, for all behaviours at once."""
    rows = np.vstack(list(sure))
    once: Numbers = 1 - np.prod((1 - rows) ** (len(sure) ** -spread_out), axis=0)
    return once


def _about(skill: str, sure: Numbers) -> Numbers:
    """Return how surely parts show each behaviour, without ways of telling elsewhere: `Found.about` for all at once."""
    kinds = list(catalogue().values())
    own = [at for at, kind in enumerate(kinds) if kind.skill == skill]
    elsewhere = [at for at, kind in enumerate(kinds) if is_elsewhere(kind, skill)]
    about = sure.copy()
    about[np.ix_(~sure[:, own].any(axis=1), np.array(elsewhere, dtype=np.int64))] = 0.0
    return about


def _columns(skill: str) -> list[int]:
    wanted = {kind.code for kind in counting_for(skill)}
    return [at for at, code in enumerate(catalogue()) if code in wanted]


def _tabulated(skill: str, material: Material, shown: Mapping[str, Numbers]) -> Table:
    columns = _columns(skill)
    row = {key: _once([_about(skill, sure)], spread_out=0.0)[columns] for key, sure in shown.items()}
    rated = [one for one in material.examples if skill in one.levels and one.key in row]
    held = {one.key: one.held_with for one in material.examples}
    pairs = [pair for pair in material.pairs if pair.skill == skill]
    kinds = list(catalogue().values())
    return Table(
        shown=np.array([row[one.key] for one in rated]),
        levels=np.array([one.levels[skill] for one in rated]),
        weights=np.array([one.weight for one in rated]),
        held=np.array([one.held_with for one in rated]),
        towards=np.array([-1.0 if kinds[at].against else 1.0 for at in columns]),
        gaps=np.array([row[pair.better] - row[pair.worse] for pair in pairs]).reshape(-1, len(columns)),
        gap_held=np.array([held[pair.better] for pair in pairs], dtype=str),
    )


def _skill(skill: str, table: Table, material: Material, shown: Mapping[str, Numbers]) -> dict[str, Any]:
    start, coefficients = fitted(table)
    codes = [list(catalogue())[at] for at in _columns(skill)]
    return {
        "start": round(start, 3),
        "band": round(_band(table), 2),
        "spread_out": _spread_out(skill, start, coefficients, material, shown),
        "coefficients": {code: round(float(value), 3) for code, value in zip(codes, coefficients, strict=True)},
    }


def _band(table: Table) -> float:
    """Return the root of the mean squared error over answers whose writers were held out."""
    errors = []
    for fold in range(FOLDS):
        held = {whose for whose in table.held.tolist() if fold_of(whose) == fold}
        rows = np.isin(table.held, sorted(held))
        if rows.any() and not rows.all():
            start, coefficients = fitted(table.without(held))
            errors.append(np.clip(table.shown[rows] @ coefficients + start, 1, 5) - table.levels[rows])
    return float(np.sqrt((np.concatenate(errors) ** 2).mean()))


def _spread_out(
    skill: str, start: float, coefficients: Numbers, material: Material, shown: Mapping[str, Numbers]
) -> float:
    """Return the spread for which a writer's answers together get nearest to the mean of their levels."""
    sets = [chosen for whose in _by_writer(skill, material, shown) for chosen in _some(whose)]
    columns = _columns(skill)

    def error(spread: float) -> float:
        return sum(
            (start + float(_once([_about(skill, shown[one.key]) for one in chosen], spread_out=spread)[columns]
             @ coefficients) - float(np.mean([one.levels[skill] for one in chosen]))) ** 2
            for chosen in sets
        )  # fmt: skip

    return min(SPREADS, key=error)


def _by_writer(skill: str, material: Material, shown: Mapping[str, Numbers]) -> list[list[Example]]:
    found: dict[str, list[Example]] = {}
    for one in material.examples:
        if skill in one.levels and one.key in shown and not one.key.startswith("pairs:"):
            found.setdefault(one.held_with, []).append(one)
    return [found[whose] for whose in sorted(found)]


def _some(answers: Sequence[Example]) -> list[tuple[Example, ...]]:
    return [chosen for size in range(2, MOST_TOGETHER + 1) for chosen in combinations(answers, size)]


def signs_file(trained: Trained) -> str:
    """Return signs.json: a line for each sign, so that two trainings can be compared."""
    return json.dumps(trained.signs, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@dataclass(frozen=True)
class Origin:
    """Of when and what a model is. `data` are the digests of whole sets of rated answers, `material` that of all of the
    project's own files, `texts_of_others` the marks of single texts that are no part of the project.
    """

    on: date
    data: tuple[str, ...]
    material: str
    texts_of_others: tuple[str, ...]


def model_file(trained: Trained, origin: Origin) -> str:
    """Return model.toml. Its version tells day and content."""
    content = hashlib.sha256(signs_file(trained).encode())
    for path in sorted(RULES.glob("*.toml")):
        content.update(path.read_bytes())
    rules = content.hexdigest()
    lines = [
        "# Coefficients of the indicators scorer. Written by `paletter train`; docs/scoring.md explains it.",
        "# `band` is the root of the mean squared error out of fold. The raters were language models.\n",
        f'version = "{origin.on.isoformat()}-{rules[:8]}"',
        f'trained_on = "{origin.on.isoformat()}"',
        f"data_sha256 = {json.dumps(origin.data)}",
        f'material_sha256 = "{origin.material}"',
        f"texts_of_others = {json.dumps(origin.texts_of_others)}",
        f'rules_sha256 = "{rules}"',
    ]
    for skill, row in trained.skills.items():
        lines += [f"\n[skills.{skill}]", *(f"{key} = {row[key]}" for key in ("start", "band", "spread_out"))]
        lines += [
            f"\n[skills.{skill}.coefficients]",
            *(f"{code} = {value}" for code, value in row["coefficients"].items()),
        ]
    return "\n".join(lines) + "\n"
