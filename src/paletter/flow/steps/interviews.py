"""From a recording to a report: the steps of one interview."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import structlog
from django.conf import settings
from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app

from paletter import plugins
from paletter.flow import advance, concluding, queue
from paletter.flow.failures import ATTEMPTS_OF_SURPRISES, Park, PatientRetry, Postpone
from paletter.flow.steps.moment import now
from paletter.interviews import checking, preparing, variants
from paletter.interviews.models import Answer, Interview, Recording
from paletter.scorers.protocol import ScorerMisconfigured, ScorerUnavailable
from paletter.transcribers.protocol import TranscriberUnavailable
from paletter.transcripts import hearing, writing

log = structlog.get_logger()
P = ParamSpec("P")


def of_interview(
    work: Callable[Concatenate[int, P], None],
) -> Callable[..., None]:
    """Give a step its interview's id; when it has failed for good, say so on the interview."""

    @wraps(work)
    def step(context: JobContext, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            interview_id = _interview_id(kwargs)
        except Recording.DoesNotExist:
            log.info("what a step was for has been erased", step=context.job.task_name)
            return
        try:
            _work_unless_erased(work, interview_id, *args, **kwargs)
        except Postpone as postponed:
            _trouble(interview_id, context, str(postponed))
            raise
        except Park as parked:
            log.warning("a step waits for a person", step=context.job.task_name, interview=interview_id)
            _trouble(interview_id, context, str(parked))
        except OSError as error:
            log.warning("the disk can't be used", step=context.job.task_name, errno=error.errno, reason=error.strerror)
            sentence = (
                f"The server could not use its disk ({error.strerror or 'no reason was given'}). Nothing is lost; "
                "Paletter tries again by itself, and the operator may have to make room."
            )
            _trouble(interview_id, context, sentence)
            raise Postpone(sentence) from error
        except Exception:
            if context.job.attempts >= ATTEMPTS_OF_SURPRISES:
                _trouble(
                    interview_id,
                    context,
                    "Processing stopped at this step and trying again did not help. "
                    "The operator finds the cause in the worker's log; then press “Try again”.",
                )
            raise

    return step


def _work_unless_erased(work: Callable[..., None], interview_id: int, /, *args: Any, **kwargs: Any) -> None:
    """Do a step. When its interview was erased meanwhile, however that showed, there is nothing left to do."""
    try:
        work(interview_id, *args, **kwargs)
    except Exception:
        if Interview.objects.filter(pk=interview_id).exists():
            raise
        log.info("what a step was for has been erased", interview=interview_id)


def _interview_id(subject: dict[str, Any]) -> int:
    if "recording_id" in subject:
        return Recording.objects.values_list("answer__interview_id", flat=True).get(pk=subject["recording_id"])
    return int(subject["interview_id"])


def _counts(recording: Recording) -> bool:
    """Tell whether a take is still the answer; one that was replaced may have lost its files since it was queued."""
    is_kept = Answer.objects.filter(kept=recording, interview__withdrawn_at=None).exists()
    return recording.discarded_at is None and is_kept


def _trouble(interview_id: int, context: JobContext, sentence: str) -> None:
    step = (context.task.name if context.task else "").rsplit(".", 1)[-1]
    Interview.objects.filter(pk=interview_id).update(trouble=sentence, trouble_step=step, trouble_at=now())


def _no_trouble(interview_id: int) -> None:
    Interview.objects.filter(pk=interview_id).exclude(trouble="").update(trouble="", trouble_step="", trouble_at=None)


@app.task(
    name=queue.PREPARE_RECORDING.name, queue=queue.PREPARE_RECORDING.queue, retry=PatientRetry(), pass_context=True
)
@of_interview
def prepare_recording(interview_id: int, /, *, recording_id: str) -> None:
    """Make a recording playable and find its speech."""
    recording = Recording.objects.get(pk=recording_id)
    if not _counts(recording):
        return
    if recording.prepared_at is None:
        preparing.prepare(recording, now=now())
    _no_trouble(interview_id)
    advance.advance(interview_id)


@app.task(name=queue.HEAR_RECORDING.name, queue=queue.HEAR_RECORDING.queue, retry=PatientRetry(), pass_context=True)
@of_interview
def hear_recording(interview_id: int, /, *, recording_id: str) -> None:
    """Find the words of a recording."""
    recording = Recording.objects.get(pk=recording_id)
    if not _counts(recording):
        return
    try:
        hearing.hear(recording, transcriber=plugins.transcriber())
    except TranscriberUnavailable as error:
        raise Postpone(str(error)) from error
    _no_trouble(interview_id)
    advance.advance(interview_id)


@app.task(name=queue.MAKE_VARIANT.name, queue=queue.MAKE_VARIANT.queue, retry=PatientRetry(), pass_context=True)
@of_interview
def make_variant(_interview_id: int, /, *, recording_id: str) -> None:
    """Make the file for somebody whose player can't play the first; the interview goes on without."""
    recording = Recording.objects.get(pk=recording_id)
    if _counts(recording):
        variants.make(recording)


@app.task(name=queue.OPEN_CHECK.name, queue=queue.OPEN_CHECK.queue, retry=PatientRetry(), pass_context=True)
@of_interview
def open_check(interview_id: int, /, *, has_words: bool, **_subject: int) -> None:
    """All answers are in words: the candidate may check now what was heard, for as long as template or settings say.

    What was written is stored as words too; nothing of it could have been misheard.
    """
    opened = now()
    interview = Interview.objects.select_related("template_version").get(pk=interview_id)
    allowed = checking.window(interview) if has_words else timedelta()
    with transaction.atomic():
        writing.write_down(interview, now=opened)
        waiting = Interview.objects.filter(pk=interview_id, heard_at=None, submitted_at__isnull=False)
        is_new = waiting.filter(withdrawn_at=None).update(
            heard_at=opened,
            check_until=opened + allowed,
            checked_at=None if allowed else opened,
            is_check_skipped=not allowed,
        )
        if is_new and allowed >= checking.WORTH_A_LETTER:
            queue.defer(queue.TELL_WORDS_READY, str(interview_id), interview_id=interview_id)
        advance.advance(interview_id)


@app.task(name=queue.SCORE_INTERVIEW.name, queue=queue.SCORE_INTERVIEW.queue, retry=PatientRetry(), pass_context=True)
@of_interview
def score_interview(interview_id: int, /, **_subject: int) -> None:
    """Score what was said, publish the report, and set the write-back going."""
    try:
        concluding.conclude(interview_id, scorer=plugins.scorer(), stand_in=_stand_in(), now=now())
    except ScorerUnavailable as error:
        raise Postpone(str(error), after=error.retry_after) from error
    except ScorerMisconfigured as error:
        raise Park(str(error)) from error


def _stand_in() -> concluding.StandIn | None:
    scorer = plugins.stand_in()
    patience = timedelta(minutes=settings.OPTIONS.language_model_down_minutes)
    return concluding.StandIn(scorer, patience) if scorer else None
