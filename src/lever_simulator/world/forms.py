"""Templates and the forms filled in from them: interviewers' feedback and profile forms are built alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lever_simulator.world.hiring import Opportunity

SCORE_SYSTEM = "score-system"
SCORES = ("4 - Strong Hire", "3 - Hire", "2 - No Hire", "1 - Strong No Hire")
WITH_OPTIONS = ("dropdown", "multiple-choice", "multiple-select", SCORE_SYSTEM)
PROFILE_TYPES = ("currency", "date", "dropdown", "multiple-choice", "multiple-select", "text", "textarea", "yes-no")
FEEDBACK_TYPES = (*PROFILE_TYPES, "code", "score", "scorecard", SCORE_SYSTEM)


class WrongForm(ValueError):
    """What was filled in does not fit the template; the message says where."""


@dataclass
class Score:
    """One skill of a scorecard."""

    text: str
    description: str = ""


@dataclass
class Field:
    id: str
    type: str
    text: str
    description: str = ""
    required: bool = False
    prompt: str | None = None
    options: list[str] | None = None
    scores: list[Score] | None = None


@dataclass
class Group:
    id: str
    name: str


@dataclass
class Template:
    """What a form asks for. Templates made on Lever's screens have `by_api` False and cannot be deleted by API."""

    id: str
    text: str
    fields: list[Field]
    created_at: int | None
    updated_at: int | None
    instructions: str = ""
    group: Group | None = None
    secret_by_default: bool = False
    by_api: bool = True


@dataclass
class Form:
    """A filled-in template. It keeps the fields as they were, so that a changed template changes no old answer."""

    id: str
    opportunity: str
    template: str
    text: str
    instructions: str
    fields: list[Field]
    created_at: int
    completed_at: int
    stage: str
    values: dict[str, Any] = field(default_factory=dict)
    updated_at: int | None = None
    deleted_at: int | None = None
    user: str | None = None
    secret: bool = False
    panel: str | None = None
    interview: str | None = None


def filled_in(template: Template, opportunity: Opportunity, values: dict[str, Any], *, form_id: str, at: int) -> Form:
    """Return a form of this template, completed at once, in nobody's name."""
    return Form(
        id=form_id,
        opportunity=opportunity.id,
        template=template.id,
        text=template.text,
        instructions=template.instructions,
        fields=list(template.fields),
        created_at=at,
        completed_at=at,
        stage=opportunity.stage,
        values=values,
    )


def check_answers(fields: Iterable[Field], values: dict[str, Any]) -> None:
    """Raise WrongForm unless every value belongs to a field and fits it, and the required ones are there."""
    by_id = {one.id: one for one in fields}
    for field_id, value in values.items():
        if field_id not in by_id:
            raise WrongForm(f"field {field_id} is not part of the template")
        if value is not None and not _fits(by_id[field_id], value):
            raise WrongForm(f"the value of field {field_id} does not fit its type {by_id[field_id].type}")
    missing = [one.id for one in by_id.values() if one.required and values.get(one.id) in (None, "", [])]
    if missing:
        raise WrongForm(f"field {missing[0]} is required")


def _fits(asked: Field, value: Any) -> bool:
    if asked.type == "multiple-select":
        return isinstance(value, list) and set(map(str, value)) <= set(asked.options or [])
    if asked.type in WITH_OPTIONS:
        return value in (asked.options or [])
    if asked.type == "scorecard":
        return isinstance(value, list) and len(value) == len(asked.scores or []) and all(map(_is_score, value))
    if asked.type == "score":
        return value in (1, 2, 3, 4) and not isinstance(value, bool)
    if asked.type == "yes-no":
        return value in ("yes", "no")
    if asked.type in ("date", "currency"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def _is_score(row: Any) -> bool:
    return isinstance(row, dict) and row.get("score") in (None, 1, 2, 3, 4)
