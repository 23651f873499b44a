"""An interview's words go to the scorer and its levels are kept, each with the quotes that carry it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from paletter.assessments.models import TemplateVersion
from paletter.interviews.models import Answer, Interview, Recording
from paletter.scores.models import EvidenceRow, HumanLevel, Scoring, ScoringNote, SkillScore
from paletter.transcripts import hearing
from paletter.transcripts.models import Transcript, subject_of
from paletter.vocabulary.rubrics import AssessmentTemplate
from paletter.vocabulary.scores import (
    Assessed,
    CompetencyScore,
    Evidence,
    FitScore,
    GateNote,
    NoFitScore,
    SkillResult,
    SpokenAnswer,
    Term,
    Unscored,
    Usage,
)
from paletter.vocabulary.transcripts import SpeechTiming


def spoken_answers(interview: Interview) -> tuple[SpokenAnswer, ...]:
    """Return the interview as a scorer may see it: text and timing, under opaque ids, in the order of the questions.

    An answer that can't be heard comes without words, so that its skills end unscored with a reason.
    """
    template = interview.template_version.value
    answers = _with_words(interview).order_by("position")
    return tuple(_spoken(answer, template, hearing.of_answer(answer)) for answer in answers)


def spoken_then(scoring: Scoring) -> tuple[SpokenAnswer, ...]:
    """Return the answers as they were when this scoring was made, whatever was corrected since."""
    words = {row.subject: row for row in scoring.by_scorer.transcripts.all()}
    template = scoring.interview.template_version.value
    answers = scoring.interview.answers.select_related("kept").order_by("position")
    return tuple(_spoken(answer, template, words.get(subject_of(answer))) for answer in answers)


def _with_words(interview: Interview) -> QuerySet[Answer]:
    return interview.answers.select_related("kept", "written").prefetch_related("kept__transcripts")


def _spoken(answer: Answer, template: AssessmentTemplate, row: Transcript | None) -> SpokenAnswer:
    question = next(q for q in template.questions if q.key == answer.question_key)
    is_usable = answer.is_written or (answer.kept is not None and not answer.kept.unusable_reason)
    heard = row.value if row and is_usable else None
    return SpokenAnswer(
        id=str(answer.pk),
        question=question.text,
        words=heard.segments if heard else (),
        competencies=question.competencies,
        timing=_timing(answer.kept),
        language=heard.language if heard else "en",
        is_trusted=heard.is_trusted if heard else True,
        is_given=answer.is_given,
    )


def _timing(recording: Recording | None) -> SpeechTiming | None:
    if recording is None or recording.speech_spans is None:
        return None
    return SpeechTiming(
        spans=tuple((start, end) for start, end in recording.speech_spans), duration=recording.duration or 0.0
    )


@transaction.atomic
def keep(
    interview: Interview,
    assessed: Assessed,
    *,
    now: datetime,
    judged_by: TemplateVersion | None = None,
    is_rescoring: bool = False,
) -> Scoring:
    """Store a whole scoring: the fit, every skill with its evidence or its reason, and the remarks.

    `judged_by` is the template version whose anchors and weights were used, where it is not the interview's own.
    """
    scoring = Scoring(
        interview=interview,
        template_version=judged_by,
        is_rescoring=is_rescoring,
        scorer=assessed.scorer,
        scorer_version=assessed.scorer_version,
        usage=asdict(assessed.usage) if assessed.usage else None,
        created_at=now,
    )
    set_fit(scoring, assessed.fit)
    scoring.save()
    scoring.transcripts.set(words_now(interview))
    for position, result in enumerate(assessed.results.values(), start=1):
        _keep_skill(scoring, position, result)
    ScoringNote.objects.bulk_create(
        ScoringNote(scoring=scoring, answer_id=int(note.answer_id) if note.answer_id else None, text=note.text)
        for note in assessed.notes
    )
    return scoring


def set_fit(scoring: Scoring, fit: FitScore | NoFitScore) -> None:
    if isinstance(fit, FitScore):
        scoring.fit_value, scoring.fit_error = Decimal(str(fit.value)), fit.error
    else:
        scoring.fit_reason = fit.reason


def words_now(interview: Interview) -> Sequence[Transcript]:
    """Return the transcripts that a scoring of this moment is made of."""
    rows = (hearing.of_answer(answer) for answer in _with_words(interview))
    return [row for row in rows if row is not None]


def _keep_skill(scoring: Scoring, position: int, result: SkillResult) -> None:
    if not isinstance(result, CompetencyScore):
        SkillScore.objects.create(
            scoring=scoring, competency=result.competency, position=position, reason=result.reason
        )
        return
    skill = SkillScore.objects.create(
        scoring=scoring,
        competency=result.competency,
        position=position,
        level=result.level,
        band=result.band,
        rationale=result.rationale,
        spread=result.spread,
        terms=[asdict(term) for term in result.terms],
    )
    EvidenceRow.objects.bulk_create(
        EvidenceRow(
            skill=skill,
            answer_id=int(evidence.answer_id),
            position=number,
            quote=evidence.quote,
            start=evidence.start,
            end=evidence.end,
            behaviour=evidence.behaviour,
            against=evidence.against,
        )
        for number, evidence in enumerate(result.evidence, start=1)
    )


def stored(scoring_id: int) -> Scoring:
    """Return a scoring with all that `read` needs, in a constant number of queries. Raises Scoring.DoesNotExist."""
    evidence = Prefetch("evidence", EvidenceRow.objects.order_by("position"))
    skills = Prefetch("skills", SkillScore.objects.order_by("position").prefetch_related(evidence))
    notes = Prefetch("notes", ScoringNote.objects.order_by("pk"))
    people = Prefetch("human_levels", HumanLevel.objects.order_by("pk"))
    rows = Scoring.objects.select_related("stands_on", "template_version").prefetch_related(people)
    row = rows.get(pk=scoring_id)
    prefetch_related_objects([row.by_scorer], "transcripts", notes, skills)
    return row


def read(row: Scoring) -> Assessed:
    """Return a scoring from `stored` as the values it was made of, skills in the order of the template."""
    by_scorer = row.by_scorer
    return Assessed(
        results={skill.competency: _result(skill) for skill in by_scorer.skills.all()},
        fit=NoFitScore(row.fit_reason)
        if row.fit_value is None
        else FitScore(value=float(row.fit_value), error=row.fit_error or 0.0),
        scorer=row.scorer,
        scorer_version=row.scorer_version,
        notes=tuple(
            GateNote(answer_id="" if note.answer_id is None else str(note.answer_id), text=note.text)
            for note in by_scorer.notes.all()
        ),
        usage=Usage(**by_scorer.usage) if by_scorer.usage else None,
        people={level.competency: level.value for level in row.human_levels.all()},
    )


def _result(skill: SkillScore) -> SkillResult:
    if skill.level is None:
        return Unscored(skill.competency, skill.reason)
    return CompetencyScore(
        competency=skill.competency,
        level=skill.level,
        band=skill.band or 0.0,
        rationale=skill.rationale,
        evidence=tuple(
            Evidence(str(row.answer_id), row.quote, row.start, row.end, row.behaviour, row.against)
            for row in skill.evidence.all()
        ),
        terms=tuple(Term(**term) for term in skill.terms),
        spread=skill.spread,
    )
