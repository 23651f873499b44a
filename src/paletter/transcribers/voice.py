"""Finds when somebody speaks, by silero voice activity detection; needs no recogniser and no language.

Sound is read in blocks, so that an hour needs no more memory than a minute; of a file, in a child process with limits.
The model file comes in faster-whisper's wheel; nothing is downloaded.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from paletter.transcribers import speech_windows
from paletter.transcribers.confined import Limits, run_confined
from paletter.transcribers.protocol import SAMPLE_RATE, Audio
from paletter.vocabulary.transcripts import SpeechTiming

MODULE = "paletter.transcribers.voice_child"
PATIENCE_SECONDS = 60.0
PATIENCE_PER_SECOND = 0.5
"""A slow core needs a fiftieth of the sound's length."""

Span = tuple[float, float]


def speech_timing(audio: Audio) -> SpeechTiming:
    """Return the spans of speech in seconds, in order and apart; none for silence. A pause is 0.25 s or more."""
    step = speech_windows.BLOCK
    found = speech_windows.spans(audio[at : at + step] for at in range(0, len(audio), step))
    return _timing(found, len(audio))


def speech_timing_of(samples: Path) -> SpeechTiming:
    """Return the same of a file of raw float32 samples at SAMPLE_RATE, found in a child process.

    Raises confined.ChildError when the child can't do it, which is no fault of the sound's.
    """
    count = samples.stat().st_size // 4
    limits = Limits(wall_seconds=PATIENCE_SECONDS + PATIENCE_PER_SECOND * count / SAMPLE_RATE)
    answer = run_confined(MODULE, "find_speech", str(samples.resolve()), limits=limits)
    return _timing(((start, end) for start, end in answer["spans"]), count)


def _timing(found: Iterable[tuple[int, int]], samples: int) -> SpeechTiming:
    return SpeechTiming(
        spans=tuple((start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in found), duration=samples / SAMPLE_RATE
    )


def utterances(timing: SpeechTiming, *, longest: float = 20.0, margin: float = 0.2) -> list[Span]:
    """Return stretches of at most `longest` seconds that hold all speech, cut in pauses where there are pauses.

    Each gets up to `margin` seconds of the silence around it. They are in order and do not overlap.
    """
    runs: list[list[float]] = []
    for start, end in _no_longer_than(timing.spans, longest - 2 * margin):
        if runs and end - runs[-1][0] <= longest - 2 * margin:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    return _with_margin(runs, margin, timing.duration)


def _no_longer_than(spans: Sequence[Span], longest: float) -> list[Span]:
    pieces = []
    for start, end in spans:
        count = max(1, -int(-(end - start) // longest))
        step = (end - start) / count
        pieces += [(start + i * step, start + (i + 1) * step) for i in range(count)]
    return pieces


def _with_margin(runs: Sequence[Sequence[float]], margin: float, duration: float) -> list[Span]:
    """Widen each run by the margin, but only to the middle of the pause to its neighbour."""
    result = []
    for i, (start, end) in enumerate(runs):
        before = (start - runs[i - 1][1]) / 2 if i else start
        after = (runs[i + 1][0] - end) / 2 if i + 1 < len(runs) else duration - end
        result.append((start - min(margin, before), end + min(margin, max(0.0, after))))
    return result
