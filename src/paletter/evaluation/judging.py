"""Asks a scorer for the levels of written answers, through the gates and the check of quotes like any interview."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from paletter.evaluation.ratings import RatedAnswer
from paletter.scorers.protocol import Scorer
from paletter.scores.assess import score_written
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import CompetencyScore, SkillResult, Usage

Begin = Callable[[str], None]
"""Is told what begins now, so that somebody who waits can see it."""


class Judges(Protocol):
    """Says who judges an answer: one scorer for all, or for each the one that was trained without it."""

    def of(self, answer: RatedAnswer) -> Scorer: ...


@dataclass(frozen=True)
class One:
    """The same scorer for every answer."""

    scorer: Scorer

    def of(self, answer: RatedAnswer) -> Scorer:
        return self.scorer


@dataclass(frozen=True)
class Judgement:
    """A level, or the reason why there is none, and what it cost to ask."""

    level: float | None
    reason: str = ""
    usage: Usage | None = None


Judgements = Mapping[tuple[str, str], Judgement]
"""By the answer's id and the skill."""


def judge(
    answers: Sequence[RatedAnswer],
    rubrics: Sequence[BarsRubric],
    judges: Judges,
    *,
    words: Callable[[RatedAnswer], str] = lambda answer: answer.text,
    begin: Begin = lambda _: None,
) -> dict[tuple[str, str], Judgement]:
    """Return a judgement of each answer on each skill. `words` may change the text on its way to the scorer.

    Raises ScorerUnavailable when the scorer does.
    """
    judged: dict[tuple[str, str], Judgement] = {}
    for answer in answers:
        begin(f"Scoring {answer.id}")
        results = score_written(
            answer_id=answer.id,
            question=answer.question,
            text=words(answer),
            scorer=judges.of(answer),
            rubrics=rubrics,
        )
        judged |= {(answer.id, skill): judgement(result) for skill, result in results.items()}
    return judged


def judgement(result: SkillResult) -> Judgement:
    if isinstance(result, CompetencyScore):
        return Judgement(result.level, usage=result.usage)
    return Judgement(None, result.reason, result.usage)


def used(judgements: Iterable[Judgement]) -> Usage | None:
    """Return what all judgements cost together, or None for a scorer that costs nothing."""
    usages = [one.usage for one in judgements if one.usage is not None]
    return sum(usages[1:], usages[0]) if usages else None
