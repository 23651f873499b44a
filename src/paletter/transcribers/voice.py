"""Finds when somebody speaks, by silero voice activity detection; needs no recogniser and no language.

The model file comes in faster-whisper's wheel; nothing is downloaded.
"""

from collections.abc import Sequence

from faster_whisper import vad

from paletter.transcribers.protocol import SAMPLE_RATE, Audio
from paletter.vocabulary.transcripts import SpeechTiming

PAUSE_MS = 250
SHORTEST_SPEECH_MS = 100
PAD_MS = 50

Span = tuple[float, float]


def speech_timing(audio: Audio) -> SpeechTiming:
    """Return the spans of speech in seconds, in order and apart; none for silence. A pause is 0.25 s or more."""
    duration = len(audio) / SAMPLE_RATE
    if not len(audio):
        return SpeechTiming(spans=(), duration=0.0)
    options = vad.VadOptions(
        min_silence_duration_ms=PAUSE_MS, min_speech_duration_ms=SHORTEST_SPEECH_MS, speech_pad_ms=PAD_MS
    )
    found = vad.get_speech_timestamps(audio, options)
    spans = tuple((s["start"] / SAMPLE_RATE, min(duration, s["end"] / SAMPLE_RATE)) for s in found)
    return SpeechTiming(spans=spans, duration=duration)


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
