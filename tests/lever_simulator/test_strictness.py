"""What Lever would not take is refused here as well, and what it takes in many spellings is taken."""

from typing import Any
from urllib.parse import quote

import pytest

from lever_simulator.world.seeds.demo import HOST
from tests.lever_simulator.conftest import Lever

CAROL = "carol.candidate@example.org"
DAY = 86_400_000
NOBODY = "00000000-0000-4000-8000-000000000000"


def ids(lever: Lever, query: str) -> list[str]:
    reply = lever.api.get(f"/opportunities?{query}")
    assert reply.status_code == 200, reply.text
    return [row["id"] for row in reply.json()["data"]]


@pytest.mark.parametrize(
    "address",
    [
        "/postings?state=open",
        "/postings?distributionChannel=everywhere",
        "/postings?confidentiality=secret",
        "/opportunities?confidentiality=secret",
        "/opportunities?origin=moon",
        "/opportunities?archived=perhaps",
        "/opportunities?snoozed=2",
        "/opportunities?created_at_start=yesterday",
        "/archive_reasons?type=tired",
        "/users?limit=0",
        "/tags?limit=101",
        "/stages?offset=nonsense",
        "/users?includeDeactivated=maybe",
    ],
)
def test_a_filter_with_an_impossible_value_is_refused(lever: Lever, address: str) -> None:
    reply = lever.api.get(address)
    assert (reply.status_code, reply.json()["code"]) == (400, "BadRequest")


def test_an_unknown_id_in_a_filter_finds_nobody(lever: Lever) -> None:
    for name in ("posting_id", "archived_posting_id", "contact_id", "stage_id", "archive_reason_id"):
        assert ids(lever, f"{name}={NOBODY}") == []


@pytest.mark.parametrize(
    "end",
    [
        "",
        "/applications",
        "/notes",
        "/files",
        "/file_actions",
        "/feedback",
        "/forms",
        "/panels",
        "/interviews",
        "/offers",
        f"/applications/{NOBODY}",
    ],
)
def test_nobody_has_nothing(lever: Lever, end: str) -> None:
    for old_and_new in ("opportunities", "candidates"):
        reply = lever.api.get(f"/{old_and_new}/{NOBODY}{end}")
        assert (reply.status_code, reply.json()["code"]) == (404, "ResourceNotFound")


@pytest.mark.parametrize("noun", ["applications", "notes", "files", "feedback", "forms", "panels", "interviews"])
def test_what_hangs_on_an_opportunity_is_found_by_its_id_only(lever: Lever, noun: str) -> None:
    assert lever.api.get(f"/opportunities/{lever.opportunity(CAROL)}/{noun}/{NOBODY}").status_code == 404


@pytest.mark.parametrize("noun", ["applications", "notes", "files", "feedback", "forms", "panels", "offers"])
def test_whoever_is_confidential_stays_so_with_all_that_hangs_on_them(lever: Lever, noun: str) -> None:
    sverre = lever.opportunity("sverre.secret@example.org")
    assert lever.api.get(f"/opportunities/{sverre}/{noun}").status_code == 403
    assert lever.api_as("demo-confidential-key").get(f"/opportunities/{sverre}/{noun}").status_code == 200


def test_ranges_are_inclusive_and_narrow_each_other(lever: Lever) -> None:
    carol = lever.world.account.opportunities[lever.opportunity(CAROL)]
    at = carol.created_at
    assert carol.id in ids(lever, f"created_at_start={at}&created_at_end={at}")
    assert ids(lever, f"email={CAROL}&created_at_start={at + 1}") == []
    assert ids(lever, f"email={CAROL}&created_at_end={at - 1}") == []
    assert ids(lever, f"email={CAROL}&archived_at_start=0") == []
    assert ids(lever, f"email={CAROL}&advanced_at_start={at}&updated_at_start={at}") == [carol.id]


@pytest.mark.parametrize("noun", ["postings", "opportunities", "applications"])
def test_a_window_of_deletions_has_two_ends_at_most_thirty_days_apart(lever: Lever, noun: str) -> None:
    now = lever.world.clock.ms()

    def status(start: int, end: int) -> int:
        return lever.api.get(f"/{noun}/deleted?deleted_at_start={start}&deleted_at_end={end}").status_code

    assert status(now - 30 * DAY, now) == 200
    assert status(now - 30 * DAY - 1, now) == 400
    assert status(now, now - 1) == 400
    assert lever.api.get(f"/{noun}/deleted?deleted_at_end={now}").status_code == 400
    assert lever.api.get(f"/{noun}/deleted").status_code == 200


def test_an_application_is_deleted_with_its_opportunity_and_so_is_all_that_hung_on_it(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    [application] = lever.api.get(f"/opportunities/{carol}").json()["data"]["applications"]
    user = lever.user("tova")
    lever.api.post(f"/opportunities/{carol}/notes", json={"value": "x"})
    lever.api.post(f"/opportunities/{carol}/files?perform_as={user}", files={"file": ("a.pdf", b"x")})
    lever.http.delete(f"/_control/opportunities/{carol}")
    [row] = lever.api.get("/applications/deleted").json()["data"]
    assert (row["id"], row["opportunityId"], row["postingId"]) == (application, carol, lever.posting(HOST))
    account = lever.world.account
    assert (account.files, account.file_actions, account.notes_on(carol)) == ({}, [], [])


@pytest.mark.parametrize("spelling", ["true", "True", "TRUE", "1"])
def test_a_switch_is_read_in_any_case(lever: Lever, spelling: str) -> None:
    archived = lever.opportunity("arne.archived@example.org")
    assert archived in ids(lever, f"archived={spelling}")
    assert archived not in ids(lever, "archived=False")
    reply = lever.api.post(f"/opportunities/{archived}/notes", data={"value": "x", "secret": spelling})
    assert reply.json()["data"]["secret"] is True


def test_a_switch_in_a_body_that_is_neither_on_nor_off_is_refused(lever: Lever) -> None:
    address = f"/opportunities/{lever.opportunity(CAROL)}/notes"
    assert lever.api.post(address, json={"value": "x", "secret": "perhaps"}).status_code == 400


@pytest.mark.parametrize("key", ["tags", "tags[]"])
def test_json_a_form_and_multipart_say_the_same(lever: Lever, key: str) -> None:
    address = f"/opportunities/{lever.opportunity(CAROL)}/addTags"
    lever.api.post(address, json={"tags": ["json one", "json two"]})
    lever.api.post(address, data={key: ["form one", "form two"]})
    lever.api.post(address, files=[(key, (None, "part one")), (key, (None, "part two"))])
    tags = lever.api.get(f"/opportunities/{lever.opportunity(CAROL)}").json()["data"]["tags"]
    assert tags[-6:] == ["json one", "json two", "form one", "form two", "part one", "part two"]


@pytest.mark.parametrize("name", ["posting_id", "posting_id[]"])
def test_lists_in_a_query_repeat_their_name_with_or_without_brackets(lever: Lever, name: str) -> None:
    postings = list(lever.world.account.postings)
    query = "&".join(f"{quote(name)}={posting}" for posting in postings)
    assert len(ids(lever, f"{query}&limit=100")) == 100


@pytest.mark.parametrize("address", ["/opportunities/", "/stages/", "/feedback_templates/", "/candidates/"])
def test_a_trailing_slash_is_welcome_everywhere(lever: Lever, address: str) -> None:
    assert lever.api.get(address, follow_redirects=False).status_code == 200


def test_candidates_answer_as_opportunities_do_also_to_writes(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    assert lever.api.get(f"/candidates/{carol}").json() == lever.api.get(f"/opportunities/{carol}").json()
    assert lever.api.get("/candidates?limit=3").json() == lever.api.get("/opportunities?limit=3").json()
    lever.api.post(f"/candidates/{carol}/addTags", json={"tags": ["old client"]})
    note = lever.api.post(f"/candidates/{carol}/notes", json={"value": "x"})
    assert note.status_code == 201
    assert "old client" in lever.api.get(f"/opportunities/{carol}").json()["data"]["tags"]


def test_a_comment_comes_no_more_from_the_future_than_a_note(lever: Lever) -> None:
    address = f"/opportunities/{lever.opportunity(CAROL)}/notes"
    note = lever.api.post(address, json={"value": "x"}).json()["data"]["id"]
    later = lever.world.clock.ms() + 60_000
    assert lever.api.post(f"{address}?note_id={note}", json={"value": "y", "createdAt": later}).status_code == 400
    lever.api.post(f"{address}?note_id={note}", json={"value": "y", "createdAt": 1000})
    [only] = lever.api.get(address).json()["data"]
    assert [field["createdAt"] for field in only["fields"]][1] == 1000


PERFORMED: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/opportunities", {"name": "N"}),
    ("POST", "/postings", {"text": "T"}),
    ("POST", "/opportunities/{carol}/feedback", {}),
    ("PUT", "/opportunities/{carol}/feedback/x", {}),
    ("DELETE", "/opportunities/{carol}/feedback/x", {}),
    ("POST", "/opportunities/{carol}/files", {}),
    ("POST", "/opportunities/{carol}/panels", {}),
    ("PUT", "/opportunities/{carol}/panels/x", {}),
    ("DELETE", "/opportunities/{carol}/panels/x", {}),
    ("POST", "/opportunities/{carol}/interviews", {}),
    ("PUT", "/opportunities/{carol}/interviews/x", {}),
    ("DELETE", "/opportunities/{carol}/interviews/x", {}),
]


@pytest.mark.parametrize(("method", "address", "sent"), PERFORMED)
def test_what_is_done_in_a_name_needs_a_name_of_somebody_who_works_here(
    lever: Lever, method: str, address: str, sent: dict[str, Any]
) -> None:
    where = address.format(carol=lever.opportunity(CAROL))
    for query in ("", f"?perform_as={NOBODY}", f"?perform_as={lever.user('dag')}"):
        reply = lever.api.request(method, where + query, json=sent)
        assert (reply.status_code, "perform_as" in reply.json()["message"]) == (400, True)


def test_an_interviewer_may_be_the_one_who_acts(lever: Lever) -> None:
    carol, ines = lever.opportunity(CAROL), lever.user("ines")
    reply = lever.api.post(f"/opportunities/{carol}/notes?perform_as={ines}", json={"value": "x"})
    assert reply.json()["data"]["user"] == ines
