"""Tells the clauses of an answer that tell something that happened from claims, habits, wishes and rules.

"I asked her what she needed" happened. "I always ask", "I would ask", "you have to ask" and "if a guest is upset" did
not, and a skill is judged from what happened. The tense and the subject of each clause decide, by the word lists of
`rules/telling.toml`; nothing is learned or guessed. A story told in the present ("one day this guest comes in and she
asks me") counts as told when it is anchored in a case, since many people speak so, above all in a second language.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from paletter.scorers.reading import Reading, Span, Stream

LISTS = Path(__file__).with_name("indicators") / "rules" / "telling.toml"

SELF = frozenset({"i", "we"})
NOMINATIVE = SELF | {"he", "she", "they", "you"}
PERSONS = frozenset({"he", "she", "they", "him", "her", "them"})
BE = frozenset({"is", "was", "were", "are", "isn't", "wasn't"})
FIXED = frozenset({"at once", "such as", "as well", "only once", "well as"})
GROUP = frozenset({"our team", "our group", "our crew", "our staff", "our class", "my team"})
OPINIONS = frozenset({"found", "noticed", "realised", "realized", "learned", "learnt", "always"})
ADDED = frozenset({"what", "how", "whether", "which", "who", "whose", "where", "as"})
"""What begins a clause that speaks as the one before does: "normally we look at what was going on". So does a clause
that only goes on with "and", without a subject: "I always stay calm and never shouted"."""

PERFECT = frozenset({"have", "has", "haven't", "hasn't"})


class Mode(StrEnum):
    """How a clause speaks: of what happened, of what is so or is done as a rule, of what might or ought to be."""

    TOLD = "told"
    HABIT = "habit"
    MIGHT = "might"


@dataclass(frozen=True)
class Clause:
    """Words `first` to `last` of a stream. `is_own` is true when the speaker ("I", "we") is who acts.

    `is_story`: it tells in the present. `is_condition`: "if a guest complains". `is_question`: "whether she was lost",
    as it was asked, which does not say that she was.
    """

    first: int
    last: int
    mode: Mode
    is_own: bool
    is_story: bool = False
    is_condition: bool = False
    is_question: bool = False


@dataclass(frozen=True)
class Account:
    """An answer's stream with its clauses. Made by `read`."""

    reading: Reading
    stream: Stream
    clauses: tuple[Clause, ...]

    def is_passive(self, span: Span) -> bool:
        """Whether it was done to the speaker: the word before is a form of "be" ("I was asked")."""
        at = bisect_right(self.stream.tokens, span.first) - 1
        return at > 0 and self.stream.text.split()[at - 1] in BE | {"been", "being"}

    def of(self, span: Span) -> tuple[Clause, ...]:
        """Return the clauses that the tokens of a span stand in."""
        first, last = (bisect_right(self.stream.tokens, token) - 1 for token in (span.first, span.last))
        return tuple(clause for clause in self.clauses if clause.first <= last and clause.last >= first)


def read(reading: Reading, *, without: Collection[Span] = ()) -> Account:
    """Return the account that an answer gives; what stands in `without` is left out of it."""
    stream = reading.stream(without)
    words = stream.text.split()
    ends = {bisect_right(stream.tokens, sentence.last) - 1 for sentence in reading.sentences}
    return Account(reading, stream, tuple(_judged(words, tuple(_parted(words, ends)))))


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(tomllib.loads(LISTS.read_text(encoding="utf-8"))[name])


def _parted(words: Sequence[str], ends: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last word of each clause; none is cut before it has a verb, unless another one opens."""
    first, has_verb = 0, False
    for index, word in enumerate(words):
        if index > first and (index - 1 in ends or _opens(words, first, index, has_verb)):
            yield first, index - 1
            first, has_verb = index, False
        has_verb = has_verb or _is_finite(word) or (index > first and words[index - 1] in NOMINATIVE)
    if words:
        yield first, len(words) - 1


def _opens(words: Sequence[str], first: int, index: int, has_verb: bool) -> bool:
    word = words[index]
    if "|" in (word, words[index - 1]):
        return True
    if all(earlier in _list("joining") | _list("under") for earlier in words[first:index]):
        return False
    if word in _list("under"):
        return f"{words[index - 1]} {word}" not in FIXED and not {"well", "much", "many"}.intersection(
            words[index + 1 : index + 2]
        )
    says_is = word in ("it", "there", "this", "that") and bool(BE.intersection(words[index + 1 : index + 2]))
    return has_verb and (word in _list("joining") or word in NOMINATIVE or says_is)


def _judged(words: Sequence[str], parts: Sequence[tuple[int, int]]) -> Iterator[Clause]:
    before: Clause | None = None
    main_is_own, is_anchored = False, False
    for first, last in parts:
        said = words[first : last + 1]
        is_anchored = is_anchored or _holds(said, "case")
        clause = _clause(said, first, words[:first], before, main_is_own, is_anchored)
        yield clause
        if said[0] not in _list("under"):
            main_is_own = clause.is_own
        before = clause


def _clause(
    said: Sequence[str],
    first: int,
    earlier: Sequence[str],
    before: Clause | None,
    main_is_own: bool,
    is_anchored: bool,
) -> Clause:
    last = first + len(said) - 1
    opened = [word for word in said if word in _list("joining") | _list("under")][:2]
    bare = len(list(_while_opening(said)))
    at, is_own = _verb(said, bare, main_is_own)
    if at is None:
        return Clause(first, last, before.mode if before else Mode.HABIT, main_is_own, bool(before and before.is_story))
    goes_on = before is not None and before.mode is Mode.TOLD
    reported = goes_on and bool(earlier) and (earlier[-1] in _list("reporting") or _is_under(said))
    mode, is_story = _mode(said, at, reported=reported), False
    if _is_purpose(earlier):
        mode = Mode.MIGHT
    if said[at] in _list("either") and before is not None:
        mode = before.mode
    if "if" in opened[:1] or "unless" in opened[:1]:
        asked = goes_on and any(word in _list("reporting") for word in earlier[-4:])
        if not asked:
            return Clause(first, last, Mode.MIGHT, is_own, is_condition=True)
    if mode is Mode.HABIT and before is not None and before.is_story and _is_under(said):
        mode, is_story = Mode.TOLD, True
    elif mode is Mode.HABIT and said[at] not in _list("states") | _list("present") and not _is_general(said, is_own):
        is_story = _holds(said, "case") or _goes_on(said, at, before, is_anchored)
        mode = Mode.TOLD if is_story else mode
    if mode is Mode.TOLD and (_is_general(said, is_own) or (before is not None and before.is_condition)):
        mode = Mode.HABIT
    hangs = ADDED.intersection(opened[:1]) or (opened[:1] == ["and"] and at == bare)
    if mode is Mode.TOLD and before is not None and not goes_on and hangs:
        mode = before.mode
    return Clause(first, last, mode, is_own, is_story, is_question=bool({"if", "whether"}.intersection(opened)))


def _is_purpose(earlier: Sequence[str]) -> bool:
    """Whether the words before are "to make sure" or "to ensure": what follows was meant to be, not told."""
    return list(earlier[-3:]) == ["to", "make", "sure"] or list(earlier[-2:]) == ["to", "ensure"]


def _goes_on(said: Sequence[str], at: int, before: Clause | None, is_anchored: bool) -> bool:
    """Whether a clause in the present goes on with a story: "he say" after what was told, or any once in a case."""
    if before is None:
        return False
    speaks = before.mode is Mode.TOLD and at > 0 and said[at - 1] in PERSONS
    return speaks or (is_anchored and (before.is_story or bool(PERSONS.intersection(said))))


def _while_opening(said: Sequence[str]) -> Iterator[str]:
    for word in said:
        if word not in _list("joining") | _list("under"):
            return
        yield word


def _is_under(said: Sequence[str]) -> bool:
    return any(word in _list("under") or word == "so" for word in _while_opening(said))


def _verb(said: Sequence[str], bare: int, main_is_own: bool) -> tuple[int | None, bool]:
    """Return where the verb of a clause stands, if it has one, and whether the speaker is its subject."""
    finite = next(
        (index for index in range(bare, len(said)) if _is_finite(said[index]) and not _is_passive(said, index)), None
    )
    subject = next((index for index in range(bare, len(said)) if said[index] in NOMINATIVE), None)
    if subject is not None and (finite is None or subject < finite):
        at = subject + 1
        while at < len(said) and (said[at] in _list("between") or said[at].endswith("ly")):
            at += 1
        return (at if at < len(said) else None), said[subject] in SELF
    if finite is None:
        return None, main_is_own
    if said[finite] in ("i'd", "we'd", "i'll", "we'll"):
        return finite, True
    named = [word for word in said[bare:finite] if word not in _list("between") and not word.endswith("ly")]
    if named:
        return finite, " ".join(named[-2:]) in GROUP
    return finite, main_is_own and not {"who", "which", "that", "what"}.intersection(said[:bare])


def _mode(said: Sequence[str], at: int, *, reported: bool) -> Mode:
    word = said[at]
    if word in _list("might"):
        return Mode.TOLD if reported else Mode.MIGHT
    if word in ("could", "couldn't") and "have" in said[at + 1 : at + 3]:
        return Mode.MIGHT
    if word in PERFECT and ({"when", "once"}.intersection(said[:at]) or OPINIONS.intersection(said[at + 1 : at + 4])):
        return Mode.HABIT
    if (
        word in PERFECT
        and any(_is_past(following) for following in said[at + 1 : at + 4])
        and "to" not in said[at + 1 : at + 2]
    ):
        return Mode.TOLD
    return Mode.TOLD if word == "could" or _is_past(word) else Mode.HABIT


def _is_general(said: Sequence[str], is_own: bool) -> bool:
    return _holds(said, "general") or (is_own and _holds(said, "habit"))


def _holds(said: Sequence[str], name: str) -> bool:
    line = f" {' '.join(said)} "
    return any(f" {phrase} " in line for phrase in _list(name))


def _is_passive(said: Sequence[str], index: int) -> bool:
    """Whether a word in -ed only completes another ("needs to be completed", "I attend offered workshops")."""
    return index > 0 and said[index].endswith("ed") and said[index - 1] in ("be", "being", "get", "been", "to")


def _is_past(word: str) -> bool:
    return word in _list("past") or (word.endswith("ed") and len(word) > 3 and word not in _list("not_past"))


def _is_finite(word: str) -> bool:
    return _is_past(word) or word == "could" or word in _list("present") or word in _list("might")
