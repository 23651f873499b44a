"""Each object has exactly the keys and the JSON types that were recorded from Lever, nulls and absences included."""

from typing import Any

import pytest

from lever_simulator.world.seeds.demo import ATTENDANT, HOST, JOST
from tests.lever_simulator.conftest import Lever
from tests.lever_simulator.shape import MS_OR_NULL, NULL, TEXT_OR_NULL, differences

CAROL = "carol.candidate@example.org"
TOVE = "tove.twice@example.org"

URLS = {"list": str, "show": str, "apply": str}
POSTING: dict[str, Any] = {
    "id": str,
    "text": str,
    "state": str,
    "distributionChannels": [str],
    "confidentiality": str,
    "user": TEXT_OR_NULL,
    "owner": TEXT_OR_NULL,
    "hiringManager": TEXT_OR_NULL,
    "categories": {
        "team": str,
        "department": str,
        "location": str,
        "allLocations": [str],
        "commitment": str,
        "level": NULL,
    },
    "tags": [str],
    "content": {
        "description": str,
        "descriptionHtml": str,
        "lists": [{"text": str, "content": str}],
        "closing": str,
        "closingHtml": str,
    },
    "country": str,
    "followers": [str],
    "reqCode": NULL,
    "requisitionCodes": [str],
    "urls": URLS,
    "workplaceType": str,
    "createdAt": int,
    "updatedAt": int,
    "transcribeInterviews": bool,
    "screening": {"enabled": bool},
}
SALARY = {"min": int, "max": int, "currency": str, "interval": str}

ARCHIVED = {"reason": str, "archivedAt": int}
STAGE_CHANGE = {"toStageId": str, "toStageIndex": int, "updatedAt": int}
PHONE = {"type": TEXT_OR_NULL, "value": str}
ALLOWED = {"allowed": bool, "expiresAt": NULL}
WRITTEN_OPPORTUNITY: dict[str, Any] = {
    "id": str,
    "name": str,
    "contact": str,
    "headline": str,
    "stage": str,
    "stageChanges": [(STAGE_CHANGE, STAGE_CHANGE | {"userId": str})],
    "confidentiality": str,
    "location": str,
    "phones": [PHONE],
    "emails": [str],
    "links": [str],
    "archived": (ARCHIVED, NULL),
    "tags": [str],
    "sources": [str],
    "origin": str,
    "sourcedBy": TEXT_OR_NULL,
    "owner": TEXT_OR_NULL,
    "followers": [str],
    "applications": [str],
    "createdAt": int,
    "updatedAt": MS_OR_NULL,
    "lastInteractionAt": int,
    "lastAdvancedAt": int,
    "snoozedUntil": NULL,
    "urls": {"list": str, "show": str},
    "isAnonymized": bool,
    "dataProtection": ({"store": ALLOWED, "contact": ALLOWED}, NULL),
}
OPPORTUNITY = WRITTEN_OPPORTUNITY | {"opportunityLocation": str}

APPLICATION: dict[str, Any] = {
    "id": str,
    "type": str,
    "candidateId": str,
    "opportunityId": str,
    "posting": str,
    "postingHiringManager": TEXT_OR_NULL,
    "postingOwner": TEXT_OR_NULL,
    "user": TEXT_OR_NULL,
    "name": TEXT_OR_NULL,
    "company": NULL,
    "phone": ({"type": NULL, "value": str}, NULL),
    "email": TEXT_OR_NULL,
    "links": [str],
    "comments": TEXT_OR_NULL,
    "customQuestions": [dict],
    "createdAt": int,
    "archived": (ARCHIVED, NULL),
    "requisitionForHire": NULL,
    "ipAddress": NULL,
    "referer": NULL,
    "userAgent": NULL,
    "acceptLanguage": NULL,
    "timezone": NULL,
}
NOTE_FIELD = {
    "type": str,
    "text": str,
    "value": str,
    "createdAt": int,
    "score": (int, NULL),
    "stage": str,
    "user": TEXT_OR_NULL,
}
NOTE: dict[str, Any] = {
    "id": str,
    "text": str,
    "fields": [NOTE_FIELD],
    "user": TEXT_OR_NULL,
    "secret": bool,
    "completedAt": int,
    "createdAt": int,
    "deletedAt": NULL,
}
CHANGED_CONTACT = {
    "id": str,
    "name": str,
    "headline": str,
    "location": {"name": str},
    "emails": [str],
    "phones": [PHONE],
}
CONTACT = CHANGED_CONTACT | {"isAnonymized": bool, "dataProtection": NULL}
USER = {
    "id": str,
    "name": str,
    "username": str,
    "email": str,
    "accessRole": str,
    "photo": NULL,
    "createdAt": int,
    "deactivatedAt": MS_OR_NULL,
    "externalDirectoryId": NULL,
    "linkedContactIds": NULL,
    "jobTitle": TEXT_OR_NULL,
    "managerId": NULL,
}
QUESTION = {"text": str, "name": str, "type": str, "required": bool, "value": NULL}
FORM_OF_A_POSTING = {
    "id": str,
    "text": str,
    "customQuestions": [dict],
    "personalInformation": [QUESTION],
    "urls": [QUESTION],
    "consentDisclosures": NULL,
}
RANKED_STAGE = {"id": str, "text": str, "pipeline": str, "rank": int, "hasInterview": bool}
REASON = {"id": str, "text": str, "status": str, "type": str}

FIELD = {"description": str, "required": bool, "text": str, "type": str, "id": str}
OPTIONS = {"options": [{"text": str}]}
SCORES = {"scores": [{"text": str, "description": str}]}
TEMPLATE_FIELD = (FIELD, FIELD | OPTIONS, FIELD | OPTIONS | {"prompt": str}, FIELD | SCORES)
FEEDBACK_TEMPLATE = {
    "id": str,
    "text": str,
    "group": ({"id": str, "name": str}, NULL),
    "instructions": str,
    "fields": [TEMPLATE_FIELD],
    "createdAt": MS_OR_NULL,
    "stage": NULL,
    "updatedAt": MS_OR_NULL,
}

INTERVIEWER = {"id": str, "name": str, "email": str, "feedbackTemplate": str}
INTERVIEW: dict[str, Any] = {
    "id": str,
    "panel": str,
    "subject": str,
    "note": str,
    "interviewers": [INTERVIEWER],
    "timezone": str,
    "createdAt": int,
    "date": int,
    "duration": int,
    "location": NULL,
    "feedbackTemplate": TEXT_OR_NULL,
    "feedbackForms": [str],
    "feedbackReminder": str,
    "user": str,
    "stage": str,
    "canceledAt": NULL,
    "postings": [str],
    "gcalEventUrl": NULL,
    "opportunityId": str,
}
PANEL: dict[str, Any] = {
    "id": str,
    "applications": [str],
    "canceledAt": NULL,
    "createdAt": int,
    "end": int,
    "externallyManaged": bool,
    "externalUrl": NULL,
    "feedbackReminder": str,
    "interviews": [
        {
            "id": str,
            "date": int,
            "duration": int,
            "feedbackReminder": str,
            "feedbackTemplate": TEXT_OR_NULL,
            "interviewers": [INTERVIEWER | {"responseStatus": str}],
            "location": NULL,
            "note": str,
            "subject": str,
        }
    ],
    "note": NULL,
    "stage": str,
    "start": int,
    "timezone": str,
    "user": str,
}


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
