"""/v1/opportunities/:id/forms: profile forms"""

from typing import Any

from lever_simulator.here import now_ms, the_account
from lever_simulator.resources.addresses import Noun
from lever_simulator.resources.answering import Json, bad_request, page, single
from lever_simulator.resources.asking import asked_page, body, flag, needs, past_moment, performer
from lever_simulator.resources.fields import answered_json, checked
from lever_simulator.resources.opportunities import find, find_on
from lever_simulator.world.forms import Form, Template, filled_in
from lever_simulator.world.writes import new_id, touch

api = Noun("forms", __name__)

READ, WRITE = "forms:read:admin", "forms:write:admin"
ALL = "/opportunities/<opportunity_id>/forms"


@api.get(ALL)
@needs(READ)
def list_forms(opportunity_id: str) -> Json:
    opportunity = find(opportunity_id)
    forms = [f for f in the_account().forms.values() if f.opportunity == opportunity.id]
    return page(forms, shape=_shape, place=lambda f: (0, f.created_at, f.id), **asked_page())


@api.get(f"{ALL}/<form_id>")
@needs(READ)
def get_form(opportunity_id: str, form_id: str) -> tuple[Json, int]:
    return single(_shape(find_on(find(opportunity_id), "forms", the_account().forms, form_id)))


@api.post(ALL)
@needs(WRITE)
def add_form(opportunity_id: str) -> tuple[Json, int]:
    opportunity, user, sent = find(opportunity_id), performer(), body()
    template = _template(sent)
    at = past_moment(sent, "createdAt") or now_ms()
    form = filled_in(template, opportunity, checked(template.fields, _values(template, sent)), form_id=new_id(), at=at)
    form.completed_at = past_moment(sent, "completedAt") or at
    form.user, form.secret = user, flag(sent, "secret") if "secret" in sent else template.secret_by_default
    the_account().forms[form.id] = form
    touch(opportunity, now_ms())
    return single(_shape(form), 201)


def _template(sent: Json) -> Template:
    template = the_account().form_templates.get(str(sent.get("baseTemplateId")))
    if template is None:
        raise bad_request("baseTemplateId must be the id of a profile form template")
    return template


def _values(template: Template, sent: Json) -> dict[str, Any]:
    """Return the answers by field. All fields must come, in the template's own shape."""
    rows = sent.get("fields")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise bad_request("fields must be a list of fields")
    ids = {field.text: field.id for field in template.fields}
    values = {str(row.get("id") or ids.get(str(row.get("text")))): row.get("value") for row in rows}
    if set(values) != set(ids.values()):
        raise bad_request("fields must hold every field of the template and no other")
    return values


def _shape(form: Form) -> Json:
    return {
        "id": form.id,
        "type": "form",
        "text": form.text,
        "instructions": form.instructions,
        "fields": answered_json(form),
        "baseTemplateId": form.template,
        "user": form.user,
        "secret": form.secret,
        "stage": form.stage,
        "createdAt": form.created_at,
        "completedAt": form.completed_at,
        "deletedAt": form.deleted_at,
    }
