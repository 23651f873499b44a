"""/v1/feedback_templates and /v1/form_templates"""

from dataclasses import dataclass

from flask import Blueprint

from lever_simulator.here import now_ms, the_account
from lever_simulator.resources.answering import Json, bad_request, forbidden, not_found, page, single
from lever_simulator.resources.asking import asked_page, body, flag, require, required_text
from lever_simulator.resources.fields import field_json, read_fields
from lever_simulator.world.forms import FEEDBACK_TYPES, PROFILE_TYPES, SCORE_SYSTEM, Field, Group, Template
from lever_simulator.world.writes import new_id

api = Blueprint("templates", __name__)

NOUNS = "/<any(feedback_templates, form_templates):noun>"


@dataclass(frozen=True)
class Shelf:
    """All templates of one kind. The two kinds differ in the fields they take and in one key."""

    noun: str
    templates: dict[str, Template]

    @property
    def is_for_feedback(self) -> bool:
        return self.noun == "feedback_templates"

    def find(self, template_id: str) -> Template:
        if template_id not in self.templates:
            raise not_found(self.noun, template_id)
        return self.templates[template_id]

    def shape(self, template: Template) -> Json:
        group = {"id": template.group.id, "name": template.group.name} if template.group else None
        own = {"stage": None} if self.is_for_feedback else {"secretByDefault": template.secret_by_default}
        return {
            "id": template.id,
            "text": template.text,
            "group": group,
            "instructions": template.instructions,
            "fields": [field_json(field) for field in template.fields],
            "createdAt": template.created_at,
            **own,
            "updatedAt": template.updated_at,
        }


@api.get(NOUNS)
def list_templates(noun: str) -> Json:
    shelf = _shelf(noun, "read")
    rows = shelf.templates.values()
    return page(rows, shape=shelf.shape, place=lambda t: (0, t.created_at or 0, t.id), **asked_page())


@api.post(NOUNS)
def create_template(noun: str) -> tuple[Json, int]:
    shelf, now = _shelf(noun, "write"), now_ms()
    template = Template(new_id(), "", [], now, now)
    _fill(shelf, template, body())
    shelf.templates[template.id] = template
    return single(shelf.shape(template), 201)


@api.get(f"{NOUNS}/<template_id>")
def get_template(noun: str, template_id: str) -> tuple[Json, int]:
    shelf = _shelf(noun, "read")
    return single(shelf.shape(shelf.find(template_id)))


@api.put(f"{NOUNS}/<template_id>")
def replace_template(noun: str, template_id: str) -> tuple[Json, int]:
    shelf = _shelf(noun, "write")
    template = shelf.find(template_id)
    _fill(shelf, template, body())
    template.updated_at = now_ms()
    return single(shelf.shape(template))


@api.delete(f"{NOUNS}/<template_id>")
def delete_template(noun: str, template_id: str) -> tuple[str, int]:
    shelf = _shelf(noun, "write")
    if not shelf.find(template_id).by_api:
        raise forbidden("Only templates that were created by the API can be deleted by the API.")
    del shelf.templates[template_id]
    return "", 204


def _shelf(noun: str, right: str) -> Shelf:
    require(f"{noun}:{right}:admin")
    account = the_account()
    return Shelf(noun, account.feedback_templates if noun == "feedback_templates" else account.form_templates)


def _fill(shelf: Shelf, template: Template, sent: Json) -> None:
    """Put what was sent into the template, or answer 400 and leave it as it was."""
    text, fields, group = required_text(sent, "text"), _fields(shelf, sent), _group(shelf, sent)
    template.text, template.fields, template.group = text, fields, group
    template.instructions = str(sent.get("instructions") or "")
    template.secret_by_default = flag(sent, "secretByDefault")


def _fields(shelf: Shelf, sent: Json) -> list[Field]:
    if not shelf.is_for_feedback:
        return read_fields(sent.get("fields"), PROFILE_TYPES)
    fields = read_fields(sent.get("fields"), FEEDBACK_TYPES)
    if [field.type for field in fields].count(SCORE_SYSTEM) != 1:
        raise bad_request("A feedback template must hold exactly one score-system field")
    return fields


def _group(shelf: Shelf, sent: Json) -> Group | None:
    group_id = sent.get("group")
    if not group_id:
        return None
    known = {t.group.id: t.group for t in shelf.templates.values() if t.group}
    if group_id not in known:
        raise bad_request(f"group {group_id} was not found")
    return known[str(group_id)]
