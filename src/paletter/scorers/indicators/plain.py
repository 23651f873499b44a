"""An answer in plain words: as a hurried listener writes it down, whoever said it and however it was written.

Case, punctuation, fillers, articles, stammering, words of dialect and small slips of grammar ("we was", "he have") are
gone, and so is what talks to the scorer or is said again word for word: none of that can change what is found. Each
plain word knows the word that it stands for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from paletter.scorers import instructions
from paletter.scorers.gates import STOP_WORDS
from paletter.scorers.indicators import wording
from paletter.scorers.reading import LONGEST_QUOTE, Reading, Span
from paletter.vocabulary.transcripts import Segment

SAME = {
    "were": "was", "weren't": "wasn't", "are": "is", "am": "is", "aren't": "isn't", "has": "have", "hasn't": "haven't",
    "does": "do", "doesn't": "don't", "says": "say", "cos": "because", "'cause": "because", "cause": "because",
    "ye": "you", "aye": "yes", "yeah": "yes", "yep": "yes", "nope": "no", "kids": "children", "maybe": "perhaps",
    "everybody": "everyone", "somebody": "someone", "nobody": "no one", "lads": "guys", "wee": "little",
    "nowt": "nothing", "summat": "something", "owt": "anything",
    "gonna": "going", "wanna": "want", "gotta": "got", "done": "did", "seen": "saw", "come": "came",
}  # fmt: skip
"""Words that are one to the scorer: forms that speakers of dialects and second languages use for one another."""

CONTRACTED = {"can't": "can not", "cannot": "can not", "won't": "will not", "ain't": "is not"}
TELLING = 6
"""A quote of so many words tells enough by itself."""
AGAIN = 8
"""Whoever says so many words in a row again adds nothing by it."""


@dataclass(frozen=True)
class Plain:
    """`reading` is of the plain words; `said` of the words as they were given, which are what is quoted."""

    said: Reading
    reading: Reading
    places: tuple[int, ...]
    """For each plain word the index of the given word that it stands for."""

    def quote(self, span: Span, signs: Sequence[str] = ()) -> tuple[str, float, float]:
        """Return given words to quote for a span of plain ones, with the seconds at which they begin and end.

        They are the sentence or clause that holds the words of most signs and those beside it that belong to the span,
        25 words at most; without signs all words.
        """
        at = self._place(span, signs)
        if at is not None:
            return self.said.quote(self._widened(self.said.around(Span(at, at)), span))
        first, last = self.words(span)
        words = self.said.words[first : min(last + 1, first + LONGEST_QUOTE)]
        return " ".join(word.text for word in words), words[0].start, max(word.end for word in words)

    def _widened(self, chosen: Span, span: Span) -> Span:
        """Return the chosen words, where they are few with the clauses around them that the span holds: what shows a
        behaviour is the whole part, and a short clause alone ("so, hot water") tells nobody why.
        """
        first, last = self.words(span)
        middles = {clause: self.said.tokens[(clause.first + clause.last) // 2].word for clause in self.said.clauses}
        inside = [clause for clause, middle in middles.items() if first <= middle <= last]
        for clause in sorted(inside, key=lambda clause: abs(clause.first - chosen.first)):
            wider = Span(min(chosen.first, clause.first), max(chosen.last, clause.last))
            if chosen.last - chosen.first < TELLING - 1 and wider.last - wider.first < LONGEST_QUOTE:
                chosen = wider
        return chosen

    def _place(self, span: Span, signs: Sequence[str]) -> int | None:
        """Return a given token that the signs name, in the clause that holds most of them; None where none does."""
        named = {word for sign in signs if not sign.startswith("pattern") for word in sign.split(": ")[-1].split()}
        tokens = [at for at in range(span.first, span.last + 1) if wording.said(self._text(at)) in named]
        if not tokens:
            return None
        places = {at: self._given(at) for at in tokens}
        clauses = {at: next(c for c in self.said.clauses if c.covers(place)) for at, place in places.items()}
        weights: dict[Span, float] = {}
        for at in tokens:
            weights[clauses[at]] = weights.get(clauses[at], 0.0) + self._weight(at)
        best = max(tokens, key=lambda at: (weights[clauses[at]], self._weight(at)))
        return places[best]

    def _text(self, token: int) -> str:
        return self.reading.tokens[token].text

    def _given(self, token: int) -> int:
        place = self.places[self.reading.tokens[token].word]
        return next(at for at, given in enumerate(self.said.tokens) if given.word == place)

    def _weight(self, token: int) -> float:
        """Small words and people stand everywhere: what is quoted is chosen by the others."""
        text = self._text(token)
        return 0.1 if text in STOP_WORDS or wording.said(text).startswith("<") else 1.0

    def words(self, span: Span) -> tuple[int, int]:
        """Return the first and the last given word of a span of plain ones."""
        tokens = self.reading.tokens
        return self.places[tokens[span.first].word], self.places[tokens[span.last].word]


def plain(words: Sequence[Segment]) -> Plain:
    """Return an answer in plain words."""
    said = Reading(words)
    stream = said.stream(instructions.addressing_the_scorer(said))
    places = [said.tokens[token].word for token in stream.tokens]
    spoken = [
        (part, at)
        for text, at in zip(stream.text.split(), places, strict=True)
        if text != "|"
        for part in _same(text).split()
    ]
    kept = [(part, at) for (part, at), is_new in zip(spoken, _new([part for part, _ in spoken]), strict=True) if is_new]
    segments = [Segment(words[at].start, words[at].end, part) for part, at in kept]
    return Plain(said, Reading(segments), tuple(at for _, at in kept))


def _same(word: str) -> str:
    word = SAME.get(word, word)
    return CONTRACTED.get(word, f"{word[:-3]} not" if word.endswith("n't") else word)


def _new(words: Sequence[str]) -> list[bool]:
    """Return for each word whether it is said for the first time: not one of so many in a row that came before."""
    first: dict[tuple[str, ...], int] = {}
    is_new = [True] * len(words)
    for at in range(len(words) - AGAIN + 1):
        run = tuple(words[at : at + AGAIN])
        if first.setdefault(run, at) + AGAIN <= at:
            is_new[at : at + AGAIN] = [False] * AGAIN
    return is_new
