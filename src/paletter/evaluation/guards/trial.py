"""Puts interviews through the whole way from gates to fit, and asks the scorer nothing twice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from paletter.evaluation.guards.interviews import Change, Interview
from paletter.scorers.protocol import Scorer
from paletter.scores.assess import assess
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric
from paletter.vocabulary.scores import Assessed, CompetencyScore, SkillResult, SpokenAnswer, Usage

Assess = Callable[[Sequence[SpokenAnswer], AssessmentTemplate, Scorer], Assessed]
Levels = Mapping[str, float | None]
"""Skill -> level; None where it is unscored."""


class Remembering:
    """A scorer that is asked each thing once. Counts how often it was asked, and what that cost."""

    def __init__(self, scorer: Scorer) -> None:
        self.name, self.version = scorer.name, scorer.version
        self.asked = 0
        self.usage: Usage | None = None
        self._scorer = scorer
        self._known: dict[tuple[object, ...], SkillResult] = {}

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        key = (rubric.competency.key, *answers)
        if key not in self._known:
            self._known[key] = self._scorer.score(answers, rubric)
            self.asked += 1
            self._count(self._known[key].usage)
        return self._known[key]

    def _count(self, usage: Usage | None) -> None:
        if usage is not None:
            self.usage = usage if self.usage is None else self.usage + usage


@dataclass(frozen=True)
class Trial:
    """A scorer on trial. `assess` is the way that interviews take in the product."""

    scorer: Remembering
    template: AssessmentTemplate
    assess: Assess = assess

    def assessed(self, answers: Sequence[SpokenAnswer]) -> Assessed:
        return self.assess(answers, self.template, self.scorer)

    def levels(self, answers: Sequence[SpokenAnswer]) -> Levels:
        return levels(self.assessed(answers))

    def changed(self, interview: Interview, change: Change) -> Levels:
        return self.levels(interview.changed(change))


def levels(assessed: Assessed) -> Levels:
    return {
        skill: result.level if isinstance(result, CompetencyScore) else None
        for skill, result in assessed.results.items()
    }
