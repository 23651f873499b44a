"""The fields of templates and forms, as they are asked for, sent and shown."""

from typing import Any

from lever_simulator.resources.answering import Json, bad_request
from lever_simulator.resources.asking import flag
from lever_simulator.world.forms import SCORE_SYSTEM, SCORES, WITH_OPTIONS, Field, Form, Score, WrongForm, check_answers
from lever_simulator.world.writes import new_id


def read_fields(sent: Any, types: tuple[str, ...]) -> list[Field]:
    """Return the fields of a template that was sent; each gets an id of its own unless it brings one."""
    if not isinstance(sent, list) or not sent or not all(isinstance(row, dict) for row in sent):
        raise bad_request("fields must be a list of fields")
    return [_read_field(row, types) for row in sent]


def field_json(field: Field) -> Json:
    shown: Json = {
        "description": field.description,
        "required": field.required,
        "text": field.text,
        "type": field.type,
        "id": field.id,
    }
    if field.prompt is not None:
        shown["prompt"] = field.prompt
    if field.options is not None:
        shown["options"] = [{"text": text} for text in field.options]
    if field.scores is not None:
        shown["scores"] = [{"text": score.text, "description": score.description} for score in field.scores]
    return shown


def answered_json(form: Form) -> list[Json]:
    return [field_json(field) | {"value": form.values.get(field.id)} for field in form.fields]


def checked(fields: list[Field], values: dict[str, Any]) -> dict[str, Any]:
    """Return the values when they fit the fields, or answer 400."""
    try:
        check_answers(fields, values)
    except WrongForm as error:
        raise bad_request(str(error)) from error
    return values


def _read_field(row: Json, types: tuple[str, ...]) -> Field:
    kind, text = row.get("type"), row.get("text")
    if kind not in types:
        raise bad_request(f"field type must be one of {', '.join(types)}")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("every field needs a text")
    return Field(
        id=str(row.get("id") or new_id()),
        type=str(kind),
        text=text,
        description=str(row.get("description") or ""),
        required=flag(row, "required"),
        prompt=_prompt(row),
        options=_options(row),
        scores=_scores(row),
    )


def _prompt(row: Json) -> str | None:
    if row.get("prompt") is not None:
        return str(row["prompt"])
    return "Select one" if row["type"] == SCORE_SYSTEM else None


def _options(row: Json) -> list[str] | None:
    if row["type"] not in WITH_OPTIONS:
        return None
    options = row.get("options") or ([{"text": text} for text in SCORES] if row["type"] == SCORE_SYSTEM else [])
    texts = [str(option["text"]) for option in options if isinstance(option, dict) and option.get("text")]
    if not texts or len(texts) != len(options):
        raise bad_request(f"a field of the type {row['type']} needs options, each with a text")
    return texts


def _scores(row: Json) -> list[Score] | None:
    if row["type"] != "scorecard":
        return None
    scores = row.get("scores")
    if not isinstance(scores, list) or not all(isinstance(one, dict) and one.get("text") for one in scores):
        raise bad_request("a scorecard needs scores, each with a text")
    return [Score(str(one["text"]), str(one.get("description") or "")) for one in scores]
