"""The shipped AI Assessment Templates: read from their files, proofread, and written as JSON for storing.

`read` proofreads; `from_dict` only asks for the right shape, so that a version stored long ago can always be read.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from paletter.assessments import lint
from paletter.vocabulary.rubrics import (
    AskedKind,
    AssessmentTemplate,
    BarsRubric,
    Competency,
    Prompt,
    PromptKind,
    Question,
    QuestionOrder,
)

Word = TypeVar("Word", bound=StrEnum)

LIBRARY = Path(__file__).with_name("library")


class TemplateError(ValueError):
    """A template file that cannot be used; the message names the file, the place in it and what to change."""


class UnknownTemplate(LookupError):
    """No template of that name or key; the message lists those there are."""


@lru_cache(maxsize=1)
def templates() -> tuple[AssessmentTemplate, ...]:
    """Return every shipped template, in order of their file names."""
    return tuple(read(path) for path in sorted(LIBRARY.glob("*.toml")))


def template(name_or_key: str) -> AssessmentTemplate:
    """Return the shipped template of that name or key, whatever the case; raises UnknownTemplate."""
    wanted = name_or_key.strip().casefold()
    for candidate in templates():
        if wanted in (candidate.key.casefold(), candidate.name.casefold()):
            return candidate
    known = "; ".join(f"“{t.name}” ({t.key})" for t in templates())
    raise UnknownTemplate(f"There is no template “{name_or_key}”. Known templates: {known}.")


def read(path: Path) -> AssessmentTemplate:
    """Return the template of a file; raises TemplateError naming the file and the place, or OSError."""
    value = parse(path.read_bytes(), name=path.name)
    try:
        proofread(value)
    except TemplateError as error:
        raise TemplateError(f"{path.name}: {error}") from error
    return value


def parse(text: bytes, *, name: str) -> AssessmentTemplate:
    """Return what a file says, proofread or not; raises TemplateError when it has not the shape of a template.

    `name` is what the file is called in that message.
    """
    try:
        content = tomllib.loads(text.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise TemplateError(f"{name} is not written in UTF-8; save it so and try again.") from error
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{name} is not a readable TOML file: {error}.") from error
    except RecursionError as error:
        raise TemplateError(f"{name} is not a readable TOML file: it is nested too deep.") from error
    try:
        return from_dict(content)
    except TemplateError as error:
        raise TemplateError(f"{name}: {error}") from error


def to_dict(value: AssessmentTemplate) -> dict[str, Any]:
    """Return the template as JSON-ready values, in the shape of its file; `from_dict` reads it back.

    A setting that has its default is left out, so that a text keeps its fingerprint when templates learn something new.
    """
    return {
        "key": value.key,
        "name": value.name,
        "version": value.version,
        "description": value.description,
        **settings_of(value),
        "weights": dict(value.weights),
        "questions": [
            {
                "key": question.key,
                "text": question.text,
                "competencies": list(question.competencies),
                "seconds": question.seconds,
                "retakes": question.retakes,
                **settings_of_question(question),
                **({"prompt": prompt_of(question.prompt)} if question.prompt else {}),
            }
            for question in value.questions
        ],
        "skills": [
            {
                "key": rubric.competency.key,
                "name": rubric.competency.name,
                "definition": rubric.competency.definition,
                "version": rubric.version,
                "anchors": {str(level): rubric.anchors[level] for level in sorted(rubric.anchors)},
            }
            for rubric in value.rubrics
        ],
    }


def settings_of(value: AssessmentTemplate) -> dict[str, str | int | bool]:
    """Return those settings of a template that are not left at their default."""
    found = {
        "order": value.order.value if value.order is not QuestionOrder.FIXED else None,
        "shows_questions_first": value.shows_questions_first or None,
        "days": value.days,
        "check_hours": value.check_hours,
        "language": value.language or None,
    }
    return {field: setting for field, setting in found.items() if setting is not None}


def settings_of_question(question: Question) -> dict[str, str | int | bool]:
    """Return those settings of a question that are not left at their default; its prompt is told by `prompt_of`."""
    found = {
        "kind": question.kind.value if question.kind is not AskedKind.VIDEO else None,
        "think_seconds": question.think_seconds,
        "is_timing_essential": question.is_timing_essential or None,
    }
    return {field: setting for field, setting in found.items() if setting is not None}


def prompt_of(prompt: Prompt) -> dict[str, str]:
    """Return what a prompt says; what is empty is left out."""
    found = {"kind": prompt.kind.value, "file": prompt.file, "captions": prompt.captions, "text": prompt.text}
    return {field: text for field, text in found.items() if text or field == "file"}


def from_dict(content: Mapping[str, Any]) -> AssessmentTemplate:
    """Return the template that `to_dict` wrote or a file holds; raises TemplateError naming the field that is wrong."""
    top = _Table(content, "", _FIELDS)
    weights = _Table(top.get("weights", dict), "weights", None)
    return AssessmentTemplate(
        key=top.get("key", str),
        name=top.get("name", str),
        version=top.get("version", str),
        description=top.get("description", str),
        weights={key: weights.number(key) for key in weights.fields()},
        questions=tuple(_question(table) for table in top.tables("questions", "question", _QUESTION_FIELDS)),
        rubrics=tuple(_rubric(table) for table in top.tables("skills", "skill", _SKILL_FIELDS)),
        order=top.word("order", QuestionOrder, QuestionOrder.FIXED),
        shows_questions_first=top.flag("shows_questions_first"),
        days=top.optional("days", int),
        check_hours=top.optional("check_hours", int),
        language=top.optional("language", str) or "",
    )


def fingerprint(value: AssessmentTemplate) -> str:
    """Return the SHA-256 of everything a template says: equal for equal templates, whatever their files look like."""
    canonical = json.dumps(to_dict(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def proofread(value: AssessmentTemplate) -> None:
    """Raise TemplateError, with all that is wrong in one message, for a template that should not be used."""
    mistakes = lint.errors(lint.lint(value))
    if mistakes:
        raise TemplateError(" ".join(map(str, mistakes)))


_FIELDS = {"key", "name", "version", "description", "weights", "questions", "skills"}
_FIELDS |= {"order", "shows_questions_first", "days", "check_hours", "language"}
_QUESTION_FIELDS = {"key", "text", "competencies", "seconds", "retakes"}
_QUESTION_FIELDS |= {"kind", "think_seconds", "is_timing_essential", "prompt"}
_PROMPT_FIELDS = {"kind", "file", "captions", "text"}
_SKILL_FIELDS = {"key", "name", "definition", "version", "anchors"}


def _question(table: "_Table") -> Question:
    return Question(
        key=table.get("key", str),
        text=table.get("text", str),
        competencies=table.texts("competencies"),
        seconds=table.get("seconds", int),
        retakes=table.get("retakes", int),
        kind=table.word("kind", AskedKind, AskedKind.VIDEO),
        think_seconds=table.optional("think_seconds", int),
        is_timing_essential=table.flag("is_timing_essential"),
        prompt=_prompt(table),
    )


def _prompt(question: "_Table") -> Prompt | None:
    content = question.optional("prompt", dict)
    if content is None:
        return None
    table = _Table(content, f"{question.place}, prompt", _PROMPT_FIELDS)
    return Prompt(
        kind=table.word("kind", PromptKind),
        file=table.get("file", str),
        captions=table.optional("captions", str) or "",
        text=table.optional("text", str) or "",
    )


def _rubric(table: "_Table") -> BarsRubric:
    anchors = _Table(table.get("anchors", dict), f"{table.place}, anchors", {"1", "2", "3", "4", "5"})
    return BarsRubric(
        competency=Competency(table.get("key", str), table.get("name", str), table.get("definition", str)),
        anchors={int(level): anchors.get(level, str) for level in anchors.fields()},
        version=table.get("version", str),
    )


class _Table:
    """A table of a file together with its place, so that what is missing can be named."""

    def __init__(self, content: Any, place: str, known: set[str] | None) -> None:
        if not isinstance(content, Mapping):
            raise TemplateError(f"{place or 'the file'}: must be a table of fields.")
        self.content, self.place = content, place
        for field in content:
            if known is not None and field not in known:
                raise TemplateError(f"{self._where(field)}: is no field here; known are {', '.join(sorted(known))}.")

    def _where(self, field: str) -> str:
        return f"{self.place}, field “{field}”" if self.place else f"field “{field}”"

    def fields(self) -> list[str]:
        return list(self.content)

    def get(self, field: str, kind: type[Any]) -> Any:
        if field not in self.content:
            raise TemplateError(f"{self._where(field)}: is missing.")
        value = self.content[field]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise TemplateError(f"{self._where(field)}: must be {_KINDS[kind]}.")
        return value

    def optional(self, field: str, kind: type[Any]) -> Any:
        """Return a field that may be left out, or None."""
        return self.get(field, kind) if field in self.content else None

    def flag(self, field: str) -> bool:
        return bool(self.optional(field, bool))

    def word(self, field: str, words: type[Word], default: Word | None = None) -> Word:
        """Return one of a few words; a field without a default must be there."""
        if default is not None and field not in self.content:
            return default
        text = self.get(field, str)
        if text not in set(words):
            raise TemplateError(f"{self._where(field)}: must be one of {', '.join(words)}.")
        return words(text)

    def number(self, field: str) -> float:
        return float(self.get(field, (int, float)))  # type: ignore[arg-type]

    def texts(self, field: str) -> tuple[str, ...]:
        values = self.get(field, list)
        if not all(isinstance(value, str) for value in values):
            raise TemplateError(f"{self._where(field)}: must be a list of texts in quotes.")
        return tuple(values)

    def tables(self, field: str, singular: str, known: set[str]) -> list["_Table"]:
        rows = self.get(field, list)
        return [_Table(row, _place(singular, number, row), known) for number, row in enumerate(rows, start=1)]


_KINDS: dict[Any, str] = {
    str: "text in quotes",
    int: "a whole number",
    bool: "true or false",
    list: "a list in brackets",
    dict: "a table of fields",
    (int, float): "a number",
}


def _place(singular: str, number: int, row: Any) -> str:
    key = row.get("key") if isinstance(row, Mapping) else None
    return f"{singular} {number} (“{key}”)" if key else f"{singular} {number}"
