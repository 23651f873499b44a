"""Brings an interview to its next step: reads what is true, asks `decisions.due`, defers what that names."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from paletter.flow import decisions, queue
from paletter.interviews import another_way
from paletter.interviews.models import Interview, Recording
from paletter.transcripts.models import Source


def facts(interview: Interview) -> decisions.InterviewFacts:
    """Read what the decision needs."""
    kept = Recording.objects.filter(kept_by__interview=interview).prefetch_related("transcripts")
    return decisions.InterviewFacts(
        takes=[_take(recording) for recording in kept.order_by("kept_by__position")],
        is_submitted=interview.submitted_at is not None,
        is_heard=interview.heard_at is not None,
        check_until=interview.check_until,
        is_checked=interview.checked_at is not None,
        is_scored=interview.scored_at is not None,
        is_withdrawn=interview.withdrawn_at is not None,
        is_asking_for_people=another_way.waits_for_people(interview),
    )


def _take(recording: Recording) -> decisions.TakeFacts:
    heard = [row for row in recording.transcripts.all() if row.source == Source.RECOGNISED]
    return decisions.TakeFacts(
        recording_id=str(recording.pk),
        is_prepared=recording.prepared_at is not None,
        is_heard=bool(heard),
        is_unusable=bool(recording.unusable_reason),
        has_words=any(row.words for row in heard),
    )


def expected_to_move(*, now: datetime) -> Iterable[int]:
    """Return the interviews for which a step should wait or run now: handed in, and waiting for no person."""
    handed_in = Interview.objects.filter(submitted_at__isnull=False, scored_at=None, withdrawn_at=None, trouble="")
    moving = handed_in.exclude(another_way.waiting_for_people(), heard_at__isnull=False)
    is_being_checked = Q(heard_at__isnull=False, checked_at=None, check_until__gt=now)
    return moving.exclude(is_being_checked).values_list("pk", flat=True)


@transaction.atomic
def advance(interview_id: int, *, hurry: bool = False) -> None:
    """Defer whatever an interview needs now, in the caller's transaction; safe to call at any time, by anybody.

    With `hurry`, what waits for another try is tried now.
    """
    interview = Interview.objects.select_for_update().get(pk=interview_id)
    for intent in decisions.due(facts(interview)):
        match intent:
            case decisions.Prepare(recording_id=recording):
                queue.defer(queue.PREPARE_RECORDING, recording, hurry=hurry, recording_id=recording)
            case decisions.Hear(recording_id=recording):
                queue.defer(queue.HEAR_RECORDING, recording, hurry=hurry, recording_id=recording)
            case decisions.OpenCheck(has_words=has_words):
                queue.defer(
                    queue.OPEN_CHECK, str(interview.pk), hurry=hurry, interview_id=interview.pk, has_words=has_words
                )
            case decisions.Score(at=at):
                is_now = hurry and at is None
                queue.defer(queue.SCORE_INTERVIEW, str(interview.pk), at=at, hurry=is_now, interview_id=interview.pk)
