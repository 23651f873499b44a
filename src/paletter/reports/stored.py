"""Reads one report's rows into what a recruiter reads, with the same number of queries however long it is."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from paletter.interviews.models import Answer, Recording
from paletter.jobs import titles
from paletter.reports import report
from paletter.reports.models import Report
from paletter.scores import scoring as scorings
from paletter.scores.rubric import template_for
from paletter.transcripts import hearing
from paletter.transcripts.models import Source, Transcript, subject_of
from paletter.vocabulary.rubrics import AssessmentTemplate

Scored = dict[UUID | int | None, Transcript]
"""The words that were scored, by what they are the words of."""


class Addresses(Protocol):
    """Where recordings and what belongs to them are served: pages know, rooms do not."""

    def recording(self, recording_id: UUID) -> str: ...

    def captions(self, recording_id: UUID) -> str: ...

    def poster(self, recording_id: UUID) -> str: ...

    def variant(self, recording_id: UUID) -> str: ...


@dataclass(frozen=True)
class _Heard:
    counting: Transcript | None
    recognised: Transcript | None


def view(row: Report, *, addresses: Addresses, delivery: report.DeliveryView | None = None) -> report.ReportView:
    """Return the report as it is published now; relations that `row` brings along are not fetched again."""
    interview = row.interview
    template = interview.template_version.value
    scoring = scorings.stored(row.scoring_id)
    answers = Answer.objects.filter(interview=interview).select_related("kept", "written").order_by("position")
    scored = {one.subject: one for one in scoring.by_scorer.transcripts.all()}
    return report.build(
        assessed=scorings.read(scoring),
        template=template_for(interview, scoring.template_version),
        answers=[
            _answer(answer, template, scored, addresses) for answer in answers.prefetch_related("kept__transcripts")
        ],
        job_title=titles.shown(interview.job),
        scored_at=scoring.by_scorer.created_at,
        candidate_name=interview.candidate.name or interview.candidate.email,
        delivery=delivery,
    )


def _answer(answer: Answer, template: AssessmentTemplate, scored: Scored, addresses: Addresses) -> report.AnswerView:
    question = next(question for question in template.questions if question.key == answer.question_key)
    recording = answer.kept
    if answer.is_written:
        words = _words(scored.get(subject_of(answer)) or hearing.of_answer(answer))
        return report.AnswerView(str(answer.pk), answer.position, question.text, words=words, has_picture=False)
    if recording is None:
        return report.AnswerView(str(answer.pk), answer.position, question.text, unusable_reason=NOT_RECORDED)
    heard = _heard(recording, scored)
    is_playable = recording.prepared_at is not None and bool(recording.container)
    return report.AnswerView(
        id=str(answer.pk),
        position=answer.position,
        question=question.text,
        words=_words(heard.counting),
        heard=_words(heard.recognised) if heard.recognised != heard.counting else None,
        recording=addresses.recording(recording.pk) if is_playable else None,
        captions=addresses.captions(recording.pk) if is_playable and heard.counting else None,
        poster=addresses.poster(recording.pk) if recording.has_poster else None,
        variant=addresses.variant(recording.pk) if is_playable else None,
        duration=recording.duration,
        has_picture=recording.has_video,
        unusable_reason=recording.unusable_reason,
    )


NOT_RECORDED = "The candidate left this question without an answer."


def _heard(recording: Recording, scored: Scored) -> _Heard:
    """The words that were scored come first: quotes must stand in what is shown."""
    by_source = {row.source: row for row in recording.transcripts.all()}
    recognised = by_source.get(Source.RECOGNISED)
    counting = scored.get(recording.pk) or by_source.get(Source.CORRECTED) or recognised
    return _Heard(counting, recognised)


def _words(row: Transcript | None) -> report.WordsView | None:
    if row is None:
        return None
    return report.WordsView(report.WordSource(row.source), row.value, row.share_changed)
