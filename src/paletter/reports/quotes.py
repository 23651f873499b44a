"""The quotes of one skill as a reader wants them: the same words once, with all that they show. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paletter.reports import reading
from paletter.vocabulary.scores import Evidence
from paletter.vocabulary.transcripts import Segment

FEW = 3
"""So many quotes are shown at once; where there are more, one less, and the others are folded away."""


@dataclass(frozen=True)
class Passage:
    """Words of one answer that carry a level, and every behaviour that they show; times in seconds.

    `against` is true of words that lower the level.
    """

    answer_id: str
    quote: str
    start: float
    end: float
    behaviours: tuple[str, ...]
    against: bool = False


@dataclass(frozen=True)
class _Found:
    """A passage and its words' places in the answer; an empty range when it does not stand there."""

    passage: Passage
    places: range


def passages(evidence: Sequence[Evidence], words: Mapping[str, Sequence[Segment]]) -> tuple[Passage, ...]:
    """Return each passage once: those that show most behaviours first, else in the order given; those against last.

    `words` are the answers' by id. Two quotes of an answer are one passage when they say the same, one holds the
    other, or they share more than half of the shorter one; then all their words are shown. Words that speak for the
    level and the same words against it stay two.
    """
    found: list[_Found] = []
    for one in evidence:
        segments = words.get(one.answer_id, ())
        new, stands = _found(one, segments), len(found)
        while (place := next((n for n, old in enumerate(found) if _is_same(old, new)), None)) is not None:
            new, stands = _joined(found.pop(place), new, segments), min(stands, place)
        found.insert(stands, new)
    return tuple(
        sorted((one.passage for one in found), key=lambda passage: (passage.against, -len(passage.behaviours)))
    )


def shown_at_once(passages_of_skill: Sequence[Passage]) -> int:
    """Return how many of a skill's passages stand open; a fold for a single one would save nothing."""
    return len(passages_of_skill) if len(passages_of_skill) <= FEW else FEW - 1


def open_and_folded(passages_of_skill: Sequence[Passage]) -> tuple[Sequence[Passage], Sequence[Passage]]:
    """Part a skill's passages into those that stand open and the others. What lowers a level is never folded away."""
    few = shown_at_once(passages_of_skill)
    against = [passage for passage in passages_of_skill[few:] if passage.against]
    return [*passages_of_skill[:few], *against], [p for p in passages_of_skill[few:] if not p.against]


def _found(one: Evidence, segments: Sequence[Segment]) -> _Found:
    behaviours = (one.behaviour,) if one.behaviour else ()
    passage = Passage(one.answer_id, one.quote, one.start, one.end, behaviours, one.against)
    return _Found(passage, reading.places(segments, quote=one.quote, start=one.start))


def _is_same(one: _Found, other: _Found) -> bool:
    if (one.passage.answer_id, one.passage.against) != (other.passage.answer_id, other.passage.against):
        return False
    if not one.places or not other.places:
        return reading.letters(one.passage.quote) == reading.letters(other.passage.quote)
    shared = min(one.places.stop, other.places.stop) - max(one.places.start, other.places.start)
    return 2 * shared > min(len(one.places), len(other.places))


def _joined(one: _Found, other: _Found, segments: Sequence[Segment]) -> _Found:
    places = range(min(one.places.start, other.places.start), max(one.places.stop, other.places.stop))
    whole = next((each.passage.quote for each in (one, other) if each.places == places), None)
    return _Found(
        Passage(
            answer_id=one.passage.answer_id,
            quote=whole if whole is not None else " ".join(segments[place].text for place in places),
            start=min(one.passage.start, other.passage.start),
            end=max(one.passage.end, other.passage.end),
            behaviours=tuple(dict.fromkeys(one.passage.behaviours + other.passage.behaviours)),
            against=one.passage.against,
        ),
        places,
    )
