"""A recording becomes words in the language that was spoken, whichever that is."""

import pytest

from paletter.interviews import places
from paletter.interviews.models import Interview, Recording
from paletter.interviews.places import File
from paletter.transcribers.protocol import TranscriberUnavailable
from paletter.transcribers.scripted import ScriptedTranscriber
from paletter.transcribers.sphinx import SphinxTranscriber
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


def test_where_nobody_says_what_is_spoken_the_engine_finds_it_out(recording):
    row = hearing.hear(recording, transcriber=German(GERMAN))

    assert row.language == "de"


def asked_in(language, recording):
    version = recording.answer.interview.template_version
    version.content["language"] = language
    version.save(update_fields=["content"])
    return Recording.objects.get(pk=recording.pk)


def test_the_engine_is_told_the_language_that_the_template_asks_for(recording):
    row = hearing.hear(asked_in("fr", recording), transcriber=German(GERMAN))

    assert row.language == "fr"


def test_what_was_agreed_with_one_person_goes_before_the_template(recording):
    Interview.objects.update(language="no")

    row = hearing.hear(asked_in("fr", recording), transcriber=German(GERMAN))

    assert row.language == "no"


def test_an_engine_that_does_not_know_the_language_says_so(recording):
    with pytest.raises(TranscriberUnavailable, match="only knows English"):
        hearing.hear(asked_in("de", recording), transcriber=SphinxTranscriber())


def test_a_recording_is_heard_once(recording):
    first = hearing.hear(recording, transcriber=German(GERMAN))

    assert hearing.hear(recording, transcriber=ScriptedTranscriber("something else")) == first
