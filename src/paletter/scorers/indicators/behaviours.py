"""Patterns of words for behaviours, as the rule files tell them: strong signs of what a part of an answer shows."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from paletter.scorers import instructions, telling
from paletter.scorers.indicators.catalogue import SKILLS
from paletter.scorers.indicators.patterns import Pattern, RuleError
from paletter.scorers.reading import LONGEST_QUOTE, Reading, Span
from paletter.scorers.telling import Account, Clause, Mode

RULES = Path(__file__).with_name("rules")


@dataclass(frozen=True)
class Behaviour:
    """Something that people do, as the rule files tell it. `tells` completes the sentence "tells …".

    `patterns` stand in order, the clearest first. It is shown when they match at `least` different words that one quote
    can hold. `counts_negated` is for things that are said with a "not" as well ("the card did not work").

    It has to be told as something that happened; `accepts` names other ways of speaking that do ("since then I check").
    `who` acts: "self" (the speaker), "others", "anyone". It comes `after` one of these behaviours in the same answer.
    """

    key: str
    name: str
    tells: str
    patterns: tuple[Pattern, ...]
    least: int = 1
    counts_negated: bool = False
    who: str = "self"
    accepts: frozenset[Mode] = frozenset({Mode.TOLD})
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """The behaviours of one skill, and those of a good account."""

    own: tuple[Behaviour, ...]
    story: tuple[Behaviour, ...]


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rules]:
    """Return the shipped rules by competency key; raises RuleError naming the file for a mistake in one."""
    lists = _toml("words")
    story = _behaviours("story", lists)
    return {skill: _skill(skill, lists, story) for skill in SKILLS}


@lru_cache(maxsize=1)
def every_behaviour() -> tuple[Behaviour, ...]:
    """Return the behaviours of all rule files, their keys with the file's name before them: "service.asked"."""
    every = [(skill, b) for skill, the_rules in rules().items() for b in the_rules.own]
    every += [("story", b) for b in rules()["service"].story]
    return tuple(
        replace(b, key=f"{skill}.{b.key}", after=tuple(f"{skill}.{key}" for key in b.after)) for skill, b in every
    )


def account(reading: Reading) -> Account:
    """Return an answer's account; words that talk to the scorer are left out of it."""
    return telling.read(reading, without=instructions.addressing_the_scorer(reading))


def shown_in(given: Account, behaviours: Sequence[Behaviour]) -> dict[str, tuple[Span, ...]]:
    """Return each behaviour that an account shows, with the words that show it: the clearest place first."""
    found: dict[str, tuple[Span, ...]] = {}
    for behaviour in behaviours:
        spans = _places(given, behaviour)
        if behaviour.least > 1:
            spans = _together(given, spans, behaviour.least)
        if behaviour.after:
            earliest = min((span.last for key in behaviour.after for span in found.get(key, ())), default=None)
            spans = [span for span in spans if earliest is not None and span.first > earliest]
        if spans:
            found[behaviour.key] = tuple(spans)
    return found


def _places(given: Account, behaviour: Behaviour) -> list[Span]:
    """Return where the patterns stand and the words around them tell that it happened, in the patterns' order."""
    places = [
        span
        for pattern in behaviour.patterns
        for span in pattern.find(given.stream, also_negated=behaviour.counts_negated)
        if _counts(given.of(span), behaviour) and not (behaviour.who == "self" and given.is_passive(span))
    ]
    return list(dict.fromkeys(places))


def _counts(clauses: Sequence[Clause], behaviour: Behaviour) -> bool:
    acts = behaviour.who == "anyone" or clauses[0].is_own == (behaviour.who == "self")
    return acts and not clauses[0].is_question and all(clause.mode in behaviour.accepts for clause in clauses)


def _together(given: Account, spans: Sequence[Span], least: int) -> list[Span]:
    """Return the shortest stretches, no longer than a quote, in which so many different words are found."""
    in_order = sorted(spans, key=lambda span: (span.first, span.last))
    stretches = []
    for index, begin in enumerate(in_order):
        words = {given.reading.tokens[begin.last].text}
        for span in in_order[index + 1 :]:
            if span.last - begin.first >= LONGEST_QUOTE:
                break
            words.add(given.reading.tokens[span.last].text)
            if len(words) >= least:
                stretches.append(Span(begin.first, max(begin.last, span.last)))
                break
    return sorted(stretches, key=lambda span: (_sentences(given.reading, span), span.first))


def _sentences(reading: Reading, span: Span) -> int:
    return sum(1 for part in reading.sentences if part.first <= span.last and part.last >= span.first)


def _skill(skill: str, lists: Mapping[str, list[str]], story: Sequence[Behaviour]) -> Rules:
    borrowed = _toml(skill).get("from_story", ())
    return Rules(
        own=(*(b for b in story if b.key in borrowed), *_behaviours(skill, lists)),
        story=tuple(b for b in story if b.key not in borrowed),
    )


def _behaviours(name: str, lists: Mapping[str, list[str]]) -> tuple[Behaviour, ...]:
    try:
        return tuple(_behaviour(row, lists) for row in _toml(name)["behaviours"])
    except (KeyError, RuleError) as error:
        raise RuleError(f"{name}.toml: {error}") from error


def _behaviour(row: Mapping[str, Any], lists: Mapping[str, list[str]]) -> Behaviour:
    return Behaviour(
        key=row["key"],
        name=row["name"],
        tells=row["tells"],
        patterns=_patterns(row, lists),
        least=row.get("least", 1),
        counts_negated=row.get("negated") == "counts",
        who=row.get("who", "self"),
        accepts=frozenset({Mode.TOLD, *map(Mode, row.get("accepts", ()))}),
        after=tuple(row.get("after", ())),
    )


def _patterns(row: Mapping[str, Any], lists: Mapping[str, list[str]]) -> tuple[Pattern, ...]:
    return tuple(Pattern(source, lists) for source in row["patterns"])


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))
