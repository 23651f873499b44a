"""What becomes of levels when words are wrongly heard: agreement with the raters, and with the levels of clean text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from paletter.evaluation.judging import Begin, Judgements, Judges, judge
from paletter.evaluation.mishearing import Mishearing, as_heard
from paletter.evaluation.ratings import Rated, RatedAnswer
from paletter.evaluation.statistics import pearson
from paletter.vocabulary.rubrics import BarsRubric

FEWEST = 3
WRITTEN = "as written"
HEARD = "lower case, no punctuation"

Words = Callable[[RatedAnswer], str]


@dataclass(frozen=True)
class Condition:
    """A way in which texts reach the scorer, by its name for people."""

    name: str
    words: Words


@dataclass(frozen=True)
class Heard:
    """One skill under one condition. Figures are None where fewer than three answers have both levels.

    `clean_n` answers have a level as written and under the condition; `change` is the mean of what it became less what
    it was. `lost` counts those that had a level as written and have none now.
    """

    condition: str
    skill: str
    n: int
    r: float | None
    clean_n: int
    clean_r: float | None
    change: float | None
    lost: int


def conditions(rated: Rated, *, percents: Sequence[int], heard: bool) -> tuple[Condition, ...]:
    """Return what was asked for; with `heard`, words are made wrong in text that has lost its case and punctuation."""
    form = as_heard if heard else str
    # Every word as often as it is said: recognisers put frequent words where they are at a loss.
    vocabulary = [word for answer in rated.answers for word in form(answer.text).split()]
    plain = (Condition(HEARD, lambda answer: as_heard(answer.text)),) if heard else ()
    return (*plain, *(_wrong(Mishearing(percent, vocabulary), form) for percent in percents))


def heard_under(
    condition: Condition,
    rated: Rated,
    rubrics: Sequence[BarsRubric],
    judges: Judges,
    clean: Judgements,
    *,
    begin: Begin = lambda _: None,
) -> tuple[Heard, ...]:
    """Return every skill's figures under a condition; `clean` are the judgements of the texts as written."""
    judged = judge(rated.answers, rubrics, judges, words=condition.words, begin=begin)
    return tuple(figures(condition.name, skill, rated, judged, clean) for skill in rated.skills)


def figures(name: str, skill: str, rated: Rated, judged: Judgements, clean: Judgements) -> Heard:
    answers = rated.with_level(skill)
    now = {answer.id: level for answer in answers if (level := judged[answer.id, skill].level) is not None}
    before = {answer.id: level for answer in answers if (level := clean[answer.id, skill].level) is not None}
    raters = {answer.id: level for answer in answers if (level := answer.level(skill)) is not None}
    kept = [key for key in before if key in now]
    return Heard(
        condition=name,
        skill=skill,
        n=len(now),
        r=_r([(level, raters[key]) for key, level in now.items()]),
        clean_n=len(kept),
        clean_r=_r([(now[key], before[key]) for key in kept]),
        change=fmean(now[key] - before[key] for key in kept) if kept else None,
        lost=len(before) - len(kept),
    )


def _wrong(mishearing: Mishearing, form: Callable[[str], str]) -> Condition:
    return Condition(f"{mishearing.percent} % of words wrong", lambda answer: mishearing.spoil(form(answer.text)))


def _r(pairs: Sequence[tuple[float, float]]) -> float | None:
    return pearson(*np.array(pairs).T) if len(pairs) >= FEWEST else None
