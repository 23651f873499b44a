"""What was heard: words with times (seconds from the start of the recording) and the recogniser's confidence."""

from dataclasses import dataclass

DOUBTFUL_BELOW = 0.5
"""Confidence under which a word is marked as perhaps misheard, for the candidate and for the recruiter alike."""


@dataclass(frozen=True)
class Segment:
    """One word, or a short run of words, as heard.

    `start` and `end` are seconds from the start of the recording, 0 <= start <= end. `confidence` is 0..1, or None
    when the engine gives none (a person's correction, for instance).
    """

    start: float
    end: float
    text: str
    confidence: float | None = None

    @property
    def is_doubtful(self) -> bool:
        return self.confidence is not None and self.confidence < DOUBTFUL_BELOW


@dataclass(frozen=True)
class Transcript:
    """A recording in words. `segments` are words in order of time; `language` is an ISO 639-1 code.

    `is_trusted` is False when the engine itself says its words should not be scored before a person checked them.
    """

    language: str
    engine: str
    segments: tuple[Segment, ...]
    is_trusted: bool = True

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def confidence(self) -> float | None:
        """The mean confidence of the words that have one, or None."""
        known = [s.confidence for s in self.segments if s.confidence is not None]
        return sum(known) / len(known) if known else None


@dataclass(frozen=True)
class SpeechTiming:
    """When somebody spoke, found by voice activity alone: (start, end) spans in seconds, and the whole length."""

    spans: tuple[tuple[float, float], ...]
    duration: float

    @property
    def speech_seconds(self) -> float:
        return sum(end - start for start, end in self.spans)
