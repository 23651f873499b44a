"""An answer's words as they are read: grouped where quotes stand, with doubtful words marked. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from paletter.vocabulary.transcripts import DOUBTFUL_BELOW, Segment


@dataclass(frozen=True)
class Quoted:
    """Words of an answer that carry a level of a skill; `start` in seconds."""

    competency: str
    name: str
    quote: str
    start: float


@dataclass(frozen=True)
class Word:
    """One word as it is shown; times in seconds."""

    text: str
    start: float
    end: float
    confidence: float | None = None

    @property
    def is_doubtful(self) -> bool:
        return self.confidence is not None and self.confidence < DOUBTFUL_BELOW

    @property
    def percent(self) -> str:
        """The confidence as a whole percentage; 0 when there is none."""
        return f"{100 * (self.confidence or 0.0):.0f}"

    @property
    def starts(self) -> str:
        return f"{self.start:.2f}"

    @property
    def ends(self) -> str:
        return f"{self.end:.2f}"


@dataclass(frozen=True)
class Run:
    """Neighbouring words that stand in the same quotes, or in none."""

    words: tuple[Word, ...]
    competencies: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_quoted(self) -> bool:
        return bool(self.competencies)


def runs(segments: Sequence[Segment], quotes: Iterable[Quoted]) -> tuple[Run, ...]:
    """Return all words in order, cut where a quote begins or ends.

    A quote is found by its words, nearest to its second; one that does not stand in the words marks nothing.
    """
    marks: list[tuple[Quoted, ...]] = [() for _ in segments]
    for quote in quotes:
        for place in places(segments, quote=quote.quote, start=quote.start):
            marks[place] += (quote,)
    return tuple(
        Run(
            words=tuple(_word(segments[place]) for place in alike),
            competencies=tuple(dict.fromkeys(quote.competency for quote in marks[alike[0]])),
            names=tuple(dict.fromkeys(quote.name for quote in marks[alike[0]])),
        )
        for alike in _alike(marks)
    )


def _alike(marks: Sequence[tuple[Quoted, ...]]) -> list[list[int]]:
    return [list(places) for _, places in groupby(range(len(marks)), key=lambda place: marks[place])]


def _word(segment: Segment) -> Word:
    return Word(segment.text, segment.start, segment.end, segment.confidence)


def places(segments: Sequence[Segment], *, quote: str, start: float) -> range:
    """Return where a quote's words stand, nearest to its second (`start`), or an empty range.

    A segment may hold more than one word.
    """
    wanted = letters(quote)
    best: range = range(0)
    for first in range(len(segments) if wanted else 0):
        last = _end_of(segments, first, wanted)
        if last is None:
            continue
        if not best or abs(segments[first].start - start) < abs(segments[best.start].start - start):
            best = range(first, last)
    return best


def _end_of(segments: Sequence[Segment], first: int, wanted: str) -> int | None:
    """Return the place after the segment in which `wanted` ends when it begins in `first`."""
    opening = letters(segments[first].text)
    if not opening or wanted in opening:
        return first + 1 if opening else None
    left, place = wanted, first
    while left and place < len(segments) and left.startswith(letters(segments[place].text)):
        left = left[len(letters(segments[place].text)) :]
        place += 1
    return place if not left else None


def letters(text: str) -> str:
    """Reduce text to what is heard: letters and digits, whatever the case and the punctuation."""
    return "".join(character for character in text.casefold() if character.isalnum())
