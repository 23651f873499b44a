"""What Paletter asks of a scorer."""

from collections.abc import Sequence
from typing import Protocol

from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import SkillResult, SpokenAnswer


class ScorerUnavailable(Exception):
    """The scorer cannot answer now; trying again later may help."""


class Scorer(Protocol):
    """Judges one skill over the answers of one interview. `name` and `version` are stored with every score."""

    name: str
    version: str

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        """Return a level with evidence, or Unscored with a reason. Never raises for what an answer holds."""
        ...
