"""The scripted recogniser says what it was told, where somebody speaks."""

import pytest

from paletter.transcribers.scripted import ScriptedTranscriber
from paletter.transcribers.voice import speech_timing
from tests.transcribers.conversation import TranscriberConversation, recording

TEXT = "I noticed that she was shivering and brought a blanket"


class TestScripted(TranscriberConversation):
    @pytest.fixture(scope="class")
    @classmethod
    def transcriber(cls):
        return ScriptedTranscriber(TEXT)


def test_it_says_all_the_words_that_it_was_told():
    assert ScriptedTranscriber(TEXT).transcribe(recording("jfk.flac")).text == TEXT


def test_its_words_lie_in_the_speech_that_was_found():
    audio = recording("jfk.flac")

    heard = ScriptedTranscriber(TEXT).transcribe(audio)

    spans = speech_timing(audio).spans
    assert all(any(a - 0.01 <= s.start <= b + 0.01 for a, b in spans) for s in heard.segments)


def test_it_can_be_told_to_doubt():
    heard = ScriptedTranscriber(TEXT, confidence=0.2, is_trusted=False).transcribe(recording("sense_0890.wav"))

    assert heard.confidence == pytest.approx(0.2)
    assert not heard.is_trusted
