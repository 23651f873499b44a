"""Pairs of answers to one question, of which one is better on a skill: how often does it get the higher level?

PAIRS.jsonl has lines with `id`, `kind`, `skill`, `question`, `better`, `worse` and perhaps `part` ("train" or "test").
A pair is won when the better one's level is higher. A tie is lost, and so is a pair whose better side is unscored.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from paletter.evaluation.judging import Begin, Judgement, judgement
from paletter.evaluation.lines import Line, Unreadable, json_lines
from paletter.evaluation.mishearing import as_heard
from paletter.evaluation.statistics import Share
from paletter.scorers.protocol import Scorer
from paletter.scores.assess import score_written
from paletter.vocabulary.rubrics import BarsRubric

FORMS: Mapping[str, Callable[[str], str]] = {"as written": str, "lower case, no punctuation": as_heard}
ALL = "all"


@dataclass(frozen=True)
class Pair:
    id: str
    kind: str
    skill: str
    question: str
    better: str
    worse: str
    part: str = ""


@dataclass(frozen=True)
class Duel:
    """One pair in one form, judged."""

    pair: Pair
    form: str
    better: Judgement
    worse: Judgement

    @property
    def is_won(self) -> bool:
        return self.better.level is not None and self.better.level > (self.worse.level or 0)

    @property
    def is_tied(self) -> bool:
        return self.better.level is not None and self.better.level == self.worse.level


@dataclass(frozen=True)
class PairsWon:
    """How many pairs of a kind, on a skill ("all" for all of them), were won in a form."""

    kind: str
    skill: str
    form: str
    won: Share
    ties: int
    unscored_better: int
    unscored_worse: int


def read(path: Path, *, known: Iterable[str], part: str = "") -> tuple[Pair, ...]:
    """Return the pairs of a file, or only those of a part. Raises Unreadable with a sentence."""
    known = tuple(known)
    found = [_pair(line, known) for line in json_lines(path)]
    chosen = tuple(pair for pair in found if not part or pair.part == part)
    if not chosen:
        parts = ", ".join(sorted({pair.part for pair in found if pair.part}))
        raise Unreadable(
            f"{path} has no pairs of the part “{part}”. It has: {parts or 'no parts'}."
            if found
            else f"{path} has no pairs."
        )
    return chosen


def duels(
    pairs: Sequence[Pair], rubrics: Mapping[str, BarsRubric], scorer: Scorer, *, begin: Begin = lambda _: None
) -> list[Duel]:
    """Return every pair judged in every form. Raises ScorerUnavailable when the scorer does."""
    judged = []
    for pair in pairs:
        begin(f"Comparing {pair.id}")
        judged += [_duel(pair, form, rubrics[pair.skill], scorer) for form in FORMS]
    return judged


def won(judged: Sequence[Duel]) -> tuple[PairsWon, ...]:
    """Return the shares won: per kind and form over all skills, then per skill."""
    kinds = list(dict.fromkeys(duel.pair.kind for duel in judged))
    skills = list(dict.fromkeys(duel.pair.skill for duel in judged))
    return tuple(
        _won(kind, skill, form, those)
        for kind in kinds
        for skill in (ALL, *skills)
        for form in FORMS
        if (those := [one for one in judged if _is_of(one, kind, skill, form)])
    )


def _pair(line: Line, known: Sequence[str]) -> Pair:
    skill = line.text("skill")
    if skill not in known:
        raise line.wrong(f"there is no skill “{skill}”. Known skills: {', '.join(known)}.")
    part = line.content.get("part", "")
    return Pair(
        id=line.text("id"),
        kind=line.text("kind"),
        skill=skill,
        question=line.text("question"),
        better=line.text("better"),
        worse=line.text("worse"),
        part=part if isinstance(part, str) else "",
    )


def _duel(pair: Pair, form: str, rubric: BarsRubric, scorer: Scorer) -> Duel:
    better, worse = (
        judgement(
            score_written(
                answer_id="1", question=pair.question, text=FORMS[form](text), scorer=scorer, rubrics=[rubric]
            )[pair.skill]
        )
        for text in (pair.better, pair.worse)
    )
    return Duel(pair, form, better, worse)


def _is_of(duel: Duel, kind: str, skill: str, form: str) -> bool:
    return duel.pair.kind == kind and duel.form == form and skill in (ALL, duel.pair.skill)


def _won(kind: str, skill: str, form: str, those: Sequence[Duel]) -> PairsWon:
    return PairsWon(
        kind=kind,
        skill=skill,
        form=form,
        won=Share(sum(duel.is_won for duel in those), len(those)),
        ties=sum(duel.is_tied for duel in those),
        unscored_better=sum(duel.better.level is None for duel in those),
        unscored_worse=sum(duel.worse.level is None for duel in those),
    )
