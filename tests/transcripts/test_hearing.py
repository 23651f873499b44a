"""A recording becomes words in the language that was spoken, whichever that is."""

import pytest

from paletter.interviews import places
from paletter.interviews.models import Recording
from paletter.interviews.places import File
from paletter.transcribers.scripted import ScriptedTranscriber
from paletter.transcripts import hearing
from tests.cast import an_interview
from tests.interviews.clips import a_clip

GERMAN = "Ich habe der Frau das Gepäck auf ihr Zimmer getragen"


class German(ScriptedTranscriber):
    """Finds out that German is spoken, unless it is told otherwise."""

    def transcribe(self, audio, *, language=None):
        return super().transcribe(audio, language=language or "de")


@pytest.fixture
def recording(settings, tmp_path, db):
    settings.MEDIA_ROOT = str(tmp_path)
    recording = Recording.objects.create(answer=an_interview().answers.get(position=1), take=1, duration=3.0)
    with places.current().writing(recording.pk, File.PLAYABLE) as playable:
        a_clip(playable)
    return recording


def test_nobody_tells_the_engine_what_is_spoken(recording):
    row = hearing.hear(recording, transcriber=German(GERMAN))

    assert row.language == "de"


def test_a_recording_is_heard_once(recording):
    first = hearing.hear(recording, transcriber=German(GERMAN))

    assert hearing.hear(recording, transcriber=ScriptedTranscriber("something else")) == first
