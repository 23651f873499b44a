"""A whole upload becomes a file that plays and seeks, with what code found in it: length, picture, speech."""

import errno
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_noop

from paletter.interviews import media, places
from paletter.interviews.models import Recording
from paletter.interviews.places import File

UNREADABLE = {
    media.NotMedia: gettext_noop("This file is not a video recording, so nobody can watch or hear it."),
    media.MediaDamaged: gettext_noop("This recording is damaged and cannot be played."),
    media.MediaTooLong: gettext_noop("This recording is longer than can be processed."),
    media.MediaTooLarge: gettext_noop("This recording is larger than can be processed."),
}
SILENT_FILE = gettext_noop("There is no sound in this recording.")


def prepare(recording: Recording, *, now: datetime) -> None:
    """Remux, measure and find the speech and a still picture of a recording; safe to repeat.

    A file that nobody can play ends as `unusable_reason`, a sentence for candidate and recruiter. Raises
    media.DecodingTimedOut and OSError, which trying again may cure; so does an upload that can't be reached (a disk
    that is not mounted), of which nothing is known yet.
    """
    place = places.current()
    try:
        with place.reading(recording.pk, File.UPLOAD) as upload, place.writing(recording.pk, File.PLAYABLE) as playable:
            if upload.stat().st_size < recording.offset:
                raise OSError(errno.EIO, "A part of the upload is missing")
            facts = media.remux(upload, playable)
            spans = media.speech_timing(playable).spans if facts.has_audio else ()
            has_poster = facts.has_video and _poster(recording, playable)
    except tuple(UNREADABLE) as error:
        recording.unusable_reason = UNREADABLE[type(error)]
    else:
        recording.container = facts.container
        recording.duration = facts.duration
        recording.width, recording.height = facts.width, facts.height
        recording.has_video = facts.has_video
        recording.has_poster = has_poster
        recording.speech_spans = [list(span) for span in spans]
        recording.unusable_reason = "" if facts.has_audio else SILENT_FILE
    recording.prepared_at = now
    recording.save(
        update_fields=[
            "container", "duration", "width", "height", "has_video", "has_poster", "speech_spans", "unusable_reason",
            "prepared_at",
        ]
    )  # fmt: skip


def _poster(recording: Recording, playable: Path) -> bool:
    """Make the still picture; an answer without one is an answer all the same."""
    try:
        with places.current().writing(recording.pk, File.POSTER) as target:
            return media.poster(playable, target) is not None
    except media.MediaError:
        return False
