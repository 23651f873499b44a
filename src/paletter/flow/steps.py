"""Every background step. Each is safe to repeat, and defers the next one in the transaction that stores its result.

At least once: a step may run again after its worker died, so each first looks at what is already done.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import structlog
from django.conf import settings
from django.db import transaction
from procrastinate import JobContext
from procrastinate.contrib.django import app

from paletter import plugins
from paletter.ats.protocol import AtsDisconnected, AtsError, AtsUnavailable
from paletter.connections import connect, keeper, sync
from paletter.connections.models import Connection, ConnectionState
from paletter.flow import advance, concluding, queue, writing
from paletter.flow.failures import ATTEMPTS_OF_SURPRISES, PatientRetry, Postpone
from paletter.interviews import preparing
from paletter.interviews.models import Answer, Interview, Recording
from paletter.transcribers.protocol import TranscriberUnavailable
from paletter.transcripts import hearing
from paletter.writeback import waiting
from paletter.writeback.models import Delivery

log = structlog.get_logger()
P = ParamSpec("P")


def now() -> datetime:
    """The clock of the steps; rooms get the time passed in."""
    return datetime.now(UTC)


def of_interview(
    work: Callable[Concatenate[int, P], None],
) -> Callable[..., None]:
    """Give a step its interview's id; when it has failed for good, say so on the interview."""

    @wraps(work)
    def step(context: JobContext, *args: P.args, **kwargs: P.kwargs) -> None:
        interview_id = _interview_id(kwargs)
        try:
            work(interview_id, *args, **kwargs)
        except Postpone as postponed:
            _trouble(interview_id, context, str(postponed))
            raise
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


def _interview_id(subject: dict[str, Any]) -> int:
    if "recording_id" in subject:
        return Recording.objects.values_list("answer__interview_id", flat=True).get(pk=subject["recording_id"])
    return int(subject["interview_id"])


def _counts(recording: Recording) -> bool:
    """Tell whether a take is still the answer; one that was replaced may have lost its files since it was queued."""
    return recording.discarded_at is None and Answer.objects.filter(kept=recording).exists()


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


@app.task(name=queue.OPEN_CHECK.name, queue=queue.OPEN_CHECK.queue, retry=PatientRetry(), pass_context=True)
@of_interview
def open_check(interview_id: int, /, *, has_words: bool, **_subject: int) -> None:
    """All answers are in words: the candidate may check them now, for as long as the settings say."""
    opened = now()
    hours = settings.OPTIONS.check_hours if has_words else 0
    with transaction.atomic():
        Interview.objects.filter(pk=interview_id, heard_at=None).update(
            heard_at=opened,
            check_until=opened + timedelta(hours=hours),
            checked_at=None if hours else opened,
            is_check_skipped=not hours,
        )
        advance.advance(interview_id)


@app.task(name=queue.SCORE_INTERVIEW.name, queue=queue.SCORE_INTERVIEW.queue, retry=PatientRetry(), pass_context=True)
@of_interview
def score_interview(interview_id: int, /, **_subject: int) -> None:
    """Score what was said, publish the report, and set the write-back going."""
    concluding.conclude(interview_id, scorer=plugins.scorer(), now=now())


@app.task(name=queue.WRITE_BACK.name, queue=queue.WRITE_BACK.queue, retry=PatientRetry(), pass_context=True)
def write_back(context: JobContext, *, delivery_id: int) -> None:
    """Bring a report into the ATS as a note and tags."""
    delivery = Delivery.objects.get(pk=delivery_id)
    try:
        writing.write_back(delivery, now=now())
    except Postpone:
        raise
    except Exception:
        if context.job.attempts >= ATTEMPTS_OF_SURPRISES:
            waiting.keep_waiting(
                delivery,
                "Sending stopped for a reason that the operator finds in the worker's log. It is tried again now and "
                "then, and at once when you press “Try again”.",
                now=now(),
            )
        raise


@app.task(name=queue.SYNC_CONNECTION.name, queue=queue.SYNC_CONNECTION.queue, retry=PatientRetry())
def sync_connection(*, connection_id: int) -> None:
    """Bring our mirror of the ATS's postings up to date, then send what waited."""
    connection = Connection.objects.get(pk=connection_id)
    if not connection.is_on:
        return
    provider = plugins.ats_provider(connection.provider)
    try:
        sync.sync_postings(
            connection=connection,
            ats=provider.open(keeper.keeper(connection)),
            now=now(),
            full=sync.full_pass_is_due(connection, now=now()),
        )
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now())
    except AtsUnavailable as error:
        Connection.objects.filter(pk=connection_id).update(trouble=str(error))
        raise Postpone(str(error), after=error.retry_after) from error
    except AtsError as error:
        Connection.objects.filter(pk=connection_id).update(trouble=str(error))


@app.periodic(cron="* * * * *")
@app.task(name=queue.SYNC_ALL.name, queue=queue.SYNC_ALL.queue, queueing_lock=queue.SYNC_ALL.name)
def sync_all(timestamp: int) -> None:
    """Ask for a sync of every connection that is on and due."""
    due = now() - timedelta(minutes=settings.OPTIONS.sync_minutes)
    for connection in Connection.objects.filter(state=ConnectionState.ON):
        if connection.last_synced_at is None or connection.last_synced_at <= due:
            queue.defer(queue.SYNC_CONNECTION, str(connection.pk), connection_id=connection.pk)


@app.periodic(cron="*/10 * * * *")
@app.task(name=queue.HEAL_UNMATCHED.name, queue=queue.HEAL_UNMATCHED.queue, queueing_lock=queue.HEAL_UNMATCHED.name)
def heal_unmatched(timestamp: int) -> None:
    """Look again for results that found no opportunity: people are often added to the ATS later (D4)."""
    for delivery in waiting.unmatched().filter(report__interview__job__posting__connection__state=ConnectionState.ON):
        queue.defer(queue.WRITE_BACK, str(delivery.pk), delivery_id=delivery.pk)


@app.periodic(cron="*/10 * * * *")
@app.task(name=queue.LOOK_AGAIN.name, queue=queue.LOOK_AGAIN.queue, queueing_lock=queue.LOOK_AGAIN.name)
def look_again(timestamp: int) -> None:
    """Set going again what should be under way, should its step have been lost or have failed for good."""
    for interview_id in advance.expected_to_move(now=now()):
        advance.advance(interview_id)
    for delivery in waiting.expected_to_go_out():
        queue.defer(queue.WRITE_BACK, str(delivery.pk), delivery_id=delivery.pk)


# Seconds stand in the sixth field here.
@app.periodic(cron="* * * * * */10")
@app.task(
    name=queue.RESCUE_STALLED.name,
    queue=queue.RESCUE_STALLED.queue,
    queueing_lock=queue.RESCUE_STALLED.name,
    priority=queue.FIRST_OF_ALL,
    pass_context=True,
)
async def rescue_stalled(context: JobContext, timestamp: int) -> None:
    """Hand the steps of a worker that no longer lives to the others."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=queue.STALLED_AFTER):
        log.warning("step of a dead worker is taken over", step=job.task_name, number=job.id)
        await manager.retry_job(job)
