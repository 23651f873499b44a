"""Each object has exactly the keys and the JSON types that were recorded from Lever, nulls and absences included."""

from typing import Any

import pytest

from lever_simulator.world.seeds.demo import ATTENDANT, HOST, JOST
from tests.lever_simulator.conftest import Lever
from tests.lever_simulator.kinds import (
    APPLICATION,
    CHANGED_CONTACT,
    CONTACT,
    FEEDBACK_TEMPLATE,
    FORM_OF_A_POSTING,
    INTERVIEW,
    NOTE,
    OPPORTUNITY,
    PANEL,
    POSTING,
    RANKED_STAGE,
    REASON,
    SALARY,
    STAGE_CHANGE,
    USER,
    WRITTEN_OPPORTUNITY,
)
from tests.lever_simulator.shape import NULL, TEXT_OR_NULL, differences

CAROL = "carol.candidate@example.org"
TOVE = "tove.twice@example.org"


def read(lever: Lever, address: str) -> Any:
    return lever.api.get(address).json()["data"]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/users?includeDeactivated=true", USER),
        ("/stages", {"id": str, "text": str}),
        ("/archive_reasons", REASON),
        ("/tags", {"text": str, "count": int}),
        ("/sources", {"text": str, "count": int}),
        ("/feedback_templates", FEEDBACK_TEMPLATE),
        ("/opportunities", (OPPORTUNITY, WRITTEN_OPPORTUNITY)),
        ("/candidates", (OPPORTUNITY, WRITTEN_OPPORTUNITY)),
    ],
)
def test_every_row_of_a_list_is_as_recorded(lever: Lever, address: str, kind: Any) -> None:
    rows = read(lever, address)
    assert rows
    assert differences(rows, [kind]) == []


def test_a_list_without_a_next_page_has_two_keys(lever: Lever) -> None:
    assert differences(lever.api.get("/stages").json(), {"data": list, "hasNext": bool}) == []


def test_a_posting_without_pay_lacks_the_key(lever: Lever) -> None:
    assert differences(read(lever, f"/postings/{lever.posting(HOST)}"), POSTING) == []


def test_a_posting_with_pay_has_it(lever: Lever) -> None:
    assert differences(read(lever, f"/postings/{lever.posting(ATTENDANT)}"), POSTING | {"salaryRange": SALARY}) == []


def test_an_unlisted_posting_has_addresses_and_null_channels(lever: Lever) -> None:
    posting = read(lever, f"/postings/{lever.posting(JOST)}")
    assert differences(posting, POSTING | {"distributionChannels": NULL}) == []


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_a_posting_that_is_not_open_has_null_addresses_and_channels(lever: Lever, state: str) -> None:
    kind = POSTING | {"urls": NULL, "distributionChannels": NULL}
    assert differences(read(lever, f"/postings?state={state}"), [kind]) == []


def test_the_form_of_a_posting_asks_with_null_values(lever: Lever) -> None:
    assert differences(read(lever, f"/postings/{lever.posting(HOST)}/apply"), FORM_OF_A_POSTING) == []


def test_the_users_of_a_posting_come_without_an_envelope(lever: Lever) -> None:
    role = {"id": str, "name": str, "isReadOnly": bool}
    kind = {"posting": {"id": str, "text": str}, "users": list, "roles": [(role, role | {"conditions": dict})]}
    assert differences(lever.api.get(f"/postings/{lever.posting(HOST)}/users").json(), kind) == []


def test_an_opportunity_with_a_posting_says_where_and_one_without_does_not(lever: Lever) -> None:
    assert differences(read(lever, f"/opportunities/{lever.opportunity(CAROL)}"), OPPORTUNITY) == []
    lead = lever.opportunity("lea.lead@example.net")
    assert differences(read(lever, f"/opportunities/{lead}"), WRITTEN_OPPORTUNITY) == []


@pytest.mark.parametrize(
    ("method", "end", "sent"),
    [
        ("POST", "addTags", {"tags": ["x"]}),
        ("POST", "addLinks", {"links": ["https://example.org"]}),
        ("POST", "removeLinks", {"links": ["https://example.org"]}),
        ("POST", "addSources", {"sources": ["x"]}),
        ("PUT", "stage", {"stage": "offer"}),
        ("PUT", "archived", {"reason": None}),
    ],
)
def test_no_answer_to_a_write_says_where(lever: Lever, method: str, end: str, sent: dict[str, Any]) -> None:
    reply = lever.api.request(method, f"/opportunities/{lever.opportunity(CAROL)}/{end}", json=sent)
    assert differences(reply.json(), {"data": WRITTEN_OPPORTUNITY}) == []


def test_a_new_opportunity_names_who_made_it_and_deduped_stands_beside_data(lever: Lever) -> None:
    tova = next(user.id for user in lever.world.account.users.values() if user.username == "tova")
    sent = {"name": "Nina", "emails": [CAROL], "postings": [lever.posting(JOST)]}
    reply = lever.api.post(f"/opportunities?perform_as={tova}", json=sent)
    assert reply.status_code == 201
    made = WRITTEN_OPPORTUNITY | {"stageChanges": [STAGE_CHANGE | {"userId": str}], "sourcedBy": str, "owner": str}
    assert differences(reply.json(), {"deduped": bool, "data": made}) == []


def test_applications_are_as_recorded_listed_alone_and_expanded(lever: Lever) -> None:
    address = f"/opportunities/{lever.opportunity(CAROL)}"
    [listed] = read(lever, f"{address}/applications")
    assert differences(listed, APPLICATION) == []
    assert read(lever, f"{address}/applications/{listed['id']}") == listed
    assert read(lever, f"{address}?expand=applications")["applications"] == [listed]


def test_a_note_carries_its_id_twice_only_when_it_is_new(lever: Lever) -> None:
    address = f"/opportunities/{lever.opportunity(CAROL)}/notes"
    reply = lever.api.post(address, json={"value": "Hello"})
    assert (reply.status_code, differences(reply.json(), {"data": NOTE | {"noteId": str}})) == (201, [])
    assert differences(read(lever, address), [NOTE]) == []


def test_a_contact_loses_two_keys_in_the_answer_to_its_change(lever: Lever) -> None:
    contact = read(lever, f"/opportunities/{lever.opportunity(CAROL)}")["contact"]
    assert differences(read(lever, f"/contacts/{contact}"), CONTACT) == []
    changed = lever.api.put(f"/contacts/{contact}", json={"location": "Bergen"}).json()["data"]
    assert differences(changed, CHANGED_CONTACT) == []


def test_disposition_stages_hold_stages_and_reasons_in_one_object(lever: Lever) -> None:
    kind = {"data": {"stages": [RANKED_STAGE], "archiveReasons": [REASON | {"type": TEXT_OR_NULL}]}}
    assert differences(lever.api.get("/disposition_stages").json(), kind) == []


def test_an_interview_looks_otherwise_inside_its_panel(lever: Lever) -> None:
    rows = [read(lever, f"/opportunities/{row['id']}/panels") for row in read(lever, f"/opportunities?email={TOVE}")]
    [panel] = [panel for panels in rows for panel in panels]
    assert differences(panel, PANEL) == []
    holder = next(p.opportunity for p in lever.world.account.panels.values())
    [interview] = read(lever, f"/opportunities/{holder}/interviews")
    assert differences(interview, INTERVIEW) == []
    assert interview["panel"] == panel["id"]


@pytest.mark.parametrize("address", ["/nonsense", "/opportunities/nobody", "/opportunities?limit=0", "/tasks"])
def test_an_error_is_a_code_and_a_message(lever: Lever, address: str) -> None:
    assert differences(lever.api.get(address).json(), {"code": str, "message": str}) == []
