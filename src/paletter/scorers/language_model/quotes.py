"""Finds a model's quotes in what was said. What nobody said is struck here for its run, and later for the report. Pure.

Case and punctuation do not matter, an ellipsis parts a quote in two, and a wrong number of the answer is forgiven: what
counts is that the words were said, one after the other.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from paletter.scorers.language_model.prompt import FEWEST_WORDS, Given
from paletter.scorers.language_model.reply import Quoted
from paletter.scorers.reading import Span, tokens_of
from paletter.vocabulary.scores import Evidence

MOST_WORDS = 60
"""A longer quote points at nothing: it is the answer again."""
MOST_KEPT = 8

_ELLIPSIS = re.compile(r"\[?(?:\.\s*){3,}\]?|\[?…\]?")


@dataclass(frozen=True)
class Found:
    """What became of one run's quotes: places where words stand, and quotes that stand nowhere."""

    said: tuple["Place", ...]
    struck: tuple[Evidence, ...]


@dataclass(frozen=True)
class Place:
    """Where a quote stands: tokens of the answer number `at` (from 0)."""

    at: int
    span: Span
    quoted: Quoted

    def overlaps(self, other: "Place") -> bool:
        return self.at == other.at and self.span.first <= other.span.last and other.span.first <= self.span.last


def find(quotes: Iterable[Quoted], given: Sequence[Given]) -> Found:
    """Return which of a run's quotes stand in the answers as they were given to the model, and which do not."""
    said: list[Place] = []
    struck: list[Evidence] = []
    for quote in quotes:
        places = [place for part in _parts(quote.text) if (place := _place(part, quote, given))]
        said += places
        if not places:
            struck.append(_unsaid(quote, given))
    return Found(tuple(said), tuple(struck))


def evidence(places: Iterable[Place], given: Sequence[Given]) -> tuple[Evidence, ...]:
    """Return places as evidence with the answers' own words and seconds: each passage once, the first to name it."""
    kept: list[Place] = []
    for place in places:
        if len(kept) < MOST_KEPT and not any(place.overlaps(other) for other in kept):
            kept.append(place)
    return tuple(_written(place, given[place.at]) for place in kept)


def _parts(text: str) -> Iterator[list[str]]:
    for part in _ELLIPSIS.split(text):
        tokens = tokens_of(part)
        if FEWEST_WORDS <= len(tokens) <= MOST_WORDS:
            yield tokens


def _place(wanted: list[str], quote: Quoted, given: Sequence[Given]) -> Place | None:
    """Return where the words stand: in the answer that the model names, else in any other."""
    named = quote.answer - 1
    for at in sorted(range(len(given)), key=lambda at: at != named):
        if span := _span(wanted, given[at]):
            return Place(at, span, quote)
    return None


def _span(wanted: list[str], one: Given) -> Span | None:
    texts = [token.text for token in one.reading.tokens]
    for first in range(len(texts) - len(wanted) + 1):
        last = first + len(wanted) - 1
        if texts[first : last + 1] == wanted and not any(map(one.is_silenced, range(first, last + 1))):
            return Span(first, last)
    return None


def _unsaid(quote: Quoted, given: Sequence[Given]) -> Evidence:
    """Return a quote that nobody said as it is, so that whoever checks all quotes strikes and counts it too."""
    named = quote.answer - 1 if 1 <= quote.answer <= len(given) else 0
    return Evidence(given[named].answer.id, quote.text[:500], 0.0, 0.0, quote.behaviour, quote.against)


def _written(place: Place, one: Given) -> Evidence:
    text, start, end = one.reading.quote(place.span)
    return Evidence(one.answer.id, text, start, end, place.quoted.behaviour, place.quoted.against)
