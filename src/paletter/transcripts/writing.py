"""Texts that candidates wrote become words like those that were heard, but without times."""

from datetime import datetime

from paletter.interviews.models import AnswerKind, Interview
from paletter.transcripts.models import Source, Transcript

ENGINE = "written"


def write_down(interview: Interview, *, now: datetime) -> None:
    """Store the words of every text that was handed in; safe to repeat, and what is stored stays as it is.

    Save where the interview was opened again since and the text is another one now: a new row takes the place of the
    old. An earlier scoring keeps the quotes that it took from it.
    """
    _drop_replaced(interview)
    for answer in interview.answers.filter(kind=AnswerKind.TEXT, kept_at__isnull=False, written=None):
        Transcript.objects.get_or_create(
            answer=answer,
            source=Source.WRITTEN,
            defaults={
                "engine": ENGINE,
                "language": interview.answered_in or "en",
                "words": [[0.0, 0.0, word, None] for word in answer.text.split()],
                "is_trusted": True,
                "made_by_id": interview.candidate_id,
                "created_at": now,
            },
        )


def _drop_replaced(interview: Interview) -> None:
    if interview.reopened_at is None:
        return
    earlier = Transcript.objects.filter(answer__interview=interview, created_at__lt=interview.reopened_at)
    for row in earlier.select_related("answer"):
        answer = row.answer
        if answer is None or not answer.is_written or answer.text.split() != row.value.text.split():
            row.delete()
