"""Scorers that no scorer may be worse than: levels at random, the number of words, and everybody is average.

They answer like any scorer, so that the evaluation and the guards can be tried on what is known to be worthless.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from paletter.evaluation.ratings import RatedAnswer
from paletter.vocabulary.rubrics import HIGHEST_LEVEL, LOWEST_LEVEL, BarsRubric
from paletter.vocabulary.scores import CompetencyScore, Evidence, SkillResult, SpokenAnswer, Unscored

NULL = "null"
WORDS = "words"
QUOTED_WORDS = 8
HALF_POINTS = tuple(half / 2 for half in range(2, 11))
NO_WORDS = "There are no words to count."
NOT_RATED = "No rated answer taught how many words make a level of this skill."
LEAST_ROWS = 3


class NullScorer:
    """Levels that have nothing to do with the text beyond being always the same for the same text."""

    name = NULL

    def __init__(self, seed: int = 1) -> None:
        self.version = str(seed)

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        skill = rubric.competency.key
        said = "\n".join([self.version, skill, *(answer.text for answer in answers)])
        number = int.from_bytes(hashlib.sha256(said.encode()).digest()[:8])
        return _first_words(answers, skill, HALF_POINTS[number % len(HALF_POINTS)], 1.3, "Drawn at random.")


@dataclass(frozen=True)
class Line:
    """A level from the logarithm of the number of words, and its usual error."""

    start: float
    slope: float
    error: float

    def level(self, words: int) -> float:
        return min(HIGHEST_LEVEL, max(LOWEST_LEVEL, self.start + self.slope * math.log(max(1, words))))


class WordsScorer:
    """Counts words and nothing else."""

    name = WORDS
    version = "1"

    def __init__(self, lines: Mapping[str, Line]) -> None:
        self._lines = dict(lines)

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        skill = rubric.competency.key
        if skill not in self._lines:
            return Unscored(skill, NOT_RATED)
        line = self._lines[skill]
        level = line.level(sum(len(answer.text.split()) for answer in answers))
        return _first_words(answers, skill, level, line.error, "Counted words.")


def trained_on_words(answers: Sequence[RatedAnswer]) -> WordsScorer:
    """Return a word counter that was fitted to these rated answers; skills with too few of them are left out."""
    skills = {skill for answer in answers for row in answer.given.values() for skill in row}
    fitted = {skill: line(answers, skill) for skill in sorted(skills)}
    return WordsScorer({skill: found for skill, found in fitted.items() if found is not None})


def average(answers: Sequence[RatedAnswer], skill: str) -> float:
    """Return the mean level of a skill over all answers that have one.

    Held out by writer, averages would correlate with levels negatively by construction; so this is that of all.
    """
    return fmean(level for answer in answers if (level := answer.level(skill)) is not None)


def line(answers: Sequence[RatedAnswer], skill: str) -> Line | None:
    """Return the line that fits a skill's levels to the number of words, or None for too few rated answers."""
    rows = [(answer.words, level) for answer in answers if (level := answer.level(skill)) is not None]
    if len(rows) < LEAST_ROWS:
        return None
    words, levels = np.log([row[0] for row in rows]), np.array([row[1] for row in rows])
    # All equally long: a line has no slope that could be told.
    slope, start = np.polyfit(words, levels, 1) if np.ptp(words) > 0 else (0.0, levels.mean())
    error = math.sqrt(float(np.square(levels - start - slope * words).mean()))
    return Line(float(start), float(slope), error)


def _first_words(answers: Sequence[SpokenAnswer], skill: str, level: float, band: float, rationale: str) -> SkillResult:
    answer = next((answer for answer in answers if answer.words), None)
    if answer is None:
        return Unscored(skill, NO_WORDS)
    words = answer.words[:QUOTED_WORDS]
    quote = Evidence(answer.id, " ".join(word.text for word in words), words[0].start, words[-1].end)
    return CompetencyScore(skill, level, band, rationale, (quote,))
