"""What counts for each skill: a person's word where there is one, else the scorer's. Pure."""

from collections.abc import Mapping

from paletter.scores.fit import fit_score
from paletter.vocabulary.rubrics import AssessmentTemplate
from paletter.vocabulary.scores import (
    Assessed,
    Counting,
    FitScore,
    HumanLevel,
    LevelByPeople,
    NoFitScore,
    SkillResult,
    Unscored,
)

HUMAN_BAND = 0.5
"""How far one person's level lies from what careful readers agree on, as a standard error.

Not measured here. Ratings of structured interviews agree at r = .74 between people who saw the same interview (Huffcutt
2013); of ratings that spread by about one level, that leaves an error of sqrt(1 - .74), half a level.
"""

NOT_TO_BE_JUDGED = "Somebody who watched says that it can't be judged from these answers."


def counting(results: Mapping[str, SkillResult], people: Mapping[str, HumanLevel]) -> dict[str, Counting]:
    """Return what counts for each of the scorer's results, in their order."""
    return {key: _counts(result, people.get(key)) for key, result in results.items()}


def what_counts(assessed: Assessed) -> dict[str, Counting]:
    """As `counting`, of a whole judgement."""
    return counting(assessed.results, assessed.people)


def _counts(result: SkillResult, human: HumanLevel | None) -> Counting:
    if human is None:
        return result
    if human.level is None:
        return Unscored(human.competency, NOT_TO_BE_JUDGED)
    return LevelByPeople(human.competency, human.level, HUMAN_BAND)


def fit_with_people(
    assessed: Assessed, people: Mapping[str, HumanLevel], template: AssessmentTemplate, *, scorable_answers: int
) -> FitScore | NoFitScore:
    """Return the fit score that a scorer's judgement has with these levels beside it.

    Without any it is the scorer's own, also where the rules of the fit score have changed since.
    """
    if not people:
        return assessed.fit
    return fit_score(
        counting(assessed.results, people),
        template.weights,
        scorable_answers=scorable_answers,
        questions=len(template.questions),
    )
