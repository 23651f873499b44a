"""/v1/opportunities/:id/feedback"""

from typing import Any

from lever_simulator.here import now_ms, the_account
from lever_simulator.resources.addresses import Noun
from lever_simulator.resources.answering import Json, bad_request, not_found, page, single
from lever_simulator.resources.asking import acting_user, asked_page, body, needs, past_moment
from lever_simulator.resources.fields import answered_json, checked
from lever_simulator.resources.opportunities import find, find_on
from lever_simulator.world.forms import SCORE_SYSTEM, Form, Template, filled_in
from lever_simulator.world.hiring import Opportunity
from lever_simulator.world.writes import new_id, touch

api = Noun("feedback", __name__)

READ, WRITE = "feedback:read:admin", "feedback:write:admin"
ALL, ONE = "/opportunities/<opportunity_id>/feedback", "/opportunities/<opportunity_id>/feedback/<feedback_id>"


@api.get(ALL)
@needs(READ)
def list_feedback(opportunity_id: str) -> Json:
    opportunity = find(opportunity_id)
    forms = [f for f in the_account().feedback.values() if f.opportunity == opportunity.id and not f.deleted_at]
    return page(forms, shape=_shape, place=lambda f: (0, f.created_at, f.id), **asked_page())


@api.get(ONE)
@needs(READ)
def get_feedback(opportunity_id: str, feedback_id: str) -> tuple[Json, int]:
    # Recorded: feedback that was deleted is still answered here, with its deletedAt.
    return single(_shape(_feedback(find(opportunity_id), feedback_id)))


@api.post(ALL)
@needs(WRITE)
def add_feedback(opportunity_id: str) -> tuple[Json, int]:
    opportunity, user, sent = find(opportunity_id), acting_user(), body()
    template = _template(sent)
    panel, interview = _meeting(opportunity, sent)
    values = checked(template.fields, _values(sent))
    at = past_moment(sent, "createdAt") or now_ms()
    form = filled_in(template, opportunity, values, form_id=new_id(), at=at)
    form.completed_at = past_moment(sent, "completedAt") or at
    form.user, form.panel, form.interview = user, panel, interview
    the_account().feedback[form.id] = form
    touch(opportunity, now_ms())
    return single(_shape(form), 201)


@api.put(ONE)
@needs(WRITE)
def change_feedback(opportunity_id: str, feedback_id: str) -> tuple[Json, int]:
    opportunity, _user, sent = find(opportunity_id), acting_user(), body()
    form = _living(opportunity, feedback_id)
    completed_at = past_moment(sent, "completedAt") or form.completed_at
    form.values = checked(form.fields, form.values | _values(sent))
    form.completed_at, form.updated_at = completed_at, now_ms()
    touch(opportunity, now_ms())
    return single(_changed_shape(form))


@api.delete(ONE)
@needs(WRITE)
def delete_feedback(opportunity_id: str, feedback_id: str) -> tuple[str, int]:
    opportunity, _user = find(opportunity_id), acting_user()
    form = _living(opportunity, feedback_id)
    form.deleted_at = form.updated_at = now_ms()
    return "", 204


def _feedback(opportunity: Opportunity, feedback_id: str) -> Form:
    return find_on(opportunity, "feedback", the_account().feedback, feedback_id)


def _living(opportunity: Opportunity, feedback_id: str) -> Form:
    form = _feedback(opportunity, feedback_id)
    if form.deleted_at:
        raise not_found("feedback", feedback_id)
    return form


def _template(sent: Json) -> Template:
    template = the_account().feedback_templates.get(str(sent.get("baseTemplateId")))
    if template is None:
        raise bad_request("baseTemplateId must be the id of a feedback template")
    return template


def _meeting(opportunity: Opportunity, sent: Json) -> tuple[str | None, str | None]:
    panel, interview = sent.get("panel") or None, sent.get("interview") or None
    if (panel is None) != (interview is None):
        raise bad_request("panel and interview must be given together, or neither of them")
    held = {(p.id, i.id) for p, i in the_account().interviews_on(opportunity.id)}
    if panel is not None and (panel, interview) not in held:
        raise bad_request(f"interview {interview} was not found in panel {panel}")
    return panel, interview


def _values(sent: Json) -> dict[str, Any]:
    rows = sent.get("fieldValues", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) and "id" in row for row in rows):
        raise bad_request("fieldValues must be a list of {id, value}")
    return {str(row["id"]): row.get("value") for row in rows}


def _shape(form: Form) -> Json:
    return {
        "id": form.id,
        "type": "interview",
        "text": form.text,
        "instructions": form.instructions,
        "fields": answered_json(form),
        "baseTemplateId": form.template,
        "interview": form.interview,
        "panel": form.panel,
        "user": form.user,
        "createdAt": form.created_at,
        "completedAt": form.completed_at,
        "updatedAt": form.updated_at,
        "deletedAt": form.deleted_at,
    }


def _changed_shape(form: Form) -> Json:
    """Return what a change is answered with: Lever's inner form, quite unlike the other replies (recorded)."""
    return {
        "accountId": the_account().id,
        "createdAt": form.created_at,
        "userId": form.user,
        "profileId": form.opportunity,
        "baseTemplateId": form.template,
        "text": form.text,
        "instructions": form.instructions,
        "type": "interview",
        "fields": [_inner_field(row) for row in answered_json(form)],
        "completedAt": form.completed_at,
        "updatedAt": form.updated_at,
        "id": form.id,
    }


def _inner_field(row: Json) -> Json:
    if row["type"] != SCORE_SYSTEM:
        return row
    return row | {"type": "score", "isSummary": True, "summaryText": "", "overall": True}
