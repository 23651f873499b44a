"""Where Lever is silent, the answer is a switch."""

from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

import lever_simulator
from lever_simulator.world import Switches
from lever_simulator.world.seeds.demo import HOST, NIGHT
from tests.lever_simulator.conftest import Lever

CAROL = "carol.candidate@example.org"
DAY = 86_400
COVERAGE = Path(lever_simulator.__file__).with_name("COVERAGE.md")


@pytest.mark.parametrize("name", sorted(vars(Switches())))
def test_every_switch_is_told_of(name: str) -> None:
    assert f"`{name}`" in COVERAGE.read_text(encoding="utf-8")


def test_a_switch_that_is_off_is_shown_with_the_others(lever: Lever) -> None:
    lever.control("switches", tags_locked=True)
    assert lever.http.get("/_control/switches").json()["tags_locked"] is True


def test_tokens_and_codes_live_as_long_as_is_said(lever: Lever) -> None:
    lever.control("switches", access_token_seconds=5, code_seconds=2)
    tokens = lever.connect()
    assert tokens["expires_in"] == 5
    lever.control("clock", advance=6)
    assert lever.bearer(tokens["access_token"]).get("/postings").status_code == 401
    code = lever.consent()["code"]
    lever.control("clock", advance=3)
    assert lever.exchange(code).status_code == 403


def test_refresh_tokens_live_as_long_as_is_said(lever: Lever) -> None:
    lever.control("switches", unused_refresh_token_days=2, refresh_token_days=3)
    token = lever.connect()["refresh_token"]
    for _ in range(2):
        lever.control("clock", advance=1.4 * DAY)
        token = lever.refresh(token).json()["refresh_token"]
    lever.control("clock", advance=0.4 * DAY)
    assert lever.refresh(token).status_code == 403
    unused = lever.connect()["refresh_token"]
    lever.control("clock", advance=2.1 * DAY)
    assert lever.refresh(unused).status_code == 403


def test_the_access_can_outlive_the_one_who_gave_it(lever: Lever) -> None:
    lever.control("switches", leaving_ends_grants=False)
    tokens = lever.connect()
    lever.control("changes", what="deactivate_user", id="sigrid")
    assert lever.refresh(tokens["refresh_token"]).status_code == 200


def test_who_left_is_nobody_to_perform_as(lever: Lever) -> None:
    lever.control("changes", what="deactivate_user", id="amir")
    amir = next(u.id for u in lever.world.account.users.values() if u.username == "amir")
    note = lever.api.post(f"/opportunities/{lever.opportunity(CAROL)}/notes?perform_as={amir}", json={"value": "x"})
    assert note.status_code == 400


def test_who_is_no_super_admin_can_come_back_with_another_word_or_not_at_all(lever: Lever) -> None:
    lever.control("switches", not_super_admin="unauthorized_client")
    assert lever.consent(user="amir")["error"] == "unauthorized_client"
    lever.control("switches", not_super_admin="no return")
    reply = lever.control("authorize", url=lever.authorize_url(), user="amir")
    assert (reply.status_code, "Super Admin" in reply.json()["error"]) == (400, True)


def test_a_package_without_the_api_refuses_consent_and_every_call_but_not_the_refresh(lever: Lever) -> None:
    tokens = lever.connect()
    lever.control("switches", package_has_api=False)
    assert lever.consent()["error"] == "access_denied"
    assert "package" in lever.consent()["error_description"]
    refreshed = lever.refresh(tokens["refresh_token"])
    assert refreshed.status_code == 200
    assert lever.bearer(refreshed.json()["access_token"]).get("/postings").json()["code"] == "ForbiddenError"


@pytest.mark.parametrize(("status", "code"), [(403, "ForbiddenError"), (401, "UnauthorizedError")])
def test_one_right_can_be_missing_though_it_was_given(lever: Lever, status: int, code: str) -> None:
    api, carol = lever.bearer(lever.connect()["access_token"]), lever.opportunity(CAROL)
    lever.control("switches", missing_scopes=["notes:write:admin"], missing_scope_status=status)
    reply = api.post(f"/opportunities/{carol}/notes", json={"value": "x"})
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert api.get(f"/opportunities/{carol}/notes").status_code == 200
    assert api.get("/postings").status_code == 200


def test_confidential_access_can_be_the_missing_right(lever: Lever) -> None:
    api = lever.api_as("demo-confidential-key")
    everything = "/opportunities?confidentiality=confidential"
    assert api.get(everything).json()["data"]
    lever.control("switches", missing_scopes=["confidential:access:admin"])
    assert api.get(everything).json()["data"] == []


def test_a_bad_offset_can_have_another_status(lever: Lever) -> None:
    lever.control("switches", invalid_offset_status=422)
    reply = lever.api.get("/opportunities?offset=nonsense")
    assert (reply.status_code, "Invalid offset token" in reply.json()["message"]) == (422, True)


def test_every_object_can_carry_fields_that_nobody_knows(lever: Lever) -> None:
    lever.control("switches", extra_fields=True)
    page = lever.api.get("/opportunities?limit=1&expand=applications").json()
    [row] = page["data"]
    assert all("addedLater" in thing for thing in (page, row, row["stageChanges"][0]))
    assert "addedLater" in lever.api.get("/nowhere").json()
    assert "addedLater" in lever.connect()


def test_the_limit_can_count_the_whole_account_together(lever: Lever) -> None:
    lever.control("api-keys", key="second", scopes=["stages:read:admin"])
    lever.control("switches", requests_per_second=0.01, burst=2, bucket="account")
    statuses = [lever.api_as(key).get("/stages").status_code for key in ("demo-api-key", "second", "second")]
    assert statuses == [200, 200, 429]


@pytest.mark.parametrize(("named", "wait"), [(True, "1"), (False, None)])
def test_the_limit_can_say_how_long_to_wait(lever: Lever, named: bool, wait: str | None) -> None:
    lever.control("switches", requests_per_second=0.01, burst=1, limit_names_a_wait=named)
    lever.api.get("/stages")
    reply = lever.api.get("/stages")
    assert (reply.status_code, reply.headers.get("Retry-After")) == (429, wait)


@pytest.mark.parametrize(
    ("rule", "found"),
    [("exact", [True, False, False]), ("case-blind", [True, True, False]), ("plus-blind", [True, True, True])],
)
def test_addresses_can_be_compared_more_or_less_strictly(lever: Lever, rule: str, found: list[bool]) -> None:
    lever.control("switches", email_matching=rule)
    asked = [CAROL, CAROL.upper(), CAROL.replace("@", "+x@")]
    rows = [lever.api.get("/opportunities", params={"email": email}).json()["data"] for email in asked]
    assert [bool(row) for row in rows] == found


@pytest.mark.parametrize("finds", [True, False])
def test_posting_id_can_find_archived_candidacies(lever: Lever, finds: bool) -> None:
    lever.control("switches", posting_id_finds_archived=finds)
    rows = lever.api.get(f"/opportunities?posting_id={lever.posting(HOST)}&email=arne.archived@example.org").json()
    assert bool(rows["data"]) is finds


@pytest.mark.parametrize("shown", [True, False])
def test_a_list_without_filters_can_leave_out_internal_postings(lever: Lever, shown: bool) -> None:
    lever.control("switches", unfiltered_shows_internal=shown)
    titles = {row["text"] for row in lever.api.get("/postings").json()["data"]}
    assert (NIGHT in titles) is shown
    assert HOST in titles
    both = "/postings?state=published&distributionChannel=public&distributionChannel=internal"
    assert NIGHT in {row["text"] for row in lever.api.get(both).json()["data"]}


@pytest.mark.parametrize("moves", [True, False])
def test_a_note_can_move_the_time_of_change(lever: Lever, moves: bool) -> None:
    lever.control("switches", notes_move_updated_at=moves)
    carol = f"/opportunities/{lever.opportunity(CAROL)}"
    before = lever.api.get(carol).json()["data"]["updatedAt"]
    lever.api.post(f"{carol}/notes", json={"value": "x"})
    assert (lever.api.get(carol).json()["data"]["updatedAt"] > before) is moves


def test_a_note_can_be_by_the_one_who_authorized_the_app(lever: Lever) -> None:
    api, notes = lever.bearer(lever.connect()["access_token"]), f"/opportunities/{lever.opportunity(CAROL)}/notes"
    assert api.post(notes, json={"value": "x"}).json()["data"]["user"] is None
    lever.control("switches", notes_name_the_grantor=True)
    author = api.post(notes, json={"value": "x"}).json()["data"]["user"]
    assert lever.world.account.users[author].username == "sigrid"
    assert lever.api.post(notes, json={"value": "x"}).json()["data"]["user"] is None


def test_lever_s_clock_can_run_behind_the_caller_s(lever: Lever) -> None:
    told = lever.control("clock", advance=-600).json()
    assert told["ahead"] == -600
    carol = lever.opportunity(CAROL)
    lever.api.post(f"/opportunities/{carol}/addTags", json={"tags": ["x"]})
    changed = lever.api.get(f"/opportunities/{carol}").json()["data"]["updatedAt"]
    assert abs(changed - told["now"]) < 30_000
    note = {"value": "x", "createdAt": told["now"] + 600_000}
    assert lever.api.post(f"/opportunities/{carol}/notes", json=note).status_code == 400


def test_the_date_of_a_reply_is_by_lever_s_clock(lever: Lever) -> None:
    lever.control("clock", advance=400 * DAY)
    [date] = lever.http.get("/_control").headers.get_list("Date")
    assert abs(parsedate_to_datetime(date).timestamp() - lever.world.clock.now()) < 30
