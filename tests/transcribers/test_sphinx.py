"""The built-in recogniser hears real words, knows when it does not, and never holds up its caller."""

import threading
import time
from itertools import pairwise

import numpy as np
import pytest

from paletter.transcribers.protocol import TranscriberUnavailable
from paletter.transcribers.sphinx import SphinxTranscriber
from tests.transcribers.conversation import (
    TranscriberConversation,
    recording,
    reference,
    silence,
    word_error_rate,
)


class TestSphinx(TranscriberConversation):
    @pytest.fixture(scope="class")
    @classmethod
    def transcriber(cls):
        return SphinxTranscriber()

    def test_the_same_words_are_heard_after_a_pause_at_their_later_time(self, heard):
        first = [s for s in heard.segments if s.text == "selfish"]

        assert len(first) == 2
        assert first[1].start - first[0].start == pytest.approx(8.3, abs=0.3)


def test_most_words_of_a_famous_speech_are_heard():
    heard = SphinxTranscriber().transcribe(recording("jfk.flac"), language="en-US")

    assert {"country", "fellow", "do", "you"} <= set(heard.text.split())
    assert word_error_rate(reference("jfk.flac"), heard.text) < 0.45


def test_clear_reading_is_heard_well_enough_to_be_trusted():
    heard = SphinxTranscriber().transcribe(recording("LJ050-0131.wav"))

    assert word_error_rate(reference("LJ050-0131.wav"), heard.text) < 0.4
    assert heard.is_trusted


def test_speech_drowned_in_noise_is_not_trusted():
    clear = recording("LJ050-0131.wav")
    noise = np.random.default_rng(7).normal(scale=np.std(clear), size=len(clear))

    heard = SphinxTranscriber().transcribe((clear + noise).astype(np.float32))

    assert word_error_rate(reference("LJ050-0131.wav"), heard.text) > 0.4
    assert not heard.is_trusted


def test_two_recordings_in_a_row_do_not_change_what_is_heard():
    transcriber = SphinxTranscriber()
    alone = transcriber.transcribe(recording("sense_0890.wav"))
    transcriber.transcribe(recording("LJ050-0131.wav"))

    assert transcriber.transcribe(recording("sense_0890.wav")) == alone


def test_silence_is_no_reason_for_distrust():
    assert SphinxTranscriber().transcribe(silence(3)).is_trusted


def test_another_language_is_refused_with_a_way_on():
    with pytest.raises(TranscriberUnavailable, match=r"only knows English, not “sv”.*Whisper"):
        SphinxTranscriber().transcribe(silence(1), language="sv")


def test_other_threads_go_on_while_it_listens():
    beats, done = [], threading.Event()

    def heart():
        while not done.wait(0.02):
            beats.append(time.monotonic())

    thread = threading.Thread(target=heart)
    thread.start()
    SphinxTranscriber().transcribe(recording("sense_0890.wav"))
    done.set()
    thread.join()

    assert len(beats) > 10
    assert max(b - a for a, b in pairwise(beats)) < 1.0
