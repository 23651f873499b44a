"""The built-in scorer: finds distinct behaviours for and against each skill, and quotes each of them.

Transparent from end to end: which signs showed which behaviour and how surely (signs.json), what each behaviour weighs
(model.toml), and how well that agrees with raters (docs/scoring.md). Needs no network and no model download.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from paletter.scorers.gates import read_aloud
from paletter.scorers.indicators.behaviours import account
from paletter.scorers.indicators.catalogue import CLAIM, Kind, catalogue, counting_for, is_elsewhere
from paletter.scorers.indicators.detecting import Detectors, Shown, detectors, shown_by
from paletter.scorers.indicators.explaining import CLAIMED, rationale, terms
from paletter.scorers.indicators.model import CLAIM as CLAIM_LEVEL
from paletter.scorers.indicators.model import Model, SkillModel, bounded, model, together
from paletter.scorers.indicators.parts import parts
from paletter.scorers.indicators.plain import Plain, plain
from paletter.scorers.reading import tokens_of
from paletter.vocabulary.rubrics import HIGHEST_LEVEL, BarsRubric
from paletter.vocabulary.scores import CompetencyScore, Evidence, SkillResult, SpokenAnswer, Term, Unscored

NO_RULES = "The built-in scorer has no rules for this skill; a scorer that reads the rubric itself can judge it."
NOT_ASKED = "No question of this interview asks for it."
NOT_SHOWN = "No answer to a question about it shows it in words that can be quoted."

ENOUGH = 0.1
"""So sure the surest behaviour of a skill must be for the skill to be judged."""

FEW_READ = 0.15
"""A part with a greater share of words read aloud from the scale shows nothing, though own words stand beside them."""

CLEAR = 0.4
"""What is shown less surely is called a faint sign."""

OWN = "told by the speaker"

FAINT = "Faint sign: {}"


class IndicatorsScorer:
    """Judges the six skills of the shipped templates; other skills are unscored with that reason.

    Only answers to questions that ask for a skill are judged on it; a question that names no skill asks for all.
    """

    name = "indicators"

    def __init__(self, trained: Model | None = None, known: Detectors | None = None) -> None:
        self._model = trained or model()
        self._known = known or detectors()
        self._found = lru_cache(maxsize=12)(self._look)
        self.version = self._model.version

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        """Return the level with a quote for each behaviour that made it, or Unscored with the reason."""
        skill = rubric.competency.key
        if skill not in self._model.skills:
            return Unscored(skill, NO_RULES)
        asked = [answer for answer in answers if not answer.competencies or skill in answer.competencies]
        if not asked:
            return Unscored(skill, NOT_ASKED)
        found = [
            self._found(answer).without_the_scale(rubric).about(skill)
            for answer in sorted(asked, key=lambda answer: answer.id)
        ]
        if not any(_is_enough(one, skill) for one in found):
            return self._claimed(skill, found)
        return self._judged(skill, found)

    def _look(self, answer: SpokenAnswer) -> "Found":
        spoken = plain(answer.words)
        return Found(answer, spoken, shown_by(parts(account(spoken.reading)), self._known))

    def _judged(self, skill: str, found: Sequence["Found"]) -> SkillResult:
        weights = self._model.skills[skill]
        effects = weights.effects(_sureness(found, skill, weights))
        if not any(catalogue()[code].skill == skill for code in effects):
            return self._claimed(skill, found)
        quoted = {code: _surest(found, code) for code in effects}
        level = bounded(weights.start + sum(effects.values()))
        return CompetencyScore(
            competency=skill,
            level=min(CLAIM_LEVEL if not _is_told(quoted.values()) else HIGHEST_LEVEL, level),
            band=weights.band,
            rationale=rationale(
                counting_for(skill), skill, {code: shown.sureness for code, (_, shown) in quoted.items()}
            ),
            evidence=_evidence(quoted, effects),
            terms=_terms(weights, effects, quoted),
        )

    def _claimed(self, skill: str, found: Sequence["Found"]) -> SkillResult:
        """Return the level of a claim, with one claim quoted, if there is any; what else is shown can move it below.

        Claims differ: one says what is done step by step, one wanders. Raters tell them apart.
        """
        claims = [one for one in found if CLAIM in one.shown and one.shown[CLAIM][0].sureness >= CLEAR]
        if not claims:
            return Unscored(skill, NOT_SHOWN)
        weights = self._model.skills[skill]
        effects = weights.effects(_sureness(found, skill, weights))
        quoted = {code: _surest(found, code) for code in effects}
        claim = _written(*_surest(claims, CLAIM), catalogue()[CLAIM].name, against=False)
        return CompetencyScore(
            competency=skill,
            level=min(CLAIM_LEVEL, bounded(weights.start + sum(effects.values()))),
            band=weights.band,
            rationale=CLAIMED,
            evidence=(claim, *_evidence(quoted, {code: effect for code, effect in effects.items() if code != CLAIM})),
            terms=_terms(weights, effects, quoted),
        )


@dataclass(frozen=True, eq=False)
class Found:
    """What one answer shows, by the code of the behaviour."""

    answer: SpokenAnswer
    spoken: Plain
    shown: Mapping[str, tuple[Shown, ...]]

    def without_the_scale(self, rubric: BarsRubric) -> "Found":
        """Return this without the parts that are read aloud from the scale: they show nothing."""
        kept = {
            code: tuple(one for one in places if not self._is_read(one, rubric)) for code, places in self.shown.items()
        }
        return replace(self, shown={code: places for code, places in kept.items() if places})

    def about(self, skill: str) -> "Found":
        """Return this without the ways of telling that stand in parts which do not show the skill at all: detail about
        something else is not detail about the skill.
        """
        own = {
            place.part.span
            for code, places in self.shown.items()
            if catalogue()[code].skill == skill
            for place in places
        }
        kept = {
            code: tuple(
                place for place in places if not is_elsewhere(catalogue()[code], skill) or place.part.span in own
            )
            for code, places in self.shown.items()
        }
        return replace(self, shown={code: places for code, places in kept.items() if places})

    def _is_read(self, shown: Shown, rubric: BarsRubric) -> bool:
        first, last = self.spoken.words(shown.part.span)
        said = [token for word in self.answer.words[first : last + 1] for token in tokens_of(word.text)]
        return read_aloud(said, [rubric]) > FEW_READ


def _is_told(quoted: Iterable[tuple["Found", Shown]]) -> bool:
    """Whether anything that counts for the person was told to have happened, by what he or she did."""
    return any(OWN in shown.part.signs for _, shown in quoted if not shown.kind.against)


def _is_enough(found: Found, skill: str) -> bool:
    own = (places[0] for code, places in found.shown.items() if catalogue()[code].skill == skill)
    return any(place.sureness >= ENOUGH for place in own)


def _sureness(found: Sequence[Found], skill: str, weights: SkillModel) -> dict[str, float]:
    """Return how surely each behaviour that counts is shown by the answers together."""
    places = {
        kind.code: [place.sureness for one in found for place in one.shown.get(kind.code, ())]
        for kind in counting_for(skill)
    }
    return {
        code: together(sure, answers=len(found), spread_out=weights.spread_out) for code, sure in places.items() if sure
    }


def _surest(found: Sequence[Found], code: str) -> tuple[Found, Shown]:
    places = [(one, one.shown[code][0]) for one in found if code in one.shown]
    return max(places, key=lambda place: place[1].sureness)


def _evidence(quoted: Mapping[str, tuple[Found, Shown]], effects: Mapping[str, float]) -> tuple[Evidence, ...]:
    """Return one quote for each behaviour that counts, what moves the level most first."""
    order = sorted(effects, key=lambda code: -abs(effects[code]))
    return tuple(_written(*quoted[code], _name(quoted[code][1]), against=effects[code] < 0) for code in order)


def _terms(
    weights: SkillModel, effects: Mapping[str, float], quoted: Mapping[str, tuple[Found, Shown]]
) -> tuple[Term, ...]:
    return terms(weights, effects, {code: (_name(shown), shown) for code, (_, shown) in quoted.items()})


def _written(found: Found, shown: Shown, name: str, *, against: bool) -> Evidence:
    said, start, end = found.spoken.quote(shown.part.span, shown.signs)
    return Evidence(found.answer.id, said, start, end, name, against)


def _name(shown: Shown) -> str:
    return shown.kind.name if shown.sureness >= CLEAR else FAINT.format(_lower(shown.kind))


def _lower(kind: Kind) -> str:
    return kind.name[0].lower() + kind.name[1:]
