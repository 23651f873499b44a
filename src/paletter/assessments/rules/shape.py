"""What a template must have to be used at all: keys, anchors, weights, times, and texts that can be stored."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping

from paletter.assessments.rules.findings import Finding, error
from paletter.vocabulary.limits import LONGEST_TAKE_SECONDS
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric, Prompt, PromptKind, Question

ANCHORED = (1, 3, 5)
"""Levels that every rubric must describe; 2 and 4 may be left to lie between."""

KEY = re.compile(r"[A-Za-z0-9_-]{1,80}")
FILE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}")
LANGUAGE = re.compile(r"[a-z]{2}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
LONGEST_NAME = 200
LONGEST_VERSION = 40
SHORTEST_TAKE = 10
SHORTEST_THINKING = 5
LONGEST_THINKING = 1800
MOST_DAYS = 365
MOST_CHECK_HOURS = 24 * 14
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
    yield from _between("field “days”", "days", value.days, 1, MOST_DAYS)
    yield from _between("field “check_hours”", "check_hours", value.check_hours, 0, MOST_CHECK_HOURS)
    if value.language and not LANGUAGE.fullmatch(value.language):
        yield error("field “language”", RULE, "must be a code of two small letters such as “en” or “de”, or left out.")
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
    if question.seconds > LONGEST_TAKE_SECONDS:
        yield error(place, RULE, f"“seconds” must be at most {LONGEST_TAKE_SECONDS}; longer ones can't be processed.")
    if question.retakes < 0:
        yield error(place, RULE, "“retakes” must be 0 or more.")
    if question.retakes > MOST_RETAKES:
        yield error(place, RULE, f"“retakes” must be at most {MOST_RETAKES}.")
    yield from _between(place, "think_seconds", question.think_seconds, SHORTEST_THINKING, LONGEST_THINKING)
    if question.prompt:
        yield from _prompt(place, question.prompt)


def _between(place: str, field: str, value: int | None, least: int, most: int) -> Iterator[Finding]:
    if value is not None and not least <= value <= most:
        yield error(place, RULE, f"“{field}” must be {least} to {most}, or left out.")


def _prompt(place: str, prompt: Prompt) -> Iterator[Finding]:
    for field, name in (("file", prompt.file), ("captions", prompt.captions)):
        if not FILE_NAME.fullmatch(name) and (name or field == "file"):
            told = f"its prompt's “{field}” must be a file's name of letters a-z, digits, dots, - and _."
            yield error(place, RULE, told)
    if prompt.kind is PromptKind.VIDEO and not prompt.captions:
        yield error(place, RULE, "its prompt is a video; name a file of captions (WebVTT) for those who can't hear it.")
    if prompt.kind is not PromptKind.VIDEO and not prompt.text.strip():
        told = f"its prompt's “text” is empty; say what its {prompt.kind.value} holds, for those who can't take it in."
        yield error(place, RULE, told)


def _control_characters(value: AssessmentTemplate) -> Iterator[Finding]:
    for place, text in _texts(value):
        if CONTROL.search(text):
            yield error(place, RULE, "holds a control character, which can't be stored; type the text anew.")


def _texts(value: AssessmentTemplate) -> Iterator[tuple[str, str]]:
    for field in ("name", "version", "description"):
        yield f"field “{field}”", getattr(value, field)
    for question in value.questions:
        yield f"question “{question.key}”", question.text + (question.prompt.text if question.prompt else "")
    for rubric in value.rubrics:
        skill = rubric.competency
        yield f"skill “{skill.key}”", "".join((skill.name, skill.definition, rubric.version, *rubric.anchors.values()))
