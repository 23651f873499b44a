"""Skills and questions that law or science forbid, as listed with reason and source in `forbidden.toml`."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from paletter.assessments.rules.disguises import spellings
from paletter.assessments.rules.findings import Finding, error, warning
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric

LISTED = Path(__file__).with_name("forbidden.toml")

OTHERS = (
    r"(?:guest|customer|visitor|client|colleague|teammate|co ?worker|neighbou?r|person|people|others?|somebody|someone"
    r"|child|children|kid|patient|traveller|traveler|tourist|passenger|resident|diner|family|families|team|user|student)"
    r"(?:'?s|s')?"
)
"""Those whom an answer tells about. What it says of them is not what is measured."""

NOTHING = re.compile(r"(?!)")
DISCLAIMED = re.compile(
    r"\b(regardless of|no matter|whatever|irrespective of|independent of|instead of"
    r"|(?:not|never|nothing) (?:\w+ ){0,3}?(?:by|on|for|from|about|of))\b(?:(?! but )[^.;:!?])*"
)
"""“Judged by what is said, never by accent”: names what is not measured, and only wants a look."""


@dataclass(frozen=True)
class Rule:
    """One thing that may not be judged: its words, why, and by which law or study."""

    id: str
    title: str
    why: str
    source: str
    refused: re.Pattern[str]
    doubtful: re.Pattern[str]
    named: re.Pattern[str]
    asked: re.Pattern[str]
    hinted: re.Pattern[str]
    innocent: re.Pattern[str]
    innocent_things: re.Pattern[str]
    """The innocent words that are not about people: “Team enthusiasm” would name what is judged."""


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return every rule of the list, in its order."""
    listed = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    return tuple(_rule(entry) for entry in listed["rule"])


def findings(template: AssessmentTemplate) -> Iterator[Finding]:
    """Tell what this template judges or asks and must not."""
    for rule in rules():
        for rubric in template.rubrics:
            yield from _in_skill(rule, rubric)
        for question in template.questions:
            yield from _in_question(rule, question.key, question.text)
        yield from _in_title(rule, template)


def _rule(entry: dict[str, Any]) -> Rule:
    things = [phrase for phrase in entry.get("innocent", []) if "{others}" not in phrase]
    return Rule(
        id=entry["id"],
        title=entry["title"],
        why=entry["why"],
        source=entry["source"],
        refused=_pattern(entry.get("refused", [])),
        doubtful=_pattern(entry.get("doubtful", [])),
        named=_pattern(entry.get("named", [])),
        asked=_pattern(entry.get("asked", [])),
        hinted=_pattern(entry.get("hinted", [])),
        innocent=_pattern(entry.get("innocent", [])),
        innocent_things=_pattern(things),
    )


def _pattern(alternatives: list[str]) -> re.Pattern[str]:
    if not alternatives:
        return NOTHING
    words = "|".join(f"(?:{alternative.replace('{others}', OTHERS)})" for alternative in alternatives)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def _in_skill(rule: Rule, rubric: BarsRubric) -> Iterator[Finding]:
    skill = rubric.competency
    place = f"skill “{skill.key}”"
    # What a skill is called is what it is said to measure: here no word is doubtful.
    named = rule.innocent_things.sub(" . ", f"{spellings(skill.key)} . {spellings(skill.name)}")
    if words := _hits(named, rule.refused, rule.doubtful, rule.named):
        yield _refusal(rule, place, words)
    yield from _in_text(rule, f"{place}, definition", skill.definition)
    for level, anchor in sorted(rubric.anchors.items()):
        yield from _in_text(rule, f"{place}, anchor {level}", anchor)


def _in_text(rule: Rule, place: str, text: str) -> Iterator[Finding]:
    kept = rule.innocent.sub(" . ", spellings(text))
    meant = DISCLAIMED.sub(r"\1 . ", kept)
    if words := _hits(meant, rule.refused):
        yield _refusal(rule, place, words)
    if words := _hits(meant, rule.doubtful) or (_hits(kept, rule.refused) if meant != kept else ""):
        yield _doubt(rule, place, words)


def _in_question(rule: Rule, key: str, text: str) -> Iterator[Finding]:
    place = f"question “{key}”"
    if words := _hits(spellings(text), rule.asked):
        yield error(place, rule.id, f"asks for what may not be known ({words}): {rule.why}. Leave it out.", rule.source)
        return
    if words := _hits(spellings(text), rule.hinted):
        told = f"the answer may tell what must not be known ({words}): {rule.why}. Ask about work instead."
        yield warning(place, rule.id, told, rule.source)
    yield from _in_text(rule, place, text)


def _in_title(rule: Rule, template: AssessmentTemplate) -> Iterator[Finding]:
    for field, text in (("name", template.name), ("description", template.description)):
        if words := _hits(rule.innocent.sub(" . ", spellings(text)), rule.refused):
            yield _doubt(rule, f"field “{field}”", words)


def _refusal(rule: Rule, place: str, words: str) -> Finding:
    told = f"{words} may not be scored: {rule.why}. Say instead what an answer does."
    return error(place, rule.id, told, rule.source)


def _doubt(rule: Rule, place: str, words: str) -> Finding:
    told = f"{words} may be innocent here; if it is about the applicant, it may not be scored: {rule.why}."
    return warning(place, rule.id, told, rule.source)


def _hits(text: str, *patterns: re.Pattern[str]) -> str:
    """Return the words found, in quotes, each once; empty when there are none."""
    found = dict.fromkeys(match.group().strip() for pattern in patterns for match in pattern.finditer(text))
    return ", ".join(f"“{words}”" for words in found)
