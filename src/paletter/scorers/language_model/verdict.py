"""Several runs become one result: the median level, its spread and its band, or the reason why there is none. Pure."""

from collections.abc import Sequence
from math import hypot
from statistics import median

from paletter.scorers.language_model import quotes
from paletter.scorers.language_model.prompt import Given
from paletter.scorers.language_model.reply import Abstention
from paletter.scorers.language_model.runs import Counted, Lost, Run
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import CompetencyScore, SkillResult, Unscored, Usage

BASE_BAND = 0.75
"""The error of a level, before anybody has measured it for the model in use: not calibrated.

It is that of one human interviewer who rates alone: published reliability .44 (Huffcutt 2013), so sqrt(1 - .44) = .75
of a standard deviation of levels, taken as one level. docs/language-model.md tells how to measure your own.
"""

NOT_SHOWN = "No answer to a question about it shows it."
NO_USABLE_RUN = (
    "The language model gave no judgement of it that could be used ({lost} of {all} tries). The answers may be fine; "
    "a person should read them."
)
NOT_READ = "The answers to the questions about it could not be judged: {why}."


def verdict(runs: Sequence[Run], given: Sequence[Given], rubric: BarsRubric) -> SkillResult:
    """Return the result of at least one run. More than half of all runs must count, or there is no level."""
    skill, usage = rubric.competency.key, used(runs)
    counted = [run.outcome for run in runs if isinstance(run.outcome, Counted)]
    if 2 * len(counted) <= len(runs):
        return Unscored(skill, _why_not(runs), usage)
    level, spread = _middle(counted)
    near = _nearest(counted, level)
    return CompetencyScore(
        competency=skill,
        level=level,
        band=band(spread),
        rationale=near[0].reason,
        evidence=(
            *quotes.evidence((place for one in near for place in one.found.said), given),
            *dict.fromkeys(struck for one in near for struck in one.found.struck),
        ),
        spread=spread,
        usage=usage,
    )


def band(spread: float) -> float:
    """Return the half-width of a level's error: the base and half of the spread, taken as independent."""
    return round(hypot(BASE_BAND, spread / 2), 2)


def used(runs: Sequence[Run]) -> Usage:
    return sum((run.usage for run in runs[1:]), runs[0].usage)


def _middle(counted: Sequence[Counted]) -> tuple[float, float]:
    levels = [one.level for one in counted]
    return median(levels), max(levels) - min(levels)


def _nearest(counted: Sequence[Counted], level: float) -> list[Counted]:
    nearest = min(abs(one.level - level) for one in counted)
    return [one for one in counted if abs(one.level - level) == nearest]


def _why_not(runs: Sequence[Run]) -> str:
    lost = [run.outcome for run in runs if isinstance(run.outcome, Lost)]
    abstained = [run.outcome for run in runs if isinstance(run.outcome, Abstention)]
    if why := next((one.why for one in lost if one.why), ""):
        return NOT_READ.format(why=why)
    if len(abstained) >= len(lost) and abstained:
        return next((one.reason for one in abstained if one.reason), NOT_SHOWN)
    return NO_USABLE_RUN.format(lost=len(lost), all=len(runs))
