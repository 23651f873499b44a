"""Feedback templates, and the feedback that is given by them."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from lever_simulator.world import World
from lever_simulator.world.saving import StateFile
from tests.lever_simulator.conftest import Lever
from tests.lever_simulator.kinds import FEEDBACK_TEMPLATE, FIELD, OPTIONS
from tests.lever_simulator.shape import MS_OR_NULL, TEXT_OR_NULL, differences

RATING = {"type": "score-system", "text": "Rating"}
COMMENTS = {"type": "textarea", "text": "Comments"}

ANSWERED = [(FIELD | {"value": TEXT_OR_NULL}, FIELD | OPTIONS | {"prompt": str, "value": TEXT_OR_NULL})]
FEEDBACK: dict[str, Any] = {
    "id": str,
    "type": str,
    "text": str,
    "instructions": str,
    "fields": ANSWERED,
    "baseTemplateId": str,
    "interview": TEXT_OR_NULL,
    "panel": TEXT_OR_NULL,
    "user": str,
    "createdAt": int,
    "completedAt": int,
    "updatedAt": MS_OR_NULL,
    "deletedAt": MS_OR_NULL,
}
SUMMARY = {"isSummary": bool, "summaryText": str, "overall": bool}
CHANGED_FEEDBACK: dict[str, Any] = {
    "accountId": str,
    "createdAt": int,
    "userId": str,
    "profileId": str,
    "baseTemplateId": str,
    "text": str,
    "instructions": str,
    "type": str,
    "fields": [(FIELD | {"value": TEXT_OR_NULL}, FIELD | OPTIONS | SUMMARY | {"prompt": str, "value": TEXT_OR_NULL})],
    "completedAt": int,
    "updatedAt": int,
    "id": str,
}


@pytest.fixture
def carol(lever: Lever) -> str:
    return f"/opportunities/{lever.opportunity('carol.candidate@example.org')}"


def read(lever: Lever, address: str) -> Any:
    return lever.api.get(address).json()["data"]


def a_template(lever: Lever, *fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    sent = {"text": "Phone screen", "fields": list(fields) or [RATING, COMMENTS]} | more
    reply = lever.api.post("/feedback_templates", json=sent)
    assert reply.status_code == 201, reply.text
    return reply.json()["data"]


def give(lever: Lever, opportunity: str, template: dict[str, Any], *values: Any, **more: Any) -> httpx.Response:
    rows = [{"id": field["id"], "value": value} for field, value in zip(template["fields"], values, strict=False)]
    sent = {"baseTemplateId": template["id"], "fieldValues": rows} | more
    return lever.api.post(f"{opportunity}/feedback?perform_as={lever.user('ines')}", json=sent)


# ---- templates


def test_a_template_comes_back_with_ids_and_the_usual_four_scores(lever: Lever) -> None:
    template = a_template(lever)
    assert differences(template, FEEDBACK_TEMPLATE) == []
    assert [option["text"] for option in template["fields"][0]["options"]] == [
        "4 - Strong Hire",
        "3 - Hire",
        "2 - No Hire",
        "1 - Strong No Hire",
    ]
    assert read(lever, f"/feedback_templates/{template['id']}") == template


@pytest.mark.parametrize(
    "fields",
    [
        None,
        [],
        [COMMENTS],
        [RATING, RATING],
        [RATING, {"type": "telepathy", "text": "x"}],
        [RATING, {"type": "textarea"}],
        [RATING, {"type": "dropdown", "text": "Pick"}],
        [RATING, {"type": "scorecard", "text": "Skills"}],
    ],
)
def test_a_template_holds_exactly_one_score_and_fields_that_lever_knows(lever: Lever, fields: Any) -> None:
    reply = lever.api.post("/feedback_templates", json={"text": "T", "fields": fields})
    assert reply.status_code == 400
    assert len(read(lever, "/feedback_templates")) == 1


def test_a_template_needs_a_title_and_a_known_group(lever: Lever) -> None:
    assert lever.api.post("/feedback_templates", json={"fields": [RATING]}).status_code == 400
    assert (
        lever.api.post("/feedback_templates", json={"text": "T", "fields": [RATING], "group": "?"}).status_code == 400
    )
    [planned] = read(lever, "/feedback_templates")
    assert a_template(lever, group=planned["group"]["id"])["group"] == planned["group"]


def test_a_template_can_be_replaced_and_keeps_its_id(lever: Lever) -> None:
    template = a_template(lever)
    lever.control("clock", advance=1)
    sent = {"text": "Second screen", "fields": [RATING]}
    changed = lever.api.put(f"/feedback_templates/{template['id']}", json=sent).json()["data"]
    assert (changed["id"], changed["text"], len(changed["fields"])) == (template["id"], "Second screen", 1)
    assert changed["updatedAt"] > template["updatedAt"] == template["createdAt"]


def test_a_wrong_replacement_leaves_the_template_as_it_was(lever: Lever) -> None:
    template = a_template(lever)
    sent = {"text": "Other", "fields": [COMMENTS]}
    assert lever.api.put(f"/feedback_templates/{template['id']}", json=sent).status_code == 400
    assert read(lever, f"/feedback_templates/{template['id']}") == template


def test_only_templates_made_by_api_can_be_deleted_by_api(lever: Lever) -> None:
    [planned] = read(lever, "/feedback_templates")
    mine = a_template(lever)["id"]
    assert lever.api.delete(f"/feedback_templates/{planned['id']}").status_code == 403
    assert lever.api.delete(f"/feedback_templates/{mine}").status_code == 204
    assert lever.api.get(f"/feedback_templates/{mine}").status_code == 404


# ---- feedback


def test_feedback_is_answered_with_201_and_the_whole_form(lever: Lever, carol: str) -> None:
    reply = give(lever, carol, a_template(lever), "3 - Hire", "Warm")
    feedback = reply.json()["data"]
    assert (reply.status_code, differences(feedback, FEEDBACK)) == (201, [])
    assert [field["value"] for field in feedback["fields"]] == ["3 - Hire", "Warm"]
    assert (feedback["user"], feedback["updatedAt"]) == (lever.user("ines"), None)
    assert read(lever, f"{carol}/feedback") == [feedback]
    assert read(lever, f"{carol}/feedback/{feedback['id']}") == feedback


def test_feedback_without_a_value_is_an_open_form(lever: Lever, carol: str) -> None:
    feedback = give(lever, carol, a_template(lever)).json()["data"]
    assert [field["value"] for field in feedback["fields"]] == [None, None]


@pytest.mark.parametrize("score", ["Hire", "3 - hire", 3, True, ["3 - Hire"]])
def test_a_score_must_be_the_text_of_an_option(lever: Lever, carol: str, score: Any) -> None:
    assert give(lever, carol, a_template(lever), score).status_code == 400
    assert read(lever, f"{carol}/feedback") == []


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("multiple-select", ["a"], ["c"]),
        ("multiple-choice", "a", "c"),
        ("dropdown", "b", ["b"]),
        ("yes-no", "yes", "maybe"),
        ("date", 1_795_449_600_000, "tomorrow"),
        ("currency", 12.5, "much"),
        ("score", 4, 5),
        ("scorecard", [{"score": 4, "comment": "kind"}], [{"score": 9}]),
        ("scorecard", [{"score": None}], []),
        ("text", "words", 5),
    ],
)
def test_every_type_of_field_takes_its_own_values(lever: Lever, carol: str, kind: str, good: Any, bad: Any) -> None:
    more = {"options": [{"text": "a"}, {"text": "b"}], "scores": [{"text": "Warmth"}]}
    template = a_template(lever, {"type": kind, "text": "Field"} | more, RATING)
    assert give(lever, carol, template, good).status_code == 201
    assert give(lever, carol, template, bad).status_code == 400


def test_a_required_field_must_have_a_value(lever: Lever, carol: str) -> None:
    template = a_template(lever, RATING | {"required": True})
    assert give(lever, carol, template).status_code == 400
    assert give(lever, carol, template, "2 - No Hire").status_code == 201


def test_feedback_needs_a_template_a_person_and_known_fields(lever: Lever, carol: str) -> None:
    template, ines = a_template(lever), lever.user("ines")
    sent = {"baseTemplateId": template["id"]}
    assert lever.api.post(f"{carol}/feedback", json=sent).status_code == 400
    assert lever.api.post(f"{carol}/feedback?perform_as={ines}", json={}).status_code == 400
    unknown = sent | {"fieldValues": [{"id": "other", "value": "x"}]}
    assert lever.api.post(f"{carol}/feedback?perform_as={ines}", json=unknown).status_code == 400


def test_feedback_belongs_to_an_interview_of_a_panel_or_to_neither(lever: Lever) -> None:
    panel = next(iter(lever.world.account.panels.values()))
    interview = panel.interviews[0].id
    address, template = f"/opportunities/{panel.opportunity}", a_template(lever)
    assert give(lever, address, template, panel=panel.id).status_code == 400
    assert give(lever, address, template, panel=panel.id, interview="other").status_code == 400
    feedback = give(lever, address, template, panel=panel.id, interview=interview).json()["data"]
    assert (feedback["panel"], feedback["interview"]) == (panel.id, interview)
    assert read(lever, f"{address}/interviews/{interview}")["feedbackForms"] == [feedback["id"]]


def test_a_change_is_answered_in_another_shape_and_keeps_what_it_does_not_name(lever: Lever, carol: str) -> None:
    feedback = give(lever, carol, a_template(lever), "3 - Hire", "Warm").json()["data"]
    rating = feedback["fields"][0]["id"]
    sent = {"fieldValues": [{"id": rating, "value": "4 - Strong Hire"}]}
    address = f"{carol}/feedback/{feedback['id']}"
    assert lever.api.put(address, json=sent).status_code == 400
    changed = lever.api.put(f"{address}?perform_as={lever.user('ines')}", json=sent).json()["data"]
    assert differences(changed, CHANGED_FEEDBACK) == []
    assert (changed["profileId"], changed["fields"][0]["type"]) == (carol.rpartition("/")[2], "score")
    assert [field["value"] for field in read(lever, address)["fields"]] == ["4 - Strong Hire", "Warm"]


def test_deleted_feedback_leaves_the_list_and_can_still_be_read(lever: Lever, carol: str) -> None:
    feedback = give(lever, carol, a_template(lever)).json()["data"]["id"]
    address = f"{carol}/feedback/{feedback}"
    assert lever.api.delete(address).status_code == 400
    assert lever.api.delete(f"{address}?perform_as={lever.user('ines')}").status_code == 204
    assert read(lever, f"{carol}/feedback") == []
    assert read(lever, address)["deletedAt"]
    assert lever.api.delete(f"{address}?perform_as={lever.user('ines')}").status_code == 404


def test_feedback_cannot_come_from_the_future(lever: Lever, carol: str) -> None:
    later = lever.world.clock.ms() + 60_000
    assert give(lever, carol, a_template(lever), createdAt=later).status_code == 400
    assert give(lever, carol, a_template(lever), completedAt=later).status_code == 400
    assert give(lever, carol, a_template(lever), createdAt=1000).json()["data"]["completedAt"] == 1000


def test_old_feedback_keeps_the_fields_it_was_given_by(lever: Lever, carol: str) -> None:
    template = a_template(lever)
    feedback = give(lever, carol, template, "3 - Hire").json()["data"]
    lever.api.put(f"/feedback_templates/{template['id']}", json={"text": "Other", "fields": [RATING]})
    assert read(lever, f"{carol}/feedback/{feedback['id']}") == feedback


def test_templates_feedback_files_and_panels_outlive_a_restart(lever: Lever, carol: str, tmp_path: Path) -> None:
    give(lever, carol, a_template(lever, {"type": "scorecard", "text": "S", "scores": [{"text": "Warmth"}]}, RATING))
    who = f"perform_as={lever.user('ines')}"
    lever.api.post(f"{carol}/files?{who}", files={"file": ("a.pdf", b"%PDF")})
    file = StateFile(tmp_path / "lever.json")
    file.save(lever.world)
    reopened = World("empty")
    assert file.load(reopened)
    old, new = lever.world.account, reopened.account
    assert (new.feedback, new.feedback_templates) == (old.feedback, old.feedback_templates)
    assert (new.files, new.file_actions, new.panels) == (old.files, old.file_actions, old.panels)
