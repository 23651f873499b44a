"""A recogniser that says what it was told: for demonstrations, tests and text that is already known.

It listens for speech like the others do, so silence stays silence; only the words are given.
"""

from paletter.transcribers import voice
from paletter.transcribers.protocol import Audio
from paletter.vocabulary.transcripts import Segment, SpeechTiming, Transcript


class ScriptedTranscriber:
    """Spreads `text` evenly over the speech that it finds. `confidence` is told for each word."""

    name = "scripted"

    def __init__(self, text: str, *, confidence: float | None = 1.0, is_trusted: bool = True) -> None:
        self._words = text.split()
        self._confidence = confidence
        self._is_trusted = is_trusted

    def transcribe(self, audio: Audio, *, language: str | None = None) -> Transcript:
        """Return the told words with times inside the speech that was found; no words when nobody spoke."""
        timing = voice.speech_timing(audio)
        count = len(self._words) if timing.spans else 0
        share = timing.speech_seconds / count if count else 0.0
        segments = tuple(
            Segment(_at(timing, i * share), _at(timing, (i + 1) * share), self._words[i], self._confidence)
            for i in range(count)
        )
        return Transcript(language or "en", self.name, segments, self._is_trusted)


def _at(timing: SpeechTiming, spoken: float) -> float:
    """The second of the recording at which `spoken` seconds of speech have passed."""
    for start, end in timing.spans:
        if spoken <= end - start:
            return start + spoken
        spoken -= end - start
    return timing.spans[-1][1]
