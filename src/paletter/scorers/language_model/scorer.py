"""The scorer itself: canaries first, then several runs at once, then one result."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from paletter.scorers.language_model import canaries, prompt, runs, verdict
from paletter.scorers.language_model.asking import Endpoint
from paletter.scorers.language_model.canaries import Watch
from paletter.scorers.language_model.kept import Kept
from paletter.scorers.language_model.prompt import Given
from paletter.scorers.language_model.settings import LanguageModelSettings
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import SkillResult, SpokenAnswer, Unscored

NOT_ASKED = "No question of this interview asks for it."
NO_WORDS = "There are no words to judge it from."


class LanguageModelScorer:
    """Judges any skill that has a scale. May be used by many threads.

    Only answers to questions that ask for a skill are judged on it; a question that names no skill asks for all.
    """

    name = "language_model"

    def __init__(
        self,
        settings: LanguageModelSettings,
        *,
        endpoint: Endpoint | None = None,
        watch: Callable[[Endpoint], Watch] = Watch,
    ) -> None:
        self.settings = settings
        self._endpoint = endpoint or Endpoint(settings)
        self._watch = watch(self._endpoint)
        self._kept = Kept()
        self.version = f"{settings.model[:60]}, {settings.runs} runs, prompt {prompt.VERSION}"

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        """Return the median level with its quotes, or Unscored with the reason.

        Raises ScorerUnavailable, also when the model has failed a canary, and ScorerMisconfigured.
        """
        skill = rubric.competency.key
        asked = [answer for answer in answers if not answer.competencies or skill in answer.competencies]
        if not asked:
            return Unscored(skill, NOT_ASKED)
        given = [one for one in prompt.in_order(asked) if not one.is_empty]
        if not given:
            return Unscored(skill, NO_WORDS)
        return self._kept.get((tuple(one.answer for one in given), _scale(rubric)), lambda: self._judged(given, rubric))

    def listen(self) -> canaries.Heard:
        """Ask the canaries, whether they are due or not. Raises as `score` does, but for those that fail."""
        return canaries.listen(self._endpoint)

    def _judged(self, given: Sequence[Given], rubric: BarsRubric) -> SkillResult:
        self._watch.check()
        with ThreadPoolExecutor(max_workers=self.settings.runs) as threads:
            begun = [
                threads.submit(runs.run, self._endpoint, given, rubric, seed=number)
                for number in range(1, self.settings.runs + 1)
            ]
        return verdict.verdict([run.result() for run in begun], given, rubric)


def _scale(rubric: BarsRubric) -> tuple[object, ...]:
    return rubric.competency, rubric.version, tuple(sorted(rubric.anchors.items()))
