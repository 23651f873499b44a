"""Rated answers: what people (or models) gave each answer on each skill, and what stands for all of them.

RATED.csv has a row for each answer and rater: `id`, `rater`, a column for each skill (1 to 5; 0 = this answer gives no
evidence for it), and perhaps columns whose names begin with `group`. The answers themselves are in `answers.jsonl`.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from paletter.evaluation.lines import Row, Sheet, Unreadable, json_lines, sheet
from paletter.vocabulary.rubrics import HIGHEST_LEVEL, LOWEST_LEVEL

NO_EVIDENCE = 0.0
SEEING = 2
"""So many raters must see evidence for a level to count; where fewer rated, all of them."""
GROUP = "group"
BESIDE = "answers.jsonl"

Levels = Mapping[str, float]
"""Skill -> level, of one rater."""


@dataclass(frozen=True)
class RatedAnswer:
    """A written answer with every rater's levels. `fields` is what else its line says, such as its `writer`."""

    id: str
    question: str
    text: str
    given: Mapping[str, Levels]
    fields: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def level(self, skill: str) -> float | None:
        """Return the mean of the raters who saw evidence, or None when too few of them did."""
        seen = self.seen(skill)
        return fmean(seen.values()) if len(seen) >= max(1, min(SEEING, self.raters_of(skill))) else None

    def seen(self, skill: str) -> Mapping[str, float]:
        """Return the levels of the raters who saw evidence for a skill, by rater."""
        return {rater: row[skill] for rater, row in self.given.items() if row.get(skill, NO_EVIDENCE) != NO_EVIDENCE}

    def raters_of(self, skill: str) -> int:
        return sum(skill in row for row in self.given.values())

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True)
class Rated:
    """All rated answers of a file, in the order of the answers. `digest` tells this very data from any other."""

    answers: tuple[RatedAnswer, ...]
    skills: tuple[str, ...]
    raters: tuple[str, ...]
    groupings: tuple[str, ...]
    digest: str

    def with_level(self, skill: str) -> list[RatedAnswer]:
        return [answer for answer in self.answers if answer.level(skill) is not None]


def read(path: Path, *, known: Sequence[str], answers: Path | None = None, groups: Path | None = None) -> Rated:
    """Return the rated answers of RATED.csv. `known` are the skills there are; raises Unreadable with a sentence.

    Answers are read from `answers`, or from answers.jsonl beside the ratings; `groups` is a table with `id` and
    columns of its own. Answers that nobody rated are left out.
    """
    rows = sheet(path)
    skills = _skills(rows, known)
    given = _given(rows, skills)
    told = _groups([rows, *([sheet(groups)] if groups else [])], skills)
    where = answers or path.with_name(BESIDE)
    return Rated(
        answers=_joined(where, given, told, path),
        skills=skills,
        raters=tuple(sorted({rater for by_rater in given.values() for rater in by_rater})),
        groupings=tuple(dict.fromkeys(name for row in told.values() for name in row)),
        digest=digest(where, path),
    )


def digest(*paths: Path) -> str:
    """Return the hash by which a model's file names the data that it was trained on: answers first, then ratings."""
    one = hashlib.sha256()
    for path in paths:
        one.update(path.read_bytes())
    return one.hexdigest()


def mark(text: str) -> str:
    """Return twelve hexadecimal digits by which a text is known again, in another case or punctuation too."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _skills(rows: Sheet, known: Sequence[str]) -> tuple[str, ...]:
    rows.needs("id", "rater")
    for column in rows.columns:
        if column not in ("id", "rater", *known) and not column.startswith(GROUP):
            raise Unreadable(
                f"{rows.path} has a column “{column}”, which is neither a skill nor a group. Known skills: "
                f"{', '.join(known)}. Names of groups begin with “{GROUP}”."
            )
    skills = tuple(skill for skill in known if skill in rows.columns)
    if not skills:
        raise Unreadable(f"{rows.path} has no column of a skill. Known skills: {', '.join(known)}.")
    if not rows.rows:
        raise Unreadable(f"{rows.path} has no ratings below its first line.")
    return skills


def _given(rows: Sheet, skills: Sequence[str]) -> dict[str, dict[str, Levels]]:
    given: dict[str, dict[str, Levels]] = {}
    for row in rows.rows:
        by_rater = given.setdefault(row.cell("id"), {})
        rater = row.cell("rater")
        if rater in by_rater:
            raise row.wrong(f"“{rater}” has rated “{row.cell('id')}” already in a row above.")
        by_rater[rater] = {skill: _level(row, skill) for skill in skills}
    return given


def _level(row: Row, skill: str) -> float:
    text = row.cells[skill].strip()
    if not text:
        raise row.wrong(f"“{skill}” is empty; write 0 where the answer gives no evidence for it.")
    try:
        level = float(text)
    except ValueError:
        raise row.wrong(f"“{skill}” is “{text}”, which is no number; write 2.5 for two and a half.") from None
    if level != NO_EVIDENCE and not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise row.wrong(f"“{skill}” is {text}; levels go from 1 to 5, and 0 says that there is no evidence.")
    return level


def _groups(sheets: Iterable[Sheet], skills: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return each answer's groups; raises Unreadable when two rows of one answer tell different ones."""
    told: dict[str, dict[str, str]] = {}
    for one in sheets:
        one.needs("id")
        names = [name for name in one.columns if name not in ("id", "rater", *skills)]
        for row in one.rows:
            mine = told.setdefault(row.cell("id"), {})
            for name in names:
                value = row.cells[name].strip() or "not told"
                if mine.setdefault(name, value) != value:
                    raise row.wrong(f"“{name}” is “{value}”, and a row above says “{mine[name]}” for the same answer.")
    return told


def _joined(
    where: Path, given: Mapping[str, Mapping[str, Levels]], told: Mapping[str, Mapping[str, str]], ratings: Path
) -> tuple[RatedAnswer, ...]:
    answers: dict[str, RatedAnswer] = {}
    for line in json_lines(where):
        key = line.text("id")
        if key in answers:
            raise line.wrong(f"there is an answer “{key}” already in a line above.")
        answers[key] = RatedAnswer(
            id=key,
            question=line.text("question"),
            text=line.text("answer"),
            given=given.get(key, {}),
            fields={name: str(value) for name, value in line.content.items() if name not in ("id", "answer")},
            groups=told.get(key, {}),
        )
    for source, ids in ((ratings, given), ("The table of groups", told)):
        if unknown := next((key for key in ids if key not in answers), None):
            raise Unreadable(f"{source} names an answer “{unknown}”, and {where} has none of that id.")
    return tuple(answer for answer in answers.values() if answer.given)
