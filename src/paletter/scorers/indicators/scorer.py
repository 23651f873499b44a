"""The built-in scorer: counts distinct behaviours that an answer shows, and quotes each of them.

Transparent from end to end: which words showed which behaviour (rules/*.toml), what each behaviour weighs
(model.toml), and how well that agrees with raters (docs/scoring.md). Needs no network and no model download.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paletter.scorers.indicators.behaviours import Behaviour, Rules, rules, shown_in
from paletter.scorers.indicators.model import Model, SkillModel, bounded, model
from paletter.scorers.indicators.rationale import rationale
from paletter.scorers.reading import Reading, Span
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import CompetencyScore, Evidence, SkillResult, SpokenAnswer, Unscored

NO_RULES = "The built-in scorer has no rules for this skill; a scorer that reads the rubric itself can judge it."
NOT_ASKED = "No question of this interview asks for it."
NOT_SHOWN = "No answer to a question about it shows it in words that can be quoted."


class IndicatorsScorer:
    """Judges the six skills of the shipped templates; other skills are unscored with that reason.

    Only answers to questions that ask for a skill are judged on it; a question that names no skill asks for all.
    """

    name = "indicators"

    def __init__(self, trained: Model | None = None) -> None:
        self._model = trained or model()
        self._rules = rules()
        self.version = self._model.version

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        """Return the level with a quote for each behaviour that made it, or Unscored with the reason."""
        skill = rubric.competency.key
        if skill not in self._model.skills or skill not in self._rules:
            return Unscored(skill, NO_RULES)
        asked = [answer for answer in answers if not answer.competencies or skill in answer.competencies]
        if not asked:
            return Unscored(skill, NOT_ASKED)
        found = [_Found.of(answer, self._rules[skill]) for answer in asked]
        if not any(one.own for one in found):
            return Unscored(skill, NOT_SHOWN)
        return self._judged(skill, found)

    def _judged(self, skill: str, found: Sequence["_Found"]) -> CompetencyScore:
        the_rules, weights = self._rules[skill], self._model.skills[skill]
        level = _mean_level(found, weights) if the_rules.by_answer else _joint_level(found, weights)
        shown = {key for one in found for key in one.own}
        return CompetencyScore(
            competency=skill,
            level=level,
            band=weights.band,
            rationale=rationale(the_rules.own, shown, is_claim=not any(one.has_example for one in found)),
            evidence=_evidence(found, the_rules.own),
        )


@dataclass(frozen=True)
class _Found:
    """What one answer shows of one skill."""

    answer: SpokenAnswer
    reading: Reading
    own: Mapping[str, Span]
    story: Mapping[str, Span]
    has_example: bool

    @classmethod
    def of(cls, answer: SpokenAnswer, the_rules: Rules) -> "_Found":
        reading = Reading(answer.words)
        return cls(
            answer=answer,
            reading=reading,
            own=shown_in(reading, the_rules.own),
            story=shown_in(reading, the_rules.story),
            has_example=bool(shown_in(reading, [the_rules.example])),
        )


def _joint_level(found: Sequence[_Found], weights: SkillModel) -> float:
    """Behaviours over all answers together, each once; the account counts only where the skill is shown."""
    shown = {key for one in found for key in one.own}
    shown |= {key for one in found if one.own for key in one.story}
    return weights.level(shown, answers=len(found), has_example=any(one.has_example for one in found))


def _mean_level(found: Sequence[_Found], weights: SkillModel) -> float:
    levels = [
        weights.level({*one.own, *one.story}, answers=1, has_example=one.has_example)
        for one in sorted(found, key=lambda one: one.answer.id)
    ]
    return bounded(sum(levels) / len(levels))


def _evidence(found: Sequence[_Found], behaviours: Sequence[Behaviour]) -> tuple[Evidence, ...]:
    """Return one quote for each behaviour, from the answer that shows most of the skill, in order of the rules."""
    fullest = sorted(found, key=lambda one: (-len(one.own), one.answer.id))
    quotes = []
    for behaviour in behaviours:
        one = next((one for one in fullest if behaviour.key in one.own), None)
        if one is not None:
            said, start, end = one.reading.quote(one.reading.around(one.own[behaviour.key]))
            quotes.append(Evidence(one.answer.id, said, start, end, behaviour.name))
    return tuple(quotes)
