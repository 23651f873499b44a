"""When somebody speaks, and where a long recording may be cut."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.transcribers.voice import speech_timing, utterances
from paletter.vocabulary.transcripts import SpeechTiming
from tests.transcribers.conversation import recording, silence


@st.composite
def timings(draw):
    time, spans = 0.0, []
    for _ in range(draw(st.integers(0, 20))):
        start = time + draw(st.floats(0.01, 5))
        time = start + draw(st.floats(0.05, 90))
        spans.append((start, time))
    return SpeechTiming(spans=tuple(spans), duration=time + draw(st.floats(0, 5)))


def test_speech_is_found_between_silences():
    spoken = recording("LJ050-0131.wav")

    timing = speech_timing(np.concatenate([silence(3), spoken, silence(3)]))

    assert timing.spans[0][0] == pytest.approx(3.0, abs=0.3)
    assert timing.spans[-1][1] == pytest.approx(3.0 + len(spoken) / 16_000, abs=0.5)
    assert timing.duration == pytest.approx(6.0 + len(spoken) / 16_000)


@pytest.mark.parametrize(
    "audio",
    [silence(0), silence(0.01), silence(5), np.full(48_000, 0.2, np.float32)],
    ids=["nothing", "a blink", "silence", "a constant"],
)
def test_no_speech_is_found_where_there_is_none(audio):
    assert speech_timing(audio).spans == ()


def test_noise_is_no_speech():
    noise = np.random.default_rng(3).normal(scale=0.1, size=80_000).astype(np.float32)

    assert speech_timing(noise).speech_seconds < 0.5


def test_short_spans_are_listened_to_together():
    timing = SpeechTiming(spans=((1, 3), (4, 6), (7, 9)), duration=10)

    assert utterances(timing) == [(0.8, 9.2)]


def test_long_talk_is_cut_in_a_pause():
    timing = SpeechTiming(spans=((0, 12), (13, 24)), duration=24)

    assert utterances(timing) == [(0.0, 12.2), (12.8, 24.0)]


@given(timings())
def test_utterances_hold_all_speech_in_order_and_apart_and_are_never_long(timing):
    cut = utterances(timing)

    assert all(0 <= a < b <= timing.duration and b - a <= 20.001 for a, b in cut)
    assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(cut))
    covered = sum(min(b, d) - max(a, c) for a, b in cut for c, d in timing.spans if max(a, c) < min(b, d))
    assert covered == pytest.approx(timing.speech_seconds)
