"""A template written down as its canonical file: one order, one way to quote, a line a sentence, so that files differ
only where templates do.

Equal fingerprints give equal files, and a file read back gives the template that was written.
"""

import json
import re
from collections.abc import Iterator, Mapping

from paletter.assessments import shelf
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric, Question

LONGEST = 100
"""Characters that a text may have on one line; longer ones go over several, a sentence on each."""

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
SENTENCE_END = re.compile(r"(?<=[.?!;:,] )(?=\S)")


def to_toml(value: AssessmentTemplate) -> str:
    """Return the canonical file of a template."""
    parts = [_head(value), _weights(value), *map(_question, value.questions), *map(_skill, value.rubrics)]
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts)


def _head(value: AssessmentTemplate) -> list[str]:
    texts = [f"{field} = {_text(getattr(value, field))}" for field in ("key", "name", "version", "description")]
    return [*texts, *_settings(shelf.settings_of(value))]


def _weights(value: AssessmentTemplate) -> list[str]:
    """Weights stand in the order of the skills, whatever the order in which they were stored."""
    skills = [rubric.competency.key for rubric in value.rubrics]
    ordered = sorted(value.weights, key=lambda key: (skills.index(key) if key in skills else len(skills), key))
    return ["[weights]", *(f"{_key(key)} = {float(value.weights[key])!r}" for key in ordered)]


def _question(question: Question) -> list[str]:
    return [
        "[[questions]]",
        f"key = {_text(question.key)}",
        f"text = {_text(question.text)}",
        f"competencies = [{', '.join(map(_text, question.competencies))}]",
        f"seconds = {question.seconds}",
        f"retakes = {question.retakes}",
        *_settings(shelf.settings_of_question(question)),
        *(["", "[questions.prompt]", *_settings(shelf.prompt_of(question.prompt))] if question.prompt else ()),
    ]


def _settings(settings: Mapping[str, str | int | bool]) -> list[str]:
    return [f"{field} = {_value(value)}" for field, value in settings.items()]


def _value(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _text(value) if isinstance(value, str) else str(value)


def _skill(rubric: BarsRubric) -> list[str]:
    skill = rubric.competency
    return [
        "[[skills]]",
        f"key = {_text(skill.key)}",
        f"name = {_text(skill.name)}",
        f"definition = {_text(skill.definition)}",
        f"version = {_text(rubric.version)}",
        "",
        "[skills.anchors]",
        *(f"{level} = {_text(rubric.anchors[level])}" for level in sorted(rubric.anchors)),
    ]


def _key(key: str) -> str:
    return key if BARE_KEY.fullmatch(key) else _quoted(key)


def _text(text: str) -> str:
    if len(text) <= LONGEST or not SENTENCE_END.search(text):
        return _quoted(text)
    # TOML drops a backslash at the end of a line with all white space behind it; the space before it stays.
    return '"""\n' + "\\\n".join(_quoted(part)[1:-1] for part in _lines(text)) + '"""'


def _lines(text: str) -> Iterator[str]:
    """Part a text at the ends of sentences, and long sentences at their commas too."""
    for sentence in re.split(r"(?<=[.?!] )(?=\S)", text):
        yield from [sentence] if len(sentence) <= LONGEST else SENTENCE_END.split(sentence)


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's too, but for the one character that JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
