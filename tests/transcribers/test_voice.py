"""When somebody speaks, and where a long recording may be cut."""

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest
from faster_whisper import vad
from hypothesis import given
from hypothesis import strategies as st

from paletter.transcribers import speech_windows
from paletter.transcribers.confined import ChildError
from paletter.transcribers.voice import speech_timing, speech_timing_of, utterances
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


def test_speech_is_found_in_blocks_as_it_is_found_all_at_once():
    spoken = [recording(name) for name in ("LJ050-0131.wav", "sense_0890.wav")]
    parts = [silence(1), spoken[0], silence(0.3), spoken[1], silence(28), spoken[0][:50_000], silence(2), spoken[1]]
    audio = np.concatenate(parts)
    options = vad.VadOptions(min_silence_duration_ms=250, min_speech_duration_ms=100, speech_pad_ms=50)

    at_once = tuple((one["start"] / 16_000, one["end"] / 16_000) for one in vad.get_speech_timestamps(audio, options))

    assert len(audio) > speech_windows.BLOCK
    assert speech_timing(audio).spans == at_once


def test_a_file_of_samples_is_looked_through_in_a_child(tmp_path):
    audio = np.concatenate([silence(33), recording("sense_0890.wav"), silence(1)])
    audio.astype("<f4").tofile(tmp_path / "samples")

    assert speech_timing_of(tmp_path / "samples") == speech_timing(audio)


def test_samples_that_are_no_numbers_are_silence(tmp_path):
    np.full(32_000, np.nan, "<f4").tofile(tmp_path / "samples")

    assert speech_timing_of(tmp_path / "samples").spans == ()


def test_an_empty_file_has_no_speech(tmp_path):
    (tmp_path / "samples").touch()

    assert speech_timing_of(tmp_path / "samples").duration == 0


def test_a_child_that_fails_says_so(tmp_path):
    (tmp_path / "samples").mkdir()

    with pytest.raises(ChildError):
        speech_timing_of(tmp_path / "samples")


def test_half_an_hour_takes_no_more_memory_than_a_minute(tmp_path):
    long = tmp_path / "long"
    with long.open("wb") as file:
        file.truncate(1800 * 16_000 * 4)  # sparse: takes no room
    program = (
        "import re, resource, sys; from pathlib import Path; from paletter.transcribers.voice import speech_timing_of;"
        "speech_timing_of(Path(sys.argv[1]));"
        # A process's own ru_maxrss begins with that of whoever started it, which here is as large as a test run.
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1],"
        "resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )

    found = subprocess.run(
        [sys.executable, "-c", program, str(long)], capture_output=True, text=True, check=True
    ).stdout.split()

    assert max(map(int, found)) < 300 * 1024


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
