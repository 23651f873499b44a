"""What is asked and how it is judged: competencies, anchored scales, questions, assessment templates."""

from collections.abc import Mapping
from dataclasses import dataclass

LOWEST_LEVEL = 1.0
HIGHEST_LEVEL = 5.0


@dataclass(frozen=True)
class Competency:
    """A soft skill. `key` is stable and never shown; `name` and `definition` are for people."""

    key: str
    name: str
    definition: str

    @property
    def short_name(self) -> str:
        """One or two words, for where many skills stand in a line: "Service", "Problem solving"."""
        return self.key.replace("_", " ").capitalize()


@dataclass(frozen=True)
class BarsRubric:
    """A behaviourally anchored rating scale: level (1, 3, 5 at least) -> what an answer at that level does."""

    competency: Competency
    anchors: Mapping[int, str]
    version: str = "1"


@dataclass(frozen=True)
class Question:
    """One question of a template. `seconds` limits one take; `retakes` is how often it may be recorded anew."""

    key: str
    text: str
    competencies: tuple[str, ...]
    seconds: int = 180
    retakes: int = 2


@dataclass(frozen=True)
class AssessmentTemplate:
    """An AI Assessment Template: questions, the rubrics they are judged by, each skill's weight in the fit score."""

    key: str
    name: str
    version: str
    description: str
    questions: tuple[Question, ...]
    rubrics: tuple[BarsRubric, ...]
    weights: Mapping[str, float]

    def rubric(self, competency: str) -> BarsRubric:
        """Return the rubric of a competency key; raises KeyError for a skill this template does not judge."""
        for rubric in self.rubrics:
            if rubric.competency.key == competency:
                return rubric
        raise KeyError(competency)

    @property
    def competencies(self) -> tuple[Competency, ...]:
        return tuple(rubric.competency for rubric in self.rubrics)

    @property
    def minutes(self) -> int:
        """The longest the answers can take together, in whole minutes."""
        return -(-sum(question.seconds for question in self.questions) // 60)
