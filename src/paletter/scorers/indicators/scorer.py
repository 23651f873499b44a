"""The built-in scorer: counts distinct behaviours that an answer shows, and quotes each of them.

Transparent from end to end: which words showed which behaviour (rules/*.toml), what each behaviour weighs
(model.toml), and how well that agrees with raters (docs/scoring.md). Needs no network and no model download.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paletter.scorers.indicators.behaviours import Behaviour, Rules, account, rules, shown_in
from paletter.scorers.indicators.model import Model, SkillModel, bounded, model
from paletter.scorers.indicators.rationale import CLAIMED, rationale
from paletter.scorers.reading import LONGEST_QUOTE, SHORT_SENTENCE, Reading, Span
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
            return self._claimed(skill, found)
        return self._judged(skill, found)

    def _judged(self, skill: str, found: Sequence["_Found"]) -> CompetencyScore:
        the_rules, weights = self._rules[skill], self._model.skills[skill]
        level = _mean_level(found, weights) if the_rules.by_answer else _joint_level(found, weights)
        shown = {key for one in found for key in one.own}
        return CompetencyScore(
            competency=skill,
            level=level,
            band=weights.band,
            rationale=rationale(the_rules.own, shown),
            evidence=_evidence(found, the_rules.own),
        )

    def _claimed(self, skill: str, found: Sequence["_Found"]) -> SkillResult:
        """Return the lowest level that the model gives, with one claim quoted, if there is any."""
        by_id = sorted(found, key=lambda one: one.answer.id)
        claims = [
            _Quote(one, one.reading.around(span, short=LONGEST_QUOTE)) for one in by_id for span in one.claims[:1]
        ]
        if not claims:
            return Unscored(skill, NOT_SHOWN)
        weights = self._model.skills[skill]
        claim = self._rules[skill].claim
        level = weights.level((), answers=1 if self._rules[skill].by_answer else len(found))
        return CompetencyScore(skill, level, weights.band, CLAIMED, (_written(claims[0], claim),))


@dataclass(frozen=True, eq=False)
class _Found:
    """What one answer shows of one skill. An answer without an example, in which nothing happens, shows nothing."""

    answer: SpokenAnswer
    reading: Reading
    own: Mapping[str, tuple[Span, ...]]
    story: Mapping[str, tuple[Span, ...]]
    claims: tuple[Span, ...]

    @classmethod
    def of(cls, answer: SpokenAnswer, the_rules: Rules) -> "_Found":
        reading = Reading(answer.words)
        given = account(reading)
        has_example = bool(shown_in(given, [the_rules.example]))
        return cls(
            answer=answer,
            reading=reading,
            own=shown_in(given, the_rules.own) if has_example else {},
            story=shown_in(given, the_rules.story) if has_example else {},
            claims=shown_in(given, [the_rules.claim]).get(the_rules.claim.key, ()),
        )


def _joint_level(found: Sequence[_Found], weights: SkillModel) -> float:
    """Behaviours over all answers together, each once; the account counts only where the skill is shown."""
    shown = {key for one in found for key in one.own}
    shown |= {key for one in found if one.own for key in one.story}
    return weights.level(shown, answers=len(found))


def _mean_level(found: Sequence[_Found], weights: SkillModel) -> float:
    levels = [weights.level({*one.own, *one.story}, answers=1) for one in sorted(found, key=lambda one: one.answer.id)]
    return bounded(sum(levels) / len(levels))


@dataclass(frozen=True)
class _Quote:
    """Words of an answer that could stand for a behaviour."""

    found: _Found
    span: Span

    def repeats(self, other: "_Quote") -> bool:
        """Whether half of the shorter of two quotes, or more, stands in the other as well."""
        if self.found.answer.id != other.found.answer.id:
            return False
        shared = min(self.span.last, other.span.last) - max(self.span.first, other.span.first) + 1
        return 2 * shared >= 1 + min(self.span.last - self.span.first, other.span.last - other.span.first)


def _evidence(found: Sequence[_Found], behaviours: Sequence[Behaviour]) -> tuple[Evidence, ...]:
    """Return one quote for each behaviour, in the order of the rules.

    Behaviours that could be quoted from few places choose first, and each takes a quote that no other has if there is
    one: the clearest words, from the answer that shows most of the skill.
    """
    fullest = sorted(found, key=lambda one: (-len(one.own), one.answer.id))
    could_be = {behaviour.key: _quotes(fullest, behaviour) for behaviour in behaviours}
    chosen: dict[str, _Quote] = {}
    for key in sorted(could_be, key=lambda key: len(could_be[key])):
        if quotes := could_be[key]:
            fresh = (quote for quote in quotes if not any(quote.repeats(other) for other in chosen.values()))
            chosen[key] = next(fresh, quotes[0])
    return tuple(_written(chosen[b.key], b) for b in behaviours if b.key in chosen)


def _quotes(found: Sequence[_Found], behaviour: Behaviour) -> list[_Quote]:
    short = SHORT_SENTENCE if behaviour.least == 1 else LONGEST_QUOTE
    places = [
        _Quote(one, one.reading.around(span, short=short)) for one in found for span in one.own.get(behaviour.key, ())
    ]
    return list(dict.fromkeys(places))


def _written(quote: _Quote, behaviour: Behaviour) -> Evidence:
    said, start, end = quote.found.reading.quote(quote.span)
    return Evidence(quote.found.answer.id, said, start, end, behaviour.name)
