"""What Paletter asks of a scorer."""

from collections.abc import Sequence
from typing import Protocol

from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import SkillResult, SpokenAnswer


class ScorerUnavailable(Exception):
    """The scorer cannot answer now; trying again later may help. `retry_after` is in seconds when it named a wait."""

    def __init__(self, sentence: str, *, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after

    @property
    def reason(self) -> str:
        """The first sentence: what happened, without what is to come of it."""
        first, _, more = str(self).partition(". ")
        return f"{first}." if more else first


class ScorerMisconfigured(Exception):
    """The scorer cannot work as it is set up. The message says what whoever operates Paletter has to change."""


class Scorer(Protocol):
    """Judges one skill over the answers of one interview. `name` and `version` are stored with every score."""

    name: str
    version: str

    def score(self, answers: Sequence[SpokenAnswer], rubric: BarsRubric) -> SkillResult:
        """Return a level with evidence, or Unscored with a reason. Never raises for what an answer holds."""
        ...
