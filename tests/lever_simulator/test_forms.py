"""Profile forms and their templates."""

from typing import Any

import httpx
import pytest

from tests.lever_simulator.conftest import Lever
from tests.lever_simulator.kinds import FIELD, TEMPLATE_FIELD
from tests.lever_simulator.shape import NULL, TEXT_OR_NULL, differences

FIT = {"type": "text", "text": "Fit"}
READY = {"type": "yes-no", "text": "Ready", "required": True}
TEMPLATE = {
    "id": str,
    "text": str,
    "group": NULL,
    "instructions": str,
    "fields": [TEMPLATE_FIELD],
    "createdAt": int,
    "secretByDefault": bool,
    "updatedAt": int,
}
FORM = {
    "id": str,
    "type": str,
    "text": str,
    "instructions": str,
    "fields": [FIELD | {"value": TEXT_OR_NULL}],
    "baseTemplateId": str,
    "user": TEXT_OR_NULL,
    "secret": bool,
    "stage": str,
    "createdAt": int,
    "completedAt": int,
    "deletedAt": NULL,
}


@pytest.fixture
def carol(lever: Lever) -> str:
    return f"/opportunities/{lever.opportunity('carol.candidate@example.org')}"


def read(lever: Lever, address: str) -> Any:
    return lever.api.get(address).json()["data"]


def a_template(lever: Lever, *fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    sent = {"text": "Paletter scores", "fields": list(fields) or [FIT, READY]} | more
    return lever.api.post("/form_templates", json=sent).json()["data"]


def fill_in(lever: Lever, opportunity: str, template: dict[str, Any], *values: Any, **more: Any) -> httpx.Response:
    fields = [field | {"value": value} for field, value in zip(template["fields"], values, strict=True)]
    sent = {"baseTemplateId": template["id"], "fields": fields} | more
    return lever.api.post(f"{opportunity}/forms", json=sent)


def test_a_template_can_be_made_read_replaced_and_deleted(lever: Lever) -> None:
    template = a_template(lever, secretByDefault=True)
    assert differences(template, TEMPLATE) == []
    assert template["secretByDefault"] is True
    assert read(lever, "/form_templates") == [template]
    address = f"/form_templates/{template['id']}"
    assert lever.api.put(address, json={"text": "New", "fields": [FIT]}).json()["data"]["text"] == "New"
    assert lever.api.delete(address).status_code == 204
    assert read(lever, "/form_templates") == []


def test_a_profile_form_has_no_score_system(lever: Lever) -> None:
    sent = {"text": "T", "fields": [{"type": "score-system", "text": "Rating"}]}
    assert lever.api.post("/form_templates", json=sent).status_code == 400


def test_a_form_is_filled_in_for_nobody_or_in_somebody_s_name(lever: Lever, carol: str) -> None:
    template = a_template(lever)
    reply = fill_in(lever, carol, template, "3 of 4", "yes")
    form = reply.json()["data"]
    assert (reply.status_code, differences(form, FORM), form["user"]) == (201, [], None)
    assert read(lever, f"{carol}/forms") == [form]
    assert read(lever, f"{carol}/forms/{form['id']}") == form
    named = lever.api.post(
        f"{carol}/forms?perform_as={lever.user('tova')}",
        json={"baseTemplateId": template["id"], "fields": form["fields"]},
    )
    assert named.json()["data"]["user"] == lever.user("tova")


def test_a_form_is_as_secret_as_its_template_unless_it_says_otherwise(lever: Lever, carol: str) -> None:
    template = a_template(lever, secretByDefault=True)
    assert fill_in(lever, carol, template, "x", "yes").json()["data"]["secret"] is True
    assert fill_in(lever, carol, template, "x", "yes", secret=False).json()["data"]["secret"] is False


def test_all_fields_must_come_and_fit(lever: Lever, carol: str) -> None:
    template = a_template(lever)
    address, fit = f"{carol}/forms", template["fields"][0] | {"value": "x"}
    for fields in (None, [], [fit], [fit, {"text": "Other", "value": "x"}]):
        sent = {"baseTemplateId": template["id"], "fields": fields}
        assert lever.api.post(address, json=sent).status_code == 400
    assert fill_in(lever, carol, template, "x", "perhaps").status_code == 400
    assert fill_in(lever, carol, template, "x", None).status_code == 400
    assert read(lever, address) == []


def test_fields_are_known_by_their_text_when_they_bring_no_id(lever: Lever, carol: str) -> None:
    template = a_template(lever)
    fields = [FIT | {"value": "x"}, READY | {"value": "no"}]
    reply = lever.api.post(f"{carol}/forms", json={"baseTemplateId": template["id"], "fields": fields})
    assert [field["value"] for field in reply.json()["data"]["fields"]] == ["x", "no"]


def test_a_form_needs_a_template_that_exists(lever: Lever, carol: str) -> None:
    assert lever.api.post(f"{carol}/forms", json={"baseTemplateId": "other", "fields": []}).status_code == 400
    assert lever.api.get(f"{carol}/forms/other").status_code == 404


def test_forms_templates_and_feedback_are_separate_rights(lever: Lever, carol: str) -> None:
    api = lever.bearer(lever.connect(scope="forms:write:admin")["access_token"])
    assert api.get(f"{carol}/forms").status_code == 200
    assert api.get("/form_templates").status_code == 403
    assert api.get(f"{carol}/feedback").status_code == 403
    assert api.get("/feedback_templates").status_code == 403
