"""An interview is brought to its next step, in the transaction of whoever asks."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from paletter.flow import advance, queue
from paletter.interviews.models import Interview, Recording
from paletter.transcripts.models import Source, Transcript
from tests.cast import NOON, an_interview

pytestmark = pytest.mark.django_db


def waiting_steps() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def keep_all(interview: Interview, **fields: object) -> list[Recording]:
    kept = []
    for answer in interview.answers.all():
        recording = Recording.objects.create(answer=answer, take=1, completed_at=NOON, **fields)
        answer.kept = recording
        answer.save()
        kept.append(recording)
    return kept


def hear(recording: Recording, words: list[list[object]]) -> None:
    Transcript.objects.create(
        recording=recording, source=Source.RECOGNISED, engine="told", language="en", words=words, is_trusted=True
    )


def test_every_kept_take_is_prepared() -> None:
    interview = an_interview()
    keep_all(interview)
    advance.advance(interview.pk)
    assert waiting_steps() == [queue.PREPARE_RECORDING.name] * 6


def test_asking_twice_defers_once() -> None:
    interview = an_interview()
    keep_all(interview)
    advance.advance(interview.pk)
    advance.advance(interview.pk)
    assert len(waiting_steps()) == 6


def test_a_transaction_that_fails_defers_nothing() -> None:
    interview = an_interview()
    keep_all(interview)
    with pytest.raises(RuntimeError), transaction.atomic():
        advance.advance(interview.pk)
        raise RuntimeError
    assert waiting_steps() == []


def test_a_take_that_was_not_kept_is_left_alone() -> None:
    interview = an_interview()
    Recording.objects.create(answer=interview.answers.first(), take=1, completed_at=NOON)
    advance.advance(interview.pk)
    assert waiting_steps() == []


def test_all_answers_in_words_open_the_check() -> None:
    interview = an_interview(submitted_at=NOON)
    for recording in keep_all(interview, prepared_at=NOON):
        hear(recording, [[0.0, 0.4, "hello", 0.9]])
    advance.advance(interview.pk)
    assert waiting_steps() == [queue.OPEN_CHECK.name]


def test_scoring_is_set_for_the_end_of_the_check_and_comes_at_once_when_it_is_confirmed() -> None:
    interview = an_interview(submitted_at=NOON, heard_at=NOON, check_until=NOON + timedelta(hours=24))
    for recording in keep_all(interview, prepared_at=NOON):
        hear(recording, [[0.0, 0.4, "hello", 0.9]])
    advance.advance(interview.pk)
    interview.checked_at = NOON
    interview.save()
    advance.advance(interview.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs ORDER BY id")
        planned = [row[0] for row in cursor.fetchall()]
    assert planned == [NOON + timedelta(hours=24), None]
