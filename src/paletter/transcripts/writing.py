"""Texts that candidates wrote become words like those that were heard, but without times."""

from datetime import datetime

from paletter.interviews.models import AnswerKind, Interview
from paletter.transcripts.models import Source, Transcript

ENGINE = "written"


def write_down(interview: Interview, *, now: datetime) -> None:
    """Store the words of every text that was handed in; safe to repeat, and what is stored stays as it is."""
    for answer in interview.answers.filter(kind=AnswerKind.TEXT, kept_at__isnull=False, written=None):
        Transcript.objects.get_or_create(
            answer=answer,
            source=Source.WRITTEN,
            defaults={
                "engine": ENGINE,
                "language": interview.language or "en",
                "words": [[0.0, 0.0, word, None] for word in answer.text.split()],
                "is_trusted": True,
                "made_by_id": interview.candidate_id,
                "created_at": now,
            },
        )
