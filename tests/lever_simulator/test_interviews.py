"""Panels and interviews: read as planned in Lever, changed only when they are managed elsewhere."""

from typing import Any

import httpx
import pytest

from tests.lever_simulator.conftest import Lever
from tests.lever_simulator.shape import differences
from tests.lever_simulator.test_shapes import INTERVIEW, PANEL

AT = 1_795_536_000_000
HOUR = 3_600_000


@pytest.fixture
def carol(lever: Lever) -> str:
    return f"/opportunities/{lever.opportunity('carol.candidate@example.org')}"


def read(lever: Lever, address: str) -> Any:
    return lever.api.get(address).json()["data"]


def an_interview(lever: Lever, **changes: Any) -> dict[str, Any]:
    people = [{"id": lever.user("ines")}]
    return {"subject": "Meet the team", "note": "", "date": AT, "duration": 60, "interviewers": people} | changes


def plan(lever: Lever, opportunity: str, *interviews: dict[str, Any], **changes: Any) -> httpx.Response:
    sent = {"timezone": "Europe/Oslo", "interviews": list(interviews) or [an_interview(lever)]} | changes
    return lever.api.post(f"{opportunity}/panels?perform_as={lever.user('tova')}", json=sent)


def test_a_panel_lasts_from_its_first_interview_to_the_end_of_its_last(lever: Lever, carol: str) -> None:
    later = an_interview(lever, date=AT + 2 * HOUR, duration=30)
    reply = plan(lever, carol, later, an_interview(lever))
    panel = reply.json()["data"]
    assert (reply.status_code, differences(panel, PANEL)) == (201, [])
    assert (panel["start"], panel["end"]) == (AT, AT + 2 * HOUR + HOUR // 2)
    assert (panel["externallyManaged"], panel["applications"]) == (True, [])
    assert read(lever, f"{carol}/panels/{panel['id']}") == panel


def test_an_interview_can_be_read_by_itself(lever: Lever, carol: str) -> None:
    panel = plan(lever, carol).json()["data"]
    [interview] = read(lever, f"{carol}/interviews")
    assert differences(interview, INTERVIEW) == []
    assert (interview["panel"], interview["postings"]) == (panel["id"], [])
    assert read(lever, f"{carol}/interviews/{interview['id']}") == interview


def test_a_panel_about_an_application_names_its_posting(lever: Lever, carol: str) -> None:
    [application] = read(lever, carol)["applications"]
    plan(lever, carol, applications=[application])
    [interview] = read(lever, f"{carol}/interviews")
    assert len(interview["postings"]) == 1
    assert plan(lever, carol, applications=["another"]).status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"date": None},
        {"date": "soon"},
        {"duration": 0},
        {"interviewers": []},
        {"interviewers": [{"id": "nobody"}]},
        {"feedbackTemplate": "unknown"},
    ],
)
def test_an_interview_needs_a_date_and_real_people(lever: Lever, carol: str, changes: dict[str, Any]) -> None:
    assert plan(lever, carol, an_interview(lever, **changes)).status_code == 400
    assert read(lever, f"{carol}/panels") == []


def test_nobody_who_has_left_can_interview(lever: Lever, carol: str) -> None:
    gone = [{"id": lever.user("dag")}]
    assert plan(lever, carol, an_interview(lever, interviewers=gone)).status_code == 400


@pytest.mark.parametrize("changes", [{"timezone": ""}, {"interviews": []}, {"externallyManaged": False}])
def test_a_panel_made_by_api_is_managed_outside_of_lever(lever: Lever, carol: str, changes: dict[str, Any]) -> None:
    assert plan(lever, carol, **changes).status_code == 400


def test_somebody_must_plan_it(lever: Lever, carol: str) -> None:
    sent = {"timezone": "Europe/Oslo", "interviews": [an_interview(lever)]}
    assert lever.api.post(f"{carol}/panels", json=sent).status_code == 400


def test_interviews_are_added_changed_and_taken_from_a_panel(lever: Lever, carol: str) -> None:
    panel, who = plan(lever, carol).json()["data"], f"perform_as={lever.user('tova')}"
    added = lever.api.post(f"{carol}/interviews?{who}", json=an_interview(lever, panel=panel["id"], subject="Second"))
    assert added.status_code == 201
    address = f"{carol}/interviews/{added.json()['data']['id']}"
    moved = lever.api.put(f"{address}?{who}", json=an_interview(lever, duration=15)).json()["data"]
    assert (moved["duration"], moved["createdAt"]) == (15, added.json()["data"]["createdAt"])
    assert len(read(lever, f"{carol}/panels/{panel['id']}")["interviews"]) == 2
    assert lever.api.delete(address).status_code == 400
    assert lever.api.delete(f"{address}?{who}").status_code == 204
    assert lever.api.get(address).status_code == 404


def test_replacing_a_panel_keeps_the_interviews_that_bring_their_id(lever: Lever, carol: str) -> None:
    panel, who = plan(lever, carol, an_interview(lever), an_interview(lever)).json()["data"], lever.user("tova")
    kept = panel["interviews"][0]["id"]
    sent = {"timezone": "Europe/London", "interviews": [an_interview(lever, id=kept, duration=20)]}
    changed = lever.api.put(f"{carol}/panels/{panel['id']}?perform_as={who}", json=sent).json()["data"]
    assert changed["timezone"] == "Europe/London"
    assert [(i["id"], i["duration"]) for i in changed["interviews"]] == [(kept, 20)]


def test_a_deleted_panel_takes_its_interviews_along(lever: Lever, carol: str) -> None:
    panel = plan(lever, carol).json()["data"]["id"]
    assert lever.api.delete(f"{carol}/panels/{panel}?perform_as={lever.user('tova')}").status_code == 204
    assert read(lever, f"{carol}/panels") == read(lever, f"{carol}/interviews") == []


def test_what_was_planned_in_lever_cannot_be_changed_by_api(lever: Lever) -> None:
    panel = next(iter(lever.world.account.panels.values()))
    address, who = f"/opportunities/{panel.opportunity}", f"perform_as={lever.user('tova')}"
    interview = panel.interviews[0].id
    assert lever.api.delete(f"{address}/panels/{panel.id}?{who}").status_code == 403
    assert lever.api.delete(f"{address}/interviews/{interview}?{who}").status_code == 403
    assert lever.api.put(f"{address}/interviews/{interview}?{who}", json=an_interview(lever)).status_code == 403
    sent = an_interview(lever, panel=panel.id)
    assert lever.api.post(f"{address}/interviews?{who}", json=sent).status_code == 403


def test_panels_and_interviews_are_two_rights(lever: Lever, carol: str) -> None:
    api = lever.bearer(lever.connect(scope="panels:read:admin")["access_token"])
    assert api.get(f"{carol}/panels").status_code == 200
    assert api.get(f"{carol}/interviews").status_code == 403
    assert api.post(f"{carol}/panels", json={}).status_code == 403
