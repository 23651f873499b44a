"""A whole upload becomes a file that plays and seeks, with what code found in it: length, picture, speech."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from paletter.interviews import media
from paletter.interviews.models import Recording
from paletter.transcribers import voice


def folder(recording: Recording) -> Path:
    """Return where a recording's files lie: `upload` as sent, `playable` remuxed."""
    return Path(settings.MEDIA_ROOT) / str(recording.id)


def prepare(recording: Recording, *, now: datetime) -> None:
    """Remux, measure and find the speech of a recording; safe to repeat.

    A file that is no media or is damaged ends as `unusable_reason`, a sentence for the candidate. Raises
    media.MediaError only for what trying again may cure (none today).
    """
    place = folder(recording)
    try:
        facts = media.probe(place / "upload")
        media.remux(place / "upload", place / "playable")
        spans = voice.speech_timing(media.decode_audio(place / "playable")).spans if facts.has_audio else ()
    except media.MediaError as error:
        recording.unusable_reason = str(error)
    else:
        recording.container = facts.container
        recording.duration = facts.duration
        recording.width, recording.height = facts.width, facts.height
        recording.has_video = facts.has_video
        recording.speech_spans = [list(span) for span in spans]
        recording.unusable_reason = "" if facts.has_audio else "There is no sound in this recording."
    recording.prepared_at = now
    recording.save()
