"""What a recruiter reads of one interview, as frozen values: independent of where it comes from and where it is shown.

Built from database rows by `stored`, from files by the command line; shown by the web's page and by `standalone`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from paletter.scores.counting import what_counts
from paletter.vocabulary.rubrics import AssessmentTemplate, Competency
from paletter.vocabulary.scores import (
    Assessed,
    CompetencyScore,
    Counting,
    Evidence,
    FitScore,
    HumanLevel,
    NoFitScore,
    SkillResult,
    Unscored,
    Usage,
)
from paletter.vocabulary.transcripts import Transcript


class WordSource(StrEnum):
    """Who an answer's words are from."""

    RECOGNISED = "recognised"
    CORRECTED = "corrected"
    GIVEN = "given"
    """A transcript that came with the recording."""
    WRITTEN = "written"
    """Written by the candidate and never said: the words have no times."""


class DeliveryProgress(StrEnum):
    """How far a report is on its way into the ATS."""

    WAITING = "waiting"
    PARKED = "parked"
    DONE = "done"


@dataclass(frozen=True)
class DeliveryView:
    """How far the result is on its way into the ATS. `sentence` says why it waits or what a person can do."""

    progress: DeliveryProgress
    ats: str
    sentence: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True)
class WordsView:
    """An answer's words. `share_changed` is the part (0..1) that the candidate changed, None when nobody did."""

    source: WordSource
    transcript: Transcript
    share_changed: float | None = None


@dataclass(frozen=True)
class AnswerView:
    """One question and what was said to it.

    `words` are those that were scored; `heard` is the recogniser's version beside a correction. `recording` and
    `captions` are addresses or relative file paths, `poster` is that of a still picture, and `variant` of the file for
    players that can't play `recording`. `position` counts from 1, `duration` is in seconds.
    """

    id: str
    position: int
    question: str
    words: WordsView | None = None
    heard: WordsView | None = None
    recording: str | None = None
    captions: str | None = None
    poster: str | None = None
    variant: str | None = None
    duration: float | None = None
    has_picture: bool = True
    unusable_reason: str = ""

    @property
    def is_written(self) -> bool:
        return self.words is not None and self.words.source is WordSource.WRITTEN

    @property
    def why_silent(self) -> str:
        """Return why there are no words to read, in a sentence; empty when there are some."""
        if self.unusable_reason:
            return self.unusable_reason
        if self.words is None:
            return "This question has no words: nothing was recorded, or nothing has been transcribed."
        if not self.words.transcript.segments:
            return "Nobody could be heard in this answer."
        return ""


@dataclass(frozen=True)
class Anchor:
    """What an answer at a level of a scale does, as the rubric says."""

    level: int
    text: str


@dataclass(frozen=True)
class SkillView:
    """One skill of the template: its level with quotes or the reason why there is none, and its part of the fit.

    `result` is the scorer's, `human` what a person made of it, and `counting` which of them counts. `weight` is the
    share (0..1) of all weights. `anchors` are those on both sides of the scorer's level.
    """

    competency: Competency
    result: SkillResult
    counting: Counting
    weight: float
    anchors: tuple[Anchor, ...] = ()
    human: HumanLevel | None = None

    @property
    def scored(self) -> CompetencyScore | None:
        return self.result if isinstance(self.result, CompetencyScore) else None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.scored.evidence if self.scored else ()

    @property
    def reason(self) -> str:
        """Why there is no level, or what carries it."""
        return self.result.rationale if isinstance(self.result, CompetencyScore) else self.result.reason


@dataclass(frozen=True)
class RemarkView:
    """Something a recruiter should know and that changed no level. `position` is the answer's, None for all."""

    text: str
    position: int | None = None


@dataclass(frozen=True)
class ReportView:
    """A whole report."""

    candidate_name: str | None
    job_title: str
    template_name: str
    template_version: str
    fit: FitScore | NoFitScore
    skills: tuple[SkillView, ...]
    answers: tuple[AnswerView, ...]
    scorer: str
    scorer_version: str
    scored_at: datetime
    notes: tuple[RemarkView, ...] = ()
    delivery: DeliveryView | None = None
    usage: Usage | None = None

    @property
    def fit_score(self) -> FitScore | None:
        return self.fit if isinstance(self.fit, FitScore) else None

    @property
    def counted_skills(self) -> tuple[SkillView, ...]:
        """Those that the fit score is made of."""
        return tuple(skill for skill in self.skills if not isinstance(skill.counting, Unscored))

    @property
    def levels_by_people(self) -> int:
        return sum(skill.human is not None for skill in self.skills)

    def answer(self, answer_id: str) -> AnswerView:
        """Return the answer of that id; raises KeyError."""
        for answer in self.answers:
            if answer.id == answer_id:
                return answer
        raise KeyError(answer_id)


def build(
    *,
    assessed: Assessed,
    template: AssessmentTemplate,
    answers: Sequence[AnswerView],
    job_title: str,
    scored_at: datetime,
    candidate_name: str | None = None,
    delivery: DeliveryView | None = None,
) -> ReportView:
    """Return the report of one scoring. Every id in the assessment's evidence and notes must be an answer's.

    `template` has the anchors and weights that were used.
    """
    counting = what_counts(assessed)
    positions = {answer.id: answer.position for answer in answers}
    return ReportView(
        candidate_name=candidate_name,
        job_title=job_title,
        template_name=template.name,
        template_version=template.version,
        fit=assessed.fit,
        skills=tuple(
            _skill(result, counting[key], template, assessed.people.get(key))
            for key, result in assessed.results.items()
        ),
        answers=tuple(answers),
        scorer=assessed.scorer,
        scorer_version=assessed.scorer_version,
        scored_at=scored_at,
        notes=tuple(RemarkView(note.text, positions.get(note.answer_id)) for note in assessed.notes),
        delivery=delivery,
        usage=assessed.usage,
    )


def _skill(
    result: SkillResult, counting: Counting, template: AssessmentTemplate, human: HumanLevel | None
) -> SkillView:
    rubric = template.rubric(result.competency)
    level = result.level if isinstance(result, CompetencyScore) else None
    return SkillView(
        competency=rubric.competency,
        result=result,
        counting=counting,
        human=human,
        weight=template.weights.get(result.competency, 0.0) / (sum(template.weights.values()) or 1.0),
        anchors=anchors_near(rubric.anchors, level) if level is not None else (),
    )


def anchors_near(anchors: Mapping[int, str], level: float) -> tuple[Anchor, ...]:
    """Return the anchor just below and the one just above a level, or the one that stands exactly at it."""
    below = max((step for step in anchors if step <= level), default=None)
    above = min((step for step in anchors if step >= level), default=None)
    return tuple(Anchor(step, anchors[step]) for step in dict.fromkeys((below, above)) if step is not None)
