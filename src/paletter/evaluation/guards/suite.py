"""The whole suite: every guard tried on a scorer, and how often the scorer will have to be asked for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from paletter.evaluation.guards import no_answers, no_change, no_gain, quotes, sense
from paletter.evaluation.guards.guard import Guard, Outcome
from paletter.evaluation.guards.interviews import Interview
from paletter.evaluation.guards.trial import Assess, Remembering, Trial
from paletter.scorers.protocol import Scorer
from paletter.scores.assess import assess
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric
from paletter.vocabulary.scores import CompetencyScore, Evidence, SkillResult, SpokenAnswer, Usage


@dataclass(frozen=True)
class Verdict:
    """What came of all guards. A release is red when one does not hold."""

    scorer: str
    version: str
    outcomes: tuple[Outcome, ...]
    interviews: int
    asked: int
    usage: Usage | None = None

    @property
    def holds(self) -> bool:
        return all(outcome.holds for outcome in self.outcomes)


def guards(template: AssessmentTemplate) -> tuple[Guard, ...]:
    return (
        *no_answers.guards(template),
        *no_gain.guards(),
        *no_change.guards(),
        *quotes.guards(),
        *sense.guards(),
    )


def run(
    scorer: Scorer,
    interviews: Sequence[Interview],
    template: AssessmentTemplate,
    *,
    assess: Assess = assess,
    begin: Callable[[str], None] = lambda _: None,
) -> Verdict:
    """Try every guard. Raises ScorerUnavailable when the scorer does."""
    trial = Trial(Remembering(scorer), template, assess)
    outcomes = []
    for guard in guards(template):
        begin(f"Trying {guard.tried}")
        measured = guard.check(trial, interviews)
        outcomes.append(Outcome(guard.key, guard.tried, guard.limit, measured.told, measured.broken))
    return Verdict(
        scorer.name, scorer.version, tuple(outcomes), len(interviews), trial.scorer.asked, trial.scorer.usage
    )


def planned(interviews: Sequence[Interview], template: AssessmentTemplate) -> int:
    """Return about how often a scorer will be asked: as often as one is that quotes the first words of all it reads."""
    return run(_Quoting(), interviews, template).asked


class _Quoting:
    name, version = "quoting", "1"

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        first = answers[0].words[:4]
        quote = Evidence(answers[0].id, " ".join(word.text for word in first), first[0].start, first[-1].end)
        return CompetencyScore(rubric.competency.key, 3.0, 0.5, "Quoted.", (quote,))
