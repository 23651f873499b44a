"""What was found, as rows for a spreadsheet: one figure a row, with its interval where it has one."""

import csv
import io
from collections.abc import Iterator
from dataclasses import fields

from paletter.evaluation.agreement import Agreement, SkillAgreement
from paletter.evaluation.bootstrap import Estimate
from paletter.evaluation.findings import Findings
from paletter.evaluation.groups import GroupFigures
from paletter.evaluation.hearing import Heard
from paletter.evaluation.pairs import PairsWon
from paletter.evaluation.raters import RaterAgreement
from paletter.evaluation.statistics import Share
from paletter.evaluation.tables import SOURCES

COLUMNS = ("table", "of", "skill", "levels_from", "figure", "value", "low", "high")

Cells = tuple[str, ...]
Figures = Agreement | RaterAgreement | GroupFigures | Heard | PairsWon


def to_csv(found: Findings) -> str:
    """Return all figures as comma-separated text. `of` is the group, the condition or the kind and form of pairs."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    lines.writerows(rows(found))
    return out.getvalue()


def rows(found: Findings) -> Iterator[Cells]:
    for number, remark in enumerate(found.remarks, start=1):
        yield ("remark", "", "", found.scorer, str(number), remark, "", "")
    for skill in found.skills:
        yield from _skill(skill, found.scorer)
    for rater in found.rater_agreement:
        yield from _figures("raters", "", rater.skill, "raters", rater)
    for group in found.groups:
        yield from _figures("groups", f"{group.grouping}: {group.group}", group.skill, found.scorer, group)
    for heard in found.heard:
        yield from _figures("heard", heard.condition, heard.skill, found.scorer, heard)
    for pair in found.pairs:
        yield from _figures("pairs", f"{pair.kind}, {pair.form}", pair.skill, found.scorer, pair)


def _skill(skill: SkillAgreement, scorer: str) -> Iterator[Cells]:
    for source in SOURCES:
        one = getattr(skill, source)
        if one is not None:
            yield from _figures("agreement", "", skill.skill, source if source != "scorer" else scorer, one)
    for name in ("rated", "unscored", "share_unscored", "no_evidence", "levelled"):
        yield _row("coverage", "", skill.skill, scorer, name, getattr(skill, name))
    for reason, count in skill.reasons.items():
        yield _row("unscored", reason, skill.skill, scorer, "answers", count)
    for one in skill.calibration:
        for name in ("n", "rated"):
            yield _row("calibration", f"{one.level:.2f}", skill.skill, scorer, name, getattr(one, name))


def _figures(table: str, of: str, skill: str, source: str, one: Figures) -> Iterator[Cells]:
    """Yield every number that a value holds under its own name; texts and what could not be told are left out."""
    for field in fields(one):
        value = getattr(one, field.name)
        if isinstance(value, (int, float, Estimate, Share)):
            yield _row(table, of, skill, source, field.name, value)


def _row(table: str, of: str, skill: str, source: str, figure: str, value: object) -> Cells:
    low, high = _ends(value)
    number = value.value if isinstance(value, (Estimate, Share)) else value
    return (table, of, skill, source, figure, _plain(number), _plain(low), _plain(high))


def _ends(value: object) -> tuple[float | None, float | None]:
    if isinstance(value, Estimate):
        return value.low, value.high
    return value.interval if isinstance(value, Share) else (None, None)


def _plain(number: object) -> str:
    if number is None:
        return ""
    return f"{number:.4f}" if isinstance(number, float) else str(number)
