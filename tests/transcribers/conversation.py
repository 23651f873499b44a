"""What every recogniser must do, whatever it understands: each engine's test class inherits these."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from paletter.interviews import media
from paletter.transcribers.protocol import SAMPLE_RATE

SPEECH = Path(__file__).parent.parent / "data" / "speech"


@cache
def recording(name):
    return media.decode_audio(SPEECH / name)


@cache
def reference(name):
    lines = (SPEECH / "references.tsv").read_text().splitlines()
    return dict(line.split("\t") for line in lines)[name]


def silence(seconds):
    return np.zeros(int(seconds * SAMPLE_RATE), np.float32)


def word_error_rate(said, heard):
    """Words put in, left out or mistaken, per word said."""
    wanted, got = said.split(), heard.split()
    row = list(range(len(got) + 1))
    for i, word in enumerate(wanted, 1):
        above, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (word != other))
    return row[-1] / len(wanted)


class TranscriberConversation:
    """A subclass gives a class-scoped fixture `transcriber`."""

    @pytest.fixture(scope="class")
    @classmethod
    def audio(cls):
        # speech, a long pause, the same speech again
        spoken = recording("sense_0890.wav")
        return np.concatenate([silence(1), spoken, silence(3), spoken])

    @pytest.fixture(scope="class")
    @classmethod
    def heard(cls, transcriber, audio):
        return transcriber.transcribe(audio)

    def test_words_come_in_order_of_time(self, heard):
        starts = [segment.start for segment in heard.segments]

        assert starts
        assert starts == sorted(starts)

    def test_times_are_inside_the_recording(self, heard, audio):
        assert all(0 <= s.start <= s.end <= len(audio) / SAMPLE_RATE for s in heard.segments)

    def test_each_segment_is_a_word_with_text(self, heard):
        assert all(segment.text and segment.text == segment.text.strip() for segment in heard.segments)

    def test_confidences_are_shares(self, heard):
        assert all(s.confidence is None or 0 <= s.confidence <= 1 for s in heard.segments)

    def test_the_transcript_names_its_engine_and_language(self, heard, transcriber):
        assert heard.engine == transcriber.name
        assert len(heard.language) == 2

    def test_silence_has_no_words(self, transcriber):
        assert transcriber.transcribe(silence(4)).segments == ()

    def test_a_recording_without_length_has_no_words(self, transcriber):
        assert transcriber.transcribe(silence(0)).segments == ()

    def test_the_audio_is_left_as_it_was(self, transcriber):
        audio = recording("sense_0890.wav")
        before = audio.copy()

        transcriber.transcribe(audio)

        assert np.array_equal(audio, before)
