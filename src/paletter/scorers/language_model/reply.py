"""What a model has to reply, as a schema, and what can be read of what it did reply. Pure.

A reply that breaks its form is not repaired by guessing: it is `Unreadable`, with a reason that the model is told once.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paletter.scorers.language_model.plain import plain
from paletter.vocabulary.rubrics import HIGHEST_LEVEL, LOWEST_LEVEL

ABSTAIN = "abstain"
LEVELS = tuple(f"{half / 2:g}" for half in range(2, 11))
LONGEST_REPLY = 20_000
"""Characters. A judgement takes about a thousand."""
MOST_QUOTES = 12
LONGEST_REASON = 400
LONGEST_BEHAVIOUR = 100

_THOUGHT = re.compile(r"^.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["quotes", "reason", "level"],
    "properties": {
        "quotes": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["answer", "quote", "shows", "speaks"],
                "properties": {
                    "answer": {"type": "integer"},
                    "quote": {"type": "string"},
                    "shows": {"type": "string"},
                    "speaks": {"type": "string", "enum": ["for", "against"]},
                },
            },
        },
        "reason": {"type": "string"},
        # Words, not numbers: every server's grammar knows a choice of words.
        "level": {"type": "string", "enum": [ABSTAIN, *LEVELS]},
    },
}


class Unreadable(Exception):
    """A reply that is no judgement. The message tells the model what is wrong with it."""


@dataclass(frozen=True)
class Quoted:
    """Words that the model says stand in answer number `answer`, and what they show."""

    answer: int
    text: str
    behaviour: str = ""
    against: bool = False


@dataclass(frozen=True)
class Judgement:
    """One run's level with its quotes, which nobody has checked yet."""

    level: float
    reason: str
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True)
class Abstention:
    """One run's word that the answers do not show the skill."""

    reason: str


def read(text: str) -> Judgement | Abstention:
    """Return what a reply says. Raises Unreadable."""
    if len(text) > LONGEST_REPLY:
        raise Unreadable("it was far too long")
    content = _object(_THOUGHT.sub("", text).strip())
    level = _level(content.get("level"))
    reason = plain(content.get("reason"), longest=LONGEST_REASON)
    if level is None:
        return Abstention(reason)
    if not reason:
        raise Unreadable("“reason” was missing or no text")
    return Judgement(level, reason, _quotes(content.get("quotes")))


def _object(text: str) -> Mapping[str, Any]:
    """Return the JSON object in a reply, whether bare, in a code fence or amid talk."""
    if not text:
        raise Unreadable("it was empty")
    start = text.find("{")
    if start < 0:
        raise Unreadable("it was no JSON object")
    try:
        content, _ = json.JSONDecoder().raw_decode(text[start:])
    except (ValueError, RecursionError) as error:
        raise Unreadable("it was no valid JSON") from error
    if not isinstance(content, dict):
        raise Unreadable("it was no JSON object")
    return content


def _level(value: Any) -> float | None:
    """Return the level, None for an abstention. Raises Unreadable."""
    if isinstance(value, str) and value.strip().lower() == ABSTAIN:
        return None
    try:
        level = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None
    except ValueError:
        level = None
    if level is None or not LOWEST_LEVEL <= level <= HIGHEST_LEVEL or level * 2 % 1:
        raise Unreadable(f"“level” must be “{ABSTAIN}” or one of {', '.join(LEVELS)}")
    return level


def _quotes(value: Any) -> tuple[Quoted, ...]:
    if not isinstance(value, list) or not value:
        raise Unreadable("“quotes” was missing or empty, and without a quote there is no level")
    return tuple(_quote(item) for item in value[:MOST_QUOTES])


def _quote(value: Any) -> Quoted:
    if not isinstance(value, dict) or not isinstance(value.get("quote"), str):
        raise Unreadable("each of “quotes” must be an object with “answer”, “quote”, “shows” and “speaks”")
    number = value.get("answer")
    return Quoted(
        answer=number if isinstance(number, int) and not isinstance(number, bool) else 0,
        text=value["quote"],
        behaviour=plain(value.get("shows"), longest=LONGEST_BEHAVIOUR, is_sentence=False),
        against=value.get("speaks") == "against",
    )
