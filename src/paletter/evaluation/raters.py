"""How far the raters agree with one another: the most that agreement with them could mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

import numpy as np

from paletter.evaluation.ratings import Rated, RatedAnswer
from paletter.evaluation.statistics import Share, intraclass, mean_absolute_error, pearson

FEWEST = 3


@dataclass(frozen=True)
class RaterAgreement:
    """The raters of one skill beside one another.

    `r` and `difference` (the mean absolute one) are means over pairs of raters, each over the answers in which both saw
    evidence; `lowest` and `highest` are the extremes of r. `single` is ICC(2,1) over answers in which all did. All are
    None where too few answers were rated twice. `evidence` counts the pairs of judgements that agree on whether an
    answer gives evidence at all.
    """

    skill: str
    pairs: int
    answers: int
    r: float | None
    lowest: float | None
    highest: float | None
    difference: float | None
    single: float | None
    evidence: Share


def among(skill: str, rated: Rated) -> RaterAgreement:
    """Return how far the raters agree on a skill."""
    both = {pair: _both(skill, rated.answers, pair) for pair in combinations(rated.raters, 2)}
    enough = {pair: table for pair, table in both.items() if len(table) >= FEWEST}
    correlations = [pearson(*np.array(table).T) for table in enough.values()]
    differences = [mean_absolute_error(*np.array(table).T) for table in enough.values()]
    seen = [answer for answer in rated.answers if len(answer.seen(skill)) >= 2]
    return RaterAgreement(
        skill=skill,
        pairs=len(enough),
        answers=len(seen),
        r=fmean(correlations) if correlations else None,
        lowest=min(correlations, default=None),
        highest=max(correlations, default=None),
        difference=fmean(differences) if differences else None,
        single=_single(skill, rated),
        evidence=_evidence(skill, rated.answers),
    )


def _both(skill: str, answers: Sequence[RatedAnswer], pair: tuple[str, str]) -> list[tuple[float, float]]:
    seen: list[Mapping[str, float]] = [answer.seen(skill) for answer in answers]
    return [(row[pair[0]], row[pair[1]]) for row in seen if pair[0] in row and pair[1] in row]


def _single(skill: str, rated: Rated) -> float | None:
    seen = [answer.seen(skill) for answer in rated.answers]
    table = [[row[rater] for rater in rated.raters] for row in seen if len(row) == len(rated.raters)]
    return intraclass(np.array(table)) if len(rated.raters) >= 2 and len(table) >= FEWEST else None


def _evidence(skill: str, answers: Sequence[RatedAnswer]) -> Share:
    alike = of = 0
    for answer in answers:
        saw = [rater in answer.seen(skill) for rater, row in answer.given.items() if skill in row]
        of += len(saw) * (len(saw) - 1) // 2
        alike += sum(one == other for one, other in combinations(saw, 2))
    return Share(alike, of)
