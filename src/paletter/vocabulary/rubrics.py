"""What is asked and how it is judged: competencies, anchored scales, questions, assessment templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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


class AnswerKind(StrEnum):
    """How an answer is given."""

    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"


class AskedKind(StrEnum):
    """How a question wants to be answered."""

    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"
    CHOICE = "choice"
    """As the candidate likes."""

    @property
    def allowed(self) -> tuple[AnswerKind, ...]:
        """The kinds that an answer may have, the first one offered first."""
        return tuple(AnswerKind) if self is AskedKind.CHOICE else (AnswerKind(self.value),)


class PromptKind(StrEnum):
    """What is shown or played beside a question's text."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True)
class Prompt:
    """A picture or a recording that belongs to a question; the question's text is always shown too.

    `file` and `captions` (WebVTT) are names of stored files. `text` says in words what is to be seen or heard, for
    those who can't.
    """

    kind: PromptKind
    file: str
    captions: str = ""
    text: str = ""


@dataclass(frozen=True)
class Question:
    """One question of a template. `seconds` limits one take; `retakes` is how often it may be recorded anew.

    `think_seconds` is the time to think before an answer begins by itself; None leaves the beginning to the candidate.
    `is_timing_essential` is True where the times are what is asked for, so that nobody is offered more.
    """

    key: str
    text: str
    competencies: tuple[str, ...]
    seconds: int = 180
    retakes: int = 2
    kind: AskedKind = AskedKind.VIDEO
    think_seconds: int | None = None
    is_timing_essential: bool = False
    prompt: Prompt | None = None


class QuestionOrder(StrEnum):
    """In which order candidates meet the questions."""

    FIXED = "fixed"
    SHUFFLED = "shuffled"
    """In another order for each."""


@dataclass(frozen=True)
class AssessmentTemplate:
    """An AI Assessment Template: questions, the rubrics they are judged by, each skill's weight in the fit score.

    `days` is how long a candidate has from opening the interview to handing it in, and `check_hours` how long they may
    check what was heard; None where the template sets no such limit of its own. `language` is the one that answers are
    to be given in, an ISO 639-1 code; empty where each candidate may choose, and what is spoken is found out.
    """

    key: str
    name: str
    version: str
    description: str
    questions: tuple[Question, ...]
    rubrics: tuple[BarsRubric, ...]
    weights: Mapping[str, float]
    order: QuestionOrder = QuestionOrder.FIXED
    shows_questions_first: bool = False
    days: int | None = None
    check_hours: int | None = None
    language: str = ""

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
        """The longest that thinking and answering can take together, in whole minutes."""
        return -(-sum(question.seconds + (question.think_seconds or 0) for question in self.questions) // 60)
