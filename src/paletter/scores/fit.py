"""The fit score: the weighted mean of the scored skills with its standard error, or why there is none."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from paletter.vocabulary.scores import CompetencyScore, Counting, FitScore, LevelByPeople, NoFitScore, Unscored

HIGH = 3.0
"""From this published value on, a fit score counts as high: the value that everybody sees, not one behind it."""

FEWEST_ANSWERS = 3
"""So many answers must be scorable; of a template with fewer questions, all."""

SHARED_ERROR = 0.44
"""How strongly the errors of two skills go together, since one scorer reads them from the same answers.

Fitted for the indicators scorer by bench/fit_shared_error.py (docs/scoring.md tells how, and how sure it is). Errors
that were independent would cancel each other out in the mean; these do so only in part.
"""


def fit_score(
    results: Mapping[str, Counting],
    weights: Mapping[str, float],
    *,
    scorable_answers: int,
    questions: int = FEWEST_ANSWERS,
) -> FitScore | NoFitScore:
    """Return the weighted mean level over the scored skills, or NoFitScore with the reason.

    `results` and `weights` go by competency key; a skill without a result counts as unscored, a result without a
    weight does not count. There is no score when less than half of the weight is scored, or when fewer than three
    answers were scorable (of a template with fewer `questions`: fewer than all of them). People may judge what a scorer
    can't: once they gave levels for half of the weight, the number of scorable answers does not matter.
    """
    needed = min(FEWEST_ANSWERS, questions)
    if scorable_answers < needed and not _is_enough(_by_people(results), weights):
        return NoFitScore(f"Not enough evidence: {_answers(scorable_answers)} could be scored, {needed} are needed.")
    scored = {key: r for key, r in results.items() if not isinstance(r, Unscored) and key in weights}
    if not scored or not _is_enough(scored, weights):
        return NoFitScore("Not enough evidence: skills with less than half of the weight could be scored.")
    covered = sum(weights[key] for key in scored)
    mean = sum(weights[key] * score.level for key, score in scored.items()) / covered
    shares = {key: weights[key] / covered for key in scored}
    return FitScore(value=published(mean), error=_error(scored, shares))


def published(value: float) -> float:
    """Return the value with one decimal, halves up, as a person would round what is printed (2.95 is 3.0).

    Sums of binary fractions carry dust in the sixteenth digit; nine digits are kept before rounding.
    """
    return float(Decimal(f"{value:.9f}").quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def high_fit(fit: FitScore | NoFitScore) -> bool:
    """Return whether the published value is 3.0 or more; never without a fit score."""
    return isinstance(fit, FitScore) and fit.value >= HIGH


def _by_people(results: Mapping[str, Counting]) -> list[str]:
    return [key for key, result in results.items() if isinstance(result, LevelByPeople)]


def _is_enough(skills: Iterable[str], weights: Mapping[str, float]) -> bool:
    covered = sum(weights.get(key, 0.0) for key in skills)
    return covered * 2 >= sum(weights.values()) - 1e-9  # sums of fractions carry dust


def _error(scored: Mapping[str, CompetencyScore | LevelByPeople], shares: Mapping[str, float]) -> float:
    """Return the standard error of the mean, from each skill's band and the part of it that all skills share."""
    parts = [shares[key] * score.band for key, score in scored.items()]
    own = sum(part * part for part in parts)
    together = sum(parts) ** 2
    return round(sqrt((1 - SHARED_ERROR) * own + SHARED_ERROR * together), 3)


def _answers(count: int) -> str:
    return {0: "no answer", 1: "one answer"}.get(count, f"{count} answers")
