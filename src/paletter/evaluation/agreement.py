"""How far a scorer's levels agree with the raters', per skill, beside what counting words and guessing the mean reach.

Agreement is told of answers that both judged. What the scorer left unscored is counted with its reasons, and so is what
it gave a level to although no rater saw evidence.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from paletter.evaluation import folds
from paletter.evaluation.baselines import average, line
from paletter.evaluation.bootstrap import Correlations, Estimate, correlated
from paletter.evaluation.judging import Judgements
from paletter.evaluation.ratings import Rated, RatedAnswer
from paletter.evaluation.statistics import Numbers, mean_absolute_error, weighted_kappa
from paletter.vocabulary.rubrics import BarsRubric

FEWEST = 3
"""Of fewer answers nothing is told."""
_DETAIL = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True)
class Point:
    """One answer: what the scorer and what the raters gave it."""

    id: str
    level: float
    rated: float


@dataclass(frozen=True)
class Agreement:
    """One source of levels beside the raters' mean. `beyond` is r with what log words tells taken out of both sides.

    `beyond` is None of the baselines, in which nothing beyond words could be.
    """

    n: int
    r: Estimate
    rho: Estimate
    kappa: float
    error: float
    band: float
    """Root of the mean squared error: about two of three levels lie within it of the raters' mean."""
    beyond: Estimate | None = None


@dataclass(frozen=True)
class Bin:
    """Answers whose levels round to the same half point: what the scorer and what the raters gave them on average."""

    n: int
    level: float
    rated: float


@dataclass(frozen=True)
class SkillAgreement:
    """All figures of one skill. Agreement is None where fewer than three answers were judged by both sides."""

    skill: str
    name: str
    rated: int
    reasons: Mapping[str, int]
    """Why answers that raters gave a level were left unscored, and how many."""
    no_evidence: int
    """Answers in which no rater saw evidence; `levelled` of them got a level all the same."""
    levelled: int
    points: tuple[Point, ...]
    scorer: Agreement | None
    words: Agreement | None
    mean: Agreement | None
    calibration: tuple[Bin, ...]

    @property
    def unscored(self) -> int:
        return sum(self.reasons.values())

    @property
    def share_unscored(self) -> float:
        return self.unscored / self.rated if self.rated else 0.0


def of_skill(
    rubric: BarsRubric, rated: Rated, judged: Judgements, *, draws: int, by: str = folds.WRITER, beyond: bool = True
) -> SkillAgreement:
    """Return the agreement on one skill. Baselines are told on the same answers as the scorer, held out by writer.

    Without `beyond` the scorer's agreement beyond words is left out.
    """
    skill = rubric.competency.key
    answers = rated.with_level(skill)
    both = [answer for answer in answers if judged[answer.id, skill].level is not None]
    blank = [answer for answer in rated.answers if answer.given and not answer.seen(skill)]
    points = tuple(_point(answer, skill, judged) for answer in both)
    is_enough = len(both) >= FEWEST
    return SkillAgreement(
        skill=skill,
        name=rubric.competency.name,
        rated=len(answers),
        reasons=_reasons(answers, skill, judged),
        no_evidence=len(blank),
        levelled=sum(judged[answer.id, skill].level is not None for answer in blank),
        points=points,
        scorer=_agreement(points, both, draws=draws, by=by, beyond=beyond) if is_enough else None,
        words=_agreement(_by_words(answers, both, skill, by), both, draws=draws, by=by) if is_enough else None,
        mean=_agreement(_by_mean(answers, both, skill), both, draws=draws, by=by) if is_enough else None,
        calibration=calibration(points),
    )


def calibration(points: Sequence[Point]) -> tuple[Bin, ...]:
    """Return what raters gave, on average, where the scorer's levels round to the same half point, lowest first."""
    held: dict[int, list[Point]] = {}
    for point in points:
        held.setdefault(int(point.level * 2 + 0.5), []).append(point)
    return tuple(
        Bin(len(those), fmean(point.level for point in those), fmean(point.rated for point in those))
        for _, those in sorted(held.items())
    )


def without_details(reason: str) -> str:
    """Return a reason without what differs from answer to answer, so that equal reasons can be counted."""
    return _DETAIL.sub("", reason)


def _agreement(
    points: Sequence[Point], answers: Sequence[RatedAnswer], *, draws: int, by: str, beyond: bool = False
) -> Agreement:
    levels, rated = _column(points, "level"), _column(points, "rated")
    log_words = np.log([max(1, answer.words) for answer in answers]) if beyond else None
    found: Correlations = correlated(levels, rated, clusters=folds.clusters(answers, by), given=log_words, draws=draws)
    return Agreement(
        n=len(points),
        r=found.r,
        rho=found.rho,
        beyond=found.beyond,
        kappa=weighted_kappa(levels, rated),
        error=mean_absolute_error(levels, rated),
        band=float(np.sqrt(np.square(levels - rated).mean())),
    )


def _by_words(answers: Sequence[RatedAnswer], both: Sequence[RatedAnswer], skill: str, by: str) -> list[Point]:
    """Predict each answer from its number of words, by a line fitted without its writer's answers."""
    told = dict(zip((answer.id for answer in answers), folds.clusters(answers, by), strict=True))
    lines = {
        name: line([answer for answer in answers if told[answer.id] != name], skill)
        for name in {told[answer.id] for answer in both}
    }
    middle = average(answers, skill)
    return [
        Point(answer.id, fitted.level(answer.words) if fitted else middle, _rated(answer, skill))
        for answer in both
        for fitted in [lines[told[answer.id]]]
    ]


def _by_mean(answers: Sequence[RatedAnswer], both: Sequence[RatedAnswer], skill: str) -> list[Point]:
    middle = average(answers, skill)
    return [Point(answer.id, middle, _rated(answer, skill)) for answer in both]


def _reasons(answers: Sequence[RatedAnswer], skill: str, judged: Judgements) -> dict[str, int]:
    found = (judged[answer.id, skill] for answer in answers)
    counted = Counter(without_details(one.reason) for one in found if one.level is None)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _point(answer: RatedAnswer, skill: str, judged: Judgements) -> Point:
    level = judged[answer.id, skill].level
    if level is None:
        raise ValueError(f"{answer.id} has no level of {skill}")
    return Point(answer.id, level, _rated(answer, skill))


def _rated(answer: RatedAnswer, skill: str) -> float:
    level = answer.level(skill)
    if level is None:
        raise ValueError(f"nobody rated {answer.id} on {skill}")
    return level


def _column(points: Sequence[Point], name: str) -> Numbers:
    return np.array([getattr(point, name) for point in points], dtype=np.float64)
