"""What a scorer may see and what it says: answers as text and timing in, levels with evidence or a reason out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from paletter.vocabulary.transcripts import Segment, SpeechTiming


@dataclass(frozen=True)
class SpokenAnswer:
    """All a scorer ever learns of an answer: the question, the words with their times, when there was speech.

    `id` is opaque. There is no field for a name, a voice, a picture or a place, and none may be added.
    `words` may be words of written text without meaningful times. `is_trusted` is False when the transcript was made
    by an engine that doubts it and nobody has checked it. `is_given` is False where the question was left out.
    """

    id: str
    question: str
    words: tuple[Segment, ...]
    competencies: tuple[str, ...] = ()
    timing: SpeechTiming | None = None
    language: str = "en"
    is_trusted: bool = True
    is_given: bool = True

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True)
class Evidence:
    """Words that stand in an answer, with the seconds at which they are said. `behaviour` names what they show.

    `against` is true of what lowers the level: "blamed the guest".
    """

    answer_id: str
    quote: str
    start: float
    end: float
    behaviour: str = ""
    against: bool = False


@dataclass(frozen=True)
class Term:
    """One summand of a level: where it starts, or what a behaviour adds (or takes off), in levels.

    `rule` tells in words how the behaviour was found; `behaviour` is the one its quote goes by, if there is one.
    """

    name: str
    effect: float
    behaviour: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Usage:
    """What a scorer that costs something has used: the model asked, by which prompt, how often, for how much."""

    model: str
    prompt: str
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float = 0.0
    """In the currency of the operator's price list; 0 where no prices are set."""

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            model=self.model,
            prompt=self.prompt,
            requests=self.requests + other.requests,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
            cost=self.cost + other.cost,
        )


@dataclass(frozen=True)
class CompetencyScore:
    """A level on a skill: 1..5. `band` is the half-width of its error (same scale). Never without evidence.

    `terms` add up to the level (before it is bounded), for scorers whose levels are sums. `spread` is how far the
    levels of several runs lie apart (highest less lowest), for scorers that run several times.
    """

    competency: str
    level: float
    band: float
    rationale: str
    evidence: tuple[Evidence, ...]
    terms: tuple[Term, ...] = ()
    spread: float | None = None
    usage: Usage | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"{self.competency}: no quote, no point")
        if not 1.0 <= self.level <= 5.0:
            raise ValueError(f"{self.competency}: level {self.level} is outside 1..5")


@dataclass(frozen=True)
class Unscored:
    """A skill that could not be judged, and why, in words a recruiter and a candidate can read."""

    competency: str
    reason: str
    usage: Usage | None = None


SkillResult = CompetencyScore | Unscored


@dataclass(frozen=True)
class HumanLevel:
    """What a person made of a skill, beside the scorer: a level in half points, or None where it can't be judged.

    `is_blind` is true of a level that its reviewer gave before seeing the scorer's.
    """

    competency: str
    level: float | None
    reason: str
    reviewer: str
    given_at: datetime
    is_blind: bool = False

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError(f"{self.competency}: a person's level needs its reason")
        if self.level is not None and not (1.0 <= self.level <= 5.0 and (2 * self.level).is_integer()):
            raise ValueError(f"{self.competency}: {self.level} is no half point of 1..5")


@dataclass(frozen=True)
class LevelByPeople:
    """A level that a person gave, as it counts: with the half-width of its error."""

    competency: str
    level: float
    band: float


Counting = CompetencyScore | LevelByPeople | Unscored
"""What counts for a skill: a person's word where there is one, else the scorer's."""


@dataclass(frozen=True)
class FitScore:
    """The weighted mean of the scored skills, published with one decimal, with its standard error."""

    value: float
    error: float
    out_of: int = 5


@dataclass(frozen=True)
class NoFitScore:
    """Why there is no fit score, in words a recruiter can read."""

    reason: str


@dataclass(frozen=True)
class GateNote:
    """Something about an answer that a recruiter should know and that changed no level ("asks the scorer for a 5")."""

    answer_id: str
    text: str


@dataclass(frozen=True)
class Assessed:
    """Everything scoring an interview yields: one result per skill of the template, the fit, and remarks.

    `results` are the scorer's. Where people gave levels beside them, `people` has those, and the fit is made of them.
    """

    results: Mapping[str, SkillResult]
    fit: FitScore | NoFitScore
    scorer: str
    scorer_version: str
    notes: tuple[GateNote, ...] = ()
    usage: Usage | None = None
    people: Mapping[str, HumanLevel] = field(default_factory=dict)
