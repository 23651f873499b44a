"""Another judgement of the same interview beside the one that counts, skill by skill."""

from dataclasses import dataclass

from paletter.reports.models import Report
from paletter.reports.report import ReportView
from paletter.scores import comparison, editions, scoring
from paletter.scores.models import Scoring


@dataclass(frozen=True)
class Line:
    """One skill, or the fit score. Figures are text, "none" where there is none; `change` is empty without one."""

    name: str
    counts: str
    other: str
    change: str


@dataclass(frozen=True)
class Beside:
    """`is_newer` is true of a judgement that has not been published yet; else the other is what counted before."""

    other: Scoring
    is_newer: bool
    lines: tuple[Line, ...]

    @property
    def scorer(self) -> str:
        return f"{self.other.scorer} {self.other.scorer_version}"

    @property
    def template_version(self) -> str:
        return self.other.judged_by.version


def of(row: Report, view: ReportView) -> Beside | None:
    """Return the newest judgement by a scorer beside the one that the report stands on, or None.

    Its fit score is the one that it would have with the published levels of people.
    """
    counts = row.scoring.by_scorer
    judgements = Scoring.objects.filter(interview=row.interview_id, stands_on=None).exclude(pk=counts.pk)
    newest = judgements.order_by("-pk").values_list("pk", flat=True).first()
    if newest is None:
        return None
    other = scoring.stored(newest)
    other.interview = row.interview
    results = scoring.read(other).results
    people = {level.competency: level for level in row.scoring.human_levels.all()}
    lines = (
        _line(
            skill.competency.name, comparison.level(skill.result), comparison.level(results.get(skill.competency.key))
        )
        for skill in view.skills
    )
    fit = _line("Fit score", comparison.fit(view.fit), comparison.fit(editions.fit_of(other, people)))
    return Beside(other, other.pk > counts.pk, (*lines, fit))


def _line(name: str, counts: float | None, other: float | None) -> Line:
    change = f"{other - counts:+.1f}" if counts is not None and other is not None else ""
    return Line(name, comparison.figure(counts), comparison.figure(other), "" if change in ("+0.0", "-0.0") else change)
