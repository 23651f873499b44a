"""Interviews whose words are there already, so that steps after them need neither files nor recognisers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from paletter.interviews.models import Interview, Recording
from paletter.transcripts.models import Source, Transcript
from tests.cast import NOON, a_job, a_template, an_interview

HEARD = (
    "last summer at the front desk i noticed that a guest was limbing and could not carry her bags she had not asked "
    "for anything i asked her if she was all right i carried the bags to her room and i asked the kitchen for ice "
    "later i called her room to check that she was well she thanked me and wrote that she would come back"
)
SAID = (
    "Last summer at the front desk I noticed that a guest was limping and could not carry her bags. She had not asked "
    "for anything. I asked her if she was all right, I carried the bags to her room and I asked the kitchen for ice. "
    "Later I called her room to check that she was well. She thanked me and wrote that she would come back."
)


def a_heard_interview(text: str = HEARD, **fields: Any) -> Interview:
    """Return Carol's short interview, handed in, with these words in each answer."""
    values: dict[str, Any] = {"submitted_at": NOON, "heard_at": NOON} | fields
    interview = an_interview(a_job(template=a_template("guest-service-short")), **values)
    for answer in interview.answers.all():
        take = Recording.objects.create(
            answer=answer, take=1, completed_at=NOON, prepared_at=NOON, duration=60.0, speech_spans=[[0.0, 60.0]]
        )
        answer.kept = take
        answer.save()
        words = [[0.4 * i, 0.4 * i + 0.3, word, 0.9] for i, word in enumerate(text.split())]
        Transcript.objects.create(
            recording=take, source=Source.RECOGNISED, engine="told", language="en", words=words, is_trusted=True
        )
    return interview


def waiting(*, step: str) -> Sequence[datetime | None]:
    """Return for when the waiting steps of a name are planned; None is now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE status = 'todo' AND task_name = %s ORDER BY id", [step]
        )
        return [row[0] for row in cursor.fetchall()]
