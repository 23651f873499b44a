"""An answer in parts of a sentence or less, and the signs that each part bears.

A sign is a word (`ask`), two words in a row (`ask <them>`), a word of a clause that tells what the speaker did
(`did: ask`), a word behind a "not" (`not: ask`), a way of telling (`told by the speaker`) or a pattern of the rules
(`pattern: service.asked`). What a part shows is told from its signs alone, not from the parts around it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from paletter.scorers.indicators.behaviours import every_behaviour, shown_in
from paletter.scorers.indicators.wording import said
from paletter.scorers.reading import Reading, Span
from paletter.scorers.telling import Account, Clause, Mode

LONGEST = 20
"""A sentence of more words is parted at its clauses."""

SHORTEST = 8
TAIL = 5
"""A clause of fewer words stays with the one before it."""

REPEATED = 0.6
"""A part of which so many pairs of words stood before says it again."""

NEGATIONS = frozenset({"not", "never", "cannot", "nobody", "didnt", "dont", "wasnt", "couldnt", "wouldnt", "cant"})


@dataclass(frozen=True)
class Part:
    """Words of an answer and their signs. `is_told` is false where nothing is told that happened."""

    span: Span
    signs: frozenset[str]
    is_told: bool


def parts(given: Account) -> tuple[Part, ...]:
    """Return the parts of an account in order, without those that say again what was said before."""
    patterns = _patterns(given)
    found: list[Part] = []
    before: set[str] = set()
    for span in spans(given.reading):
        part = _part(given, span, patterns)
        rows = {sign for sign in part.signs if _is_pair(sign)}
        if part.signs and len(rows & before) < REPEATED * max(1, len(rows)):
            found.append(part)
        before |= rows
    return tuple(found)


def _is_pair(sign: str) -> bool:
    return " " in sign and ":" not in sign and not {"^", "$"}.intersection(sign.split())


def spans(reading: Reading) -> Iterator[Span]:
    """Yield the answer in sentences, longer ones at their clauses."""
    for sentence in reading.sentences:
        if sentence.last - sentence.first < LONGEST:
            yield sentence
        else:
            yield from _pieces([c for c in reading.clauses if sentence.first <= c.first and c.last <= sentence.last])


def _pieces(clauses: Sequence[Span]) -> Iterator[Span]:
    piece: Span | None = None
    for clause in clauses:
        if piece is None:
            piece = clause
        elif _is_short(piece, SHORTEST) or (_is_short(clause, TAIL) and clause.last - piece.first < LONGEST):
            piece = Span(piece.first, clause.last)
        else:
            yield piece
            piece = clause
    if piece is not None:
        yield piece


def _is_short(span: Span, least: int) -> bool:
    return span.last - span.first + 1 < least


def _part(given: Account, span: Span, patterns: Mapping[str, Sequence[Span]]) -> Part:
    places = [at for at, token in enumerate(given.stream.tokens) if span.covers(token)]
    words = given.stream.text.split()
    clauses = [c for c in given.clauses if places and c.first <= places[-1] and c.last >= places[0]]
    signs = {
        *_word_signs(words, places, clauses),
        *_told_signs(clauses),
        *(f"pattern: {key}" for key, found in patterns.items() if any(_touch(span, other) for other in found)),
    }
    return Part(span, frozenset(signs), any(clause.mode is Mode.TOLD for clause in clauses))


def _word_signs(words: Sequence[str], places: Sequence[int], clauses: Sequence[Clause]) -> Iterator[str]:
    before = "^"
    for clause in clauses:
        is_own = clause.mode is Mode.TOLD and clause.is_own
        is_negated = False
        for at in range(max(clause.first, places[0]), min(clause.last, places[-1]) + 1):
            if words[at] == "|":
                before = "^"
                continue
            word = said(words[at])
            sign = f"not: {word}" if is_negated else word
            yield sign
            yield f"{before} {sign}"
            if is_own and not is_negated:
                yield f"did: {word}"
            before = sign
            is_negated = is_negated or words[at] in NEGATIONS or words[at].endswith("n't")
    if clauses:
        yield f"{before} $"


def _told_signs(clauses: Iterable[Clause]) -> Iterator[str]:
    for clause in clauses:
        yield f"{clause.mode.value} {'by the speaker' if clause.is_own else 'of others'}"
    if not any(clause.mode is Mode.TOLD for clause in clauses):
        yield "nothing told"


def _patterns(given: Account) -> Mapping[str, Sequence[Span]]:
    return shown_in(given, every_behaviour())


def _touch(one: Span, other: Span) -> bool:
    return one.first <= other.last and one.last >= other.first
