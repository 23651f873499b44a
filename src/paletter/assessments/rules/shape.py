"""What a template must have to be used at all: keys, anchors, weights, times, and texts that can be stored."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping

from paletter.assessments.rules.findings import Finding, error
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric, Question

ANCHORED = (1, 3, 5)
"""Levels that every rubric must describe; 2 and 4 may be left to lie between."""

KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
LONGEST_NAME = 200
LONGEST_VERSION = 40
SHORTEST_TAKE = 10
LONGEST_TAKE = 3600
MOST_RETAKES = 20
MOST_QUESTIONS = 30

RULE = "shape"


def findings(value: AssessmentTemplate) -> Iterator[Finding]:
    """Tell what is missing, repeated or impossible."""
    skills = [rubric.competency.key for rubric in value.rubrics]
    yield from _head(value)
    yield from _keys("question", [question.key for question in value.questions])
    yield from _keys("skill", skills)
    for rubric in value.rubrics:
        yield from _rubric(rubric)
    yield from _weights(value.weights, skills)
    if not 1 <= len(value.questions) <= MOST_QUESTIONS:
        yield error("field “questions”", RULE, f"a template needs at least one, and {MOST_QUESTIONS} at most.")
    for question in value.questions:
        yield from _question(question, skills)
    asked = {key for question in value.questions for key in question.competencies}
    for skill in dict.fromkeys(skills):
        if skill not in asked:
            told = "no question asks for it; name it in a question's competencies or leave it out."
            yield error(f"skill “{skill}”", RULE, told)
    yield from _control_characters(value)


def _head(value: AssessmentTemplate) -> Iterator[Finding]:
    for field, most in (("name", LONGEST_NAME), ("version", LONGEST_VERSION)):
        text: str = getattr(value, field)
        if not text.strip():
            yield error(f"field “{field}”", RULE, "is empty.")
        elif len(text) > most:
            yield error(f"field “{field}”", RULE, f"has {len(text)} characters; {most} are the most.")
    if not value.key.strip():
        yield error("field “key”", RULE, "is empty.")
    elif told := _key_told(value.key):
        yield error("field “key”", RULE, told)


def _key_told(key: str) -> str:
    if KEY.fullmatch(key):
        return ""
    return "a key is made of letters a-z, digits, - and _, 80 at most, because it becomes part of an address."


def _keys(what: str, keys: Iterable[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for number, key in enumerate(keys, start=1):
        if not key.strip():
            yield error(f"{what} {number}", RULE, f"this {what} has an empty key.")
        elif told := _key_told(key):
            yield error(f"{what} “{key}”", RULE, told)
        if key in seen:
            yield error(f"{what} “{key}”", RULE, "the key is used twice.")
        seen.add(key)


def _rubric(rubric: BarsRubric) -> Iterator[Finding]:
    skill = rubric.competency
    place = f"skill “{skill.key}”"
    for field, text in (("name", skill.name), ("definition", skill.definition), ("version", rubric.version)):
        if not text.strip():
            yield error(place, RULE, f"field “{field}” is empty.")
    for level in ANCHORED:
        if level not in rubric.anchors:
            yield error(place, RULE, f"the anchor of level {level} is missing.")
    for level, anchor in sorted(rubric.anchors.items()):
        if not anchor.strip():
            yield error(place, RULE, f"the anchor of level {level} is empty.")


def _weights(weights: Mapping[str, float], skills: list[str]) -> Iterator[Finding]:
    for key, weight in weights.items():
        if key not in skills:
            yield error(f"weights, “{key}”", RULE, "there is no such skill in this file.")
        elif not (math.isfinite(weight) and weight > 0):
            yield error(f"weights, “{key}”", RULE, "must be a number above 0.")
    for skill in dict.fromkeys(skills):
        if skill not in weights:
            yield error(f"skill “{skill}”", RULE, "has no weight; add it under [weights].")


def _question(question: Question, skills: list[str]) -> Iterator[Finding]:
    place = f"question “{question.key}”"
    if not question.text.strip():
        yield error(place, RULE, "field “text” is empty.")
    if not question.competencies:
        yield error(place, RULE, "names no skill in “competencies”.")
    for key in question.competencies:
        if key not in skills:
            yield error(place, RULE, f"asks for the skill “{key}”, which this file does not describe.")
    if len(set(question.competencies)) < len(question.competencies):
        yield error(place, RULE, "names a skill twice in “competencies”.")
    if question.seconds < SHORTEST_TAKE:
        yield error(place, RULE, f"“seconds” must be at least {SHORTEST_TAKE}.")
    if question.seconds > LONGEST_TAKE:
        yield error(place, RULE, f"“seconds” must be at most {LONGEST_TAKE}, an hour.")
    if question.retakes < 0:
        yield error(place, RULE, "“retakes” must be 0 or more.")
    if question.retakes > MOST_RETAKES:
        yield error(place, RULE, f"“retakes” must be at most {MOST_RETAKES}.")


def _control_characters(value: AssessmentTemplate) -> Iterator[Finding]:
    for place, text in _texts(value):
        if CONTROL.search(text):
            yield error(place, RULE, "holds a control character, which can't be stored; type the text anew.")


def _texts(value: AssessmentTemplate) -> Iterator[tuple[str, str]]:
    for field in ("name", "version", "description"):
        yield f"field “{field}”", getattr(value, field)
    for question in value.questions:
        yield f"question “{question.key}”", question.text
    for rubric in value.rubrics:
        skill = rubric.competency
        yield f"skill “{skill.key}”", "".join((skill.name, skill.definition, rubric.version, *rubric.anchors.values()))
