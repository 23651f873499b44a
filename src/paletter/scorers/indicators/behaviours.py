"""What an answer shows of a skill: distinct behaviours, found by the rules, each with the words that show it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from paletter.scorers import instructions
from paletter.scorers.indicators.patterns import Pattern, RuleError
from paletter.scorers.reading import Reading, Span

RULES = Path(__file__).with_name("rules")
SKILLS = ("service", "communication", "teamwork", "problem_solving", "adaptability", "ownership")


@dataclass(frozen=True)
class Behaviour:
    """Something that people do, as the rule files tell it. `tells` completes the sentence "tells …".

    It is shown when its patterns match, and end, at `least` different words. `counts_negated` is for things that
    are said with a "not" as well ("the card did not work" names a problem).
    """

    key: str
    name: str
    tells: str
    patterns: tuple[Pattern, ...]
    least: int = 1
    counts_negated: bool = False


@dataclass(frozen=True)
class Rules:
    """The behaviours of one skill, and those of a good account that every skill's model also reads.

    `example` is found where something that happened is told. `by_answer` is true of a skill that every answer shows
    anew (communication): its level is the mean over the answers; else behaviours are counted over the answers together.
    """

    own: tuple[Behaviour, ...]
    story: tuple[Behaviour, ...]
    example: Behaviour
    by_answer: bool = False


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rules]:
    """Return the shipped rules by competency key; raises RuleError naming the file for a mistake in one."""
    lists = _toml("words")
    story = _behaviours("story", lists)
    example = Behaviour("example", "Example", "an example", _patterns(_toml("story")["example"], lists), 1, True)
    return {skill: _skill(skill, lists, story, example) for skill in SKILLS}


def shown_in(reading: Reading, behaviours: Sequence[Behaviour]) -> dict[str, Span]:
    """Return each behaviour that an answer shows, with the longest run of words that shows it.

    Words that talk to the scorer show nothing.
    """
    stream = reading.stream(without=instructions.addressing_the_scorer(reading))
    found = {}
    for behaviour in behaviours:
        spans = [
            span
            for pattern in behaviour.patterns
            for span in pattern.find(stream, also_negated=behaviour.counts_negated)
        ]
        if len({reading.tokens[span.last].text for span in spans}) >= behaviour.least:
            found[behaviour.key] = max(spans, key=lambda span: (span.last - span.first, -span.first))
    return found


def _skill(skill: str, lists: Mapping[str, list[str]], story: Sequence[Behaviour], example: Behaviour) -> Rules:
    content = _toml(skill)
    borrowed = content.get("from_story", ())
    return Rules(
        own=(*(b for b in story if b.key in borrowed), *_behaviours(skill, lists)),
        story=tuple(b for b in story if b.key not in borrowed),
        example=example,
        by_answer=content.get("by_answer", False),
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
    )


def _patterns(row: Mapping[str, Any], lists: Mapping[str, list[str]]) -> tuple[Pattern, ...]:
    return tuple(Pattern(source, lists) for source in row["patterns"])


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((RULES / f"{name}.toml").read_text(encoding="utf-8"))
