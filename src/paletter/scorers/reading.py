"""Reads an answer into tokens, sentences and clauses that all know their words, and so their seconds.

Works alike on written text and on what a recogniser gives: no case, no punctuation. Where punctuation is missing,
pauses and connecting words part the sentences. `Reading.stream` is what rules look at: without fillers, articles,
stammered repeats and case, so that neither a hesitation nor a slip of grammar can change what is found.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from paletter.vocabulary.transcripts import Segment


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


FILLERS = _words(
    "um uhm umm uh uhh er err erm ah hmm hm mm mhm eh like basically actually literally honestly just really very quite"
)
FILLER_PAIRS = frozenset({("you", "know"), ("i", "mean"), ("sort", "of"), ("kind", "of")})
ARTICLES = _words("a an the")
CONNECTIVES = _words("and but so because then when while after before which although however finally")

PREPOSITIONS = _words("in of at on for to with from by during")
COORDINATORS = _words("and but so")
SUBJECTS = _words("i we he she they it there this that then")
"""What a clause begins with after "and" and "but": "bread and milk" stays together."""

HANGING = _words("because when while after before which although that who whose until since if whether what how why as")
"""What a clause begins with that is quoted with the one before it."""

PAUSE = 0.7
"""Seconds of silence that end a sentence where nobody wrote a full stop."""

LONGEST_QUOTE = 25
"""So many words a person reads at a glance: no quote has more."""

SHORT_SENTENCE = 16
"""A sentence of no more words is quoted whole, since it reads better than a part of it."""

FEWEST_WORDS = 5
"""A quote of fewer words is widened, if its sentence has more."""

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*$")
_CLAUSE_END = re.compile(r"[,;:–—]+[\"'”’)\]]*$")
_SPELLED_OUT = {"i'm": "i am", "i've": "i have", "we're": "we are", "we've": "we have", "they're": "they are"}


@dataclass(frozen=True)
class Token:
    """A word as rules see it: lower case, bare. `word` is the index of the segment that it stands in."""

    text: str
    word: int


@dataclass(frozen=True)
class Span:
    """Tokens `first` to `last`, both included, as indexes into a reading's tokens."""

    first: int
    last: int

    def covers(self, token: int) -> bool:
        return self.first <= token <= self.last


def tokens_of(text: str) -> list[str]:
    """Return the bare lower-case words of a text; quotes, case, punctuation and width of characters do not matter."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("‘", "'").replace("`", "'")
    return _TOKEN.findall(plain)


@dataclass(frozen=True)
class Stream:
    """The tokens that rules look at, as one line of text with a blank before and after each."""

    text: str
    starts: tuple[int, ...]
    tokens: tuple[int, ...]

    def span(self, begin: int, end: int) -> Span:
        """Return the tokens of the characters `begin` to `end` of the line."""
        return Span(self.tokens[self._at(begin)], self.tokens[self._at(end - 1)])

    def _at(self, position: int) -> int:
        return max(0, bisect_right(self.starts, position) - 1)


class Reading:
    """One answer, read. `words` are its segments as they were given."""

    def __init__(self, words: Sequence[Segment]) -> None:
        self.words = tuple(words)
        self.tokens = tuple(
            Token(text, index) for index, word in enumerate(self.words) for text in tokens_of(word.text)
        )

    @cached_property
    def is_punctuated(self) -> bool:
        """Whether somebody set full stops: one in every forty words at least."""
        ends = sum(1 for word in self.words if _SENTENCE_END.search(word.text.rstrip()))
        return ends * 40 >= len(self.tokens)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The answer in sentences, or what stands in for them, in order and without gaps."""
        return tuple(self._spans(self._ends_sentence))

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """The answer in clauses: parted at commas and connecting words, none much shorter than four words."""
        return tuple(self._spans(self._ends_clause))

    def stream(self, without: Collection[Span] = ()) -> Stream:
        """Return the tokens that rules look at; the sentences in `without` are left out and leave a bar behind."""
        text, starts, kept = " ", [], []
        for index, token in self._telling():
            shown = "|" if any(span.covers(index) for span in without) else _SPELLED_OUT.get(token.text, token.text)
            for part in shown.split():
                starts.append(len(text))
                kept.append(index)
                text += part + " "
        return Stream(text, tuple(starts), tuple(kept))

    def quote(self, span: Span) -> tuple[str, float, float]:
        """Return the words of a span as they were given, with the seconds at which they begin and end."""
        first, last = self.tokens[span.first].word, self.tokens[span.last].word
        said = self.words[first : last + 1]
        return " ".join(word.text for word in said), said[0].start, max(word.end for word in said)

    def around(self, span: Span, *, short: int = SHORT_SENTENCE) -> Span:
        """Return the words to quote for a span: its sentence when it is `short`, else its clauses, else the span.

        A quote has four words at least where the sentence has them, and never more than LONGEST_QUOTE unless the span
        itself has.
        """
        sentence, clause = (_widened(span, parts) for parts in (self.sentences, self.clauses))
        if sentence.last - sentence.first < short:
            return sentence
        if clause.last - clause.first >= LONGEST_QUOTE:
            return self._trimmed(span, clause)
        clause = self._with_what_it_hangs_on(clause, sentence)
        first = clause.first
        while first < min(span.first, clause.last - 3) and self.tokens[first].text in ("and", "but", "or"):
            first += 1
        return Span(first, clause.last)

    def _with_what_it_hangs_on(self, clause: Span, sentence: Span) -> Span:
        """Return the clause with those before it as long as it means little alone: "before anybody else could"."""
        for before in reversed([part for part in self.clauses if sentence.first <= part.first < clause.first]):
            hangs = self.tokens[clause.first].text in HANGING or clause.last - clause.first < FEWEST_WORDS - 1
            if not hangs or clause.last - before.first >= LONGEST_QUOTE:
                break
            clause = Span(before.first, clause.last)
        after = next((part for part in self.clauses if clause.last < part.first <= sentence.last), None)
        if after and clause.last - clause.first < FEWEST_WORDS - 1 and after.last - clause.first < SHORT_SENTENCE:
            clause = Span(clause.first, after.last)
        return clause

    def _trimmed(self, span: Span, wide: Span) -> Span:
        """Return a part of `wide` around the span that is no longer than a quote and begins as early as it can."""
        longest = max(LONGEST_QUOTE, span.last - span.first + 1)
        first = max(wide.first, min(span.first, span.last - longest + 1))
        return Span(first, min(wide.last, max(span.last, first + SHORT_SENTENCE)))

    def before_pause(self, token: int, *, at_most: int) -> int:
        """Return the last token before the next pause after `token`, at most so many tokens further."""
        for index in range(token, min(token + at_most, len(self.tokens) - 1)):
            if not self._is_inside_word(index) and self._pauses_after(index):
                return index
        return min(token + at_most, len(self.tokens) - 1)

    def _telling(self) -> Iterator[tuple[int, Token]]:
        """Yield tokens with their index, without fillers, articles and repeats ("I I went", "I was I was")."""
        said: list[str] = []
        index = 0
        while index < len(self.tokens):
            token = self.tokens[index]
            pair = (token.text, self.tokens[index + 1].text) if index + 1 < len(self.tokens) else None
            if pair in FILLER_PAIRS or (pair and said[-2:] == list(pair)):
                index += 2
                continue
            index += 1
            if token.text in FILLERS or token.text in ARTICLES or said[-1:] == [token.text]:
                continue
            said.append(token.text)
            yield index - 1, token

    def _spans(self, ends_at: Callable[[int, int], bool]) -> Iterator[Span]:
        first = 0
        for index in range(len(self.tokens)):
            if index == len(self.tokens) - 1 or ends_at(first, index):
                yield Span(first, index)
                first = index + 1

    def _ends_sentence(self, first: int, index: int) -> bool:
        if self._is_inside_word(index):
            return False
        word = self.words[self.tokens[index].word]
        if self.is_punctuated:
            return bool(_SENTENCE_END.search(word.text.rstrip()))
        return self._pauses_after(index) or (index - first >= 9 and self.tokens[index + 1].text in CONNECTIVES)

    def _ends_clause(self, first: int, index: int) -> bool:
        if self._ends_sentence(first, index):
            return True
        if index - first < 3 or self._is_inside_word(index):
            return False
        word = self.words[self.tokens[index].word]
        return bool(_CLAUSE_END.search(word.text.rstrip())) or self._connects(index + 1)

    def _connects(self, index: int) -> bool:
        word = self.tokens[index].text
        if word == "which":
            return self.tokens[index - 1].text not in PREPOSITIONS
        if word not in COORDINATORS:
            return word in CONNECTIVES
        return index + 1 < len(self.tokens) and self.tokens[index + 1].text in SUBJECTS

    def _is_inside_word(self, index: int) -> bool:
        return self.tokens[index].word == self.tokens[index + 1].word

    def _pauses_after(self, index: int) -> bool:
        this, following = self.words[self.tokens[index].word], self.words[self.tokens[index + 1].word]
        return following.start - this.end >= PAUSE


def _widened(span: Span, parts: Sequence[Span]) -> Span:
    touched = [part for part in parts if part.first <= span.last and part.last >= span.first]
    return Span(touched[0].first, touched[-1].last)
