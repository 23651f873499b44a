"""A candidate's saved answer as report/_player.html plays it: where its recording and its captions are."""

from dataclasses import dataclass

from django.urls import reverse

from paletter.interviews.models import Answer, AnswerKind, Recording
from paletter.transcripts.models import Transcript


@dataclass(frozen=True)
class Playing:
    """What the player needs. `captions` is an address, empty while nothing was written down."""

    position: int
    recording: str
    has_picture: bool
    captions: str
    language: str
    variant: str
    """Where another version is, for a browser that can't play the recording."""


def of(answer: Answer) -> Playing | None:
    """Return how an answer plays, or None for one that has no recording or none that can be played."""
    take = answer.kept
    if take is None or take.unusable_reason:
        return None
    words = _words(take)
    return Playing(
        position=answer.position,
        recording=reverse("report:recording", args=[take.pk]),
        has_picture=_has_picture(take),
        captions=reverse("report:captions", args=[take.pk]) if words and words.words else "",
        language=words.language if words else "",
        variant=reverse("report:variant", args=[take.pk]),
    )


def _has_picture(take: Recording) -> bool:
    """What code found in the file; before it looked, what the candidate set out to record."""
    return take.has_video if take.prepared_at else take.kind != AnswerKind.AUDIO


def _words(take: Recording) -> Transcript | None:
    return next(iter(sorted(take.transcripts.all(), key=lambda row: row.created_at)), None)
