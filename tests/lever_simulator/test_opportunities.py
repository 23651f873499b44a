"""The Data API finds opportunities and shows them as Lever does."""

from urllib.parse import quote

import pytest

from lever_simulator.server import running
from lever_simulator.world.seeds.demo import HOST, MANAGER, NIGHT
from tests.lever_simulator.conftest import Lever

CAROL = "carol.candidate@example.org"


def emails(lever: Lever, query: str, key: str = "demo-api-key") -> list[str]:
    found = lever.api_as(key).get(f"/opportunities?{query}").json()["data"]
    return [email for opportunity in found for email in opportunity["emails"]]


def all_pages(lever: Lever, **query: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    while True:
        page = lever.api.get("/opportunities", params=query).json()
        rows += page["data"]
        if not page["hasNext"]:
            return rows
        query["offset"] = page["next"]


def test_paging_shows_everybody_once(lever: Lever) -> None:
    ids = [row["id"] for row in all_pages(lever, limit="30")]
    confidential = 1
    assert len(ids) == len(set(ids)) == len(lever.world.account.opportunities) - confidential
    assert len(ids) > 130


def test_the_first_page_holds_a_hundred_and_its_token_is_already_encoded(lever: Lever) -> None:
    page = lever.api.get("/opportunities").json()
    assert len(page["data"]) == 100
    assert page["next"].startswith("%5B10")


def test_the_last_page_has_no_token(lever: Lever) -> None:
    page = lever.api.get("/opportunities", params={"email": CAROL}).json()
    assert (page["hasNext"], "next" in page) == (False, False)


@pytest.mark.parametrize("offset", ["nonsense", "%255B%255D", "[101,5]", "%255B1%252C2%255D"])
def test_a_bad_offset_is_named_as_such(lever: Lever, offset: str) -> None:
    reply = lever.api.get(f"/opportunities?offset={offset}")
    assert reply.status_code == 400
    assert "Invalid offset token" in reply.json()["message"]


def test_an_offset_that_was_decoded_by_the_client_is_refused(lever: Lever) -> None:
    token = lever.api.get("/opportunities?limit=2").json()["next"]
    assert lever.api.get(f"/opportunities?offset={quote(token)}").status_code == 200
    assert lever.api.get(f"/opportunities?offset={token}").status_code == 400


@pytest.mark.parametrize("limit", ["0", "101", "-1", "many"])
def test_a_limit_is_between_1_and_100(lever: Lever, limit: str) -> None:
    assert lever.api.get(f"/opportunities?limit={limit}").status_code == 400


def test_an_email_is_found_in_any_case(lever: Lever) -> None:
    assert emails(lever, "email=%20Carol.Candidate@Example.org") == [CAROL]


def test_an_opportunity_has_the_recorded_keys(lever: Lever) -> None:
    row = lever.api.get(f"/opportunities/{lever.opportunity(CAROL)}").json()["data"]
    recorded = (
        "id name contact headline stage stageChanges confidentiality location phones emails links archived tags sources"
        " origin sourcedBy owner followers applications createdAt updatedAt lastInteractionAt lastAdvancedAt"
        " snoozedUntil urls isAnonymized dataProtection opportunityLocation"
    )
    assert set(row) == set(recorded.split())


def test_applications_come_as_ids_and_whole_when_expanded(lever: Lever) -> None:
    address = f"/opportunities/{lever.opportunity(CAROL)}"
    [plain] = lever.api.get(address).json()["data"]["applications"]
    [whole] = lever.api.get(f"{address}?expand=applications&expand=stage&expand=contact").json()["data"]["applications"]
    assert isinstance(plain, str)
    assert (whole["id"], whole["posting"], whole["email"]) == (plain, lever.posting(HOST), CAROL)


def test_somebody_added_by_hand_has_an_application_without_name_and_email(lever: Lever) -> None:
    rows = lever.api.get("/opportunities?origin=sourced&expand=applications").json()["data"]
    application = next(row["applications"][0] for row in rows if row["applications"])
    assert (application["type"], application["name"], application["email"]) == ("user", None, None)


def test_stage_and_contact_and_owner_can_be_expanded(lever: Lever) -> None:
    query = "expand[]=stage&expand[]=contact&expand[]=owner"
    row = lever.api.get(f"/opportunities/{lever.opportunity(CAROL)}?{query}").json()["data"]
    assert row["stage"] == {"id": "applicant-new", "text": "New applicant"}
    assert row["contact"]["emails"] == [CAROL]
    assert row["owner"]["username"] == "sigrid"


def test_filters_of_one_kind_add_up_and_of_two_kinds_narrow(lever: Lever) -> None:
    both = f"posting_id={lever.posting(HOST)}&posting_id={lever.posting(NIGHT)}"
    assert emails(lever, f"{both}&email=tove.twice@example.org") == ["tove.twice@example.org"] * 2
    assert emails(lever, f"{both}&email=tove.twice@example.org&stage_id=offer") == []


def test_an_archived_candidacy_is_found_by_the_filter_of_its_own(lever: Lever) -> None:
    arne, host = "email=arne.archived@example.org", lever.posting(HOST)
    assert emails(lever, f"{arne}&posting_id={host}") == []
    assert emails(lever, f"{arne}&archived_posting_id={host}") == ["arne.archived@example.org"]
    assert emails(lever, f"{arne}&archived=True") == ["arne.archived@example.org"]
    assert emails(lever, f"{arne}&archived=false") == []


def test_changes_since_a_time_miss_those_that_were_never_updated(lever: Lever) -> None:
    everybody, dated = all_pages(lever), all_pages(lever, updated_at_start="0")
    assert {row["id"] for row in everybody if row["updatedAt"] is None}
    assert len(dated) == sum(row["updatedAt"] is not None for row in everybody)


def test_a_time_that_is_no_number_is_refused(lever: Lever) -> None:
    assert lever.api.get("/opportunities?updated_at_start=yesterday").status_code == 400


def test_a_tag_with_a_plus_must_be_encoded(lever: Lever) -> None:
    tag = "Paletter AI Fit Check Score: 3+ out of 5"
    lever.api.post(f"/opportunities/{lever.opportunity(CAROL)}/addTags", json={"tags": [tag]})
    assert emails(lever, f"tag={quote(tag)}") == [CAROL]
    assert emails(lever, f"tag={tag.replace(' ', '%20')}") == []


def test_the_seed_holds_the_awkward_people(lever: Lever) -> None:
    rows = all_pages(lever)
    assert any(row["emails"] == [] and not row["isAnonymized"] for row in rows)
    assert any(row["isAnonymized"] and row["name"] == "Anonymized" for row in rows)
    assert any(row["applications"] == [] and "opportunityLocation" not in row for row in rows)


@pytest.mark.parametrize("query", ["", "&confidentiality=all", "&confidentiality=confidential"])
def test_who_applied_to_a_confidential_posting_stays_hidden(lever: Lever, query: str) -> None:
    assert emails(lever, f"email=sverre.secret@example.org{query}") == []
    assert lever.api.get(f"/opportunities/{lever.opportunity('sverre.secret@example.org')}").status_code == 403
    assert MANAGER not in [tag["text"] for tag in lever.api.get("/tags").json()["data"]]


def test_confidential_access_shows_them_when_asked(lever: Lever) -> None:
    key = "demo-confidential-key"
    assert emails(lever, "email=sverre.secret@example.org", key) == []
    assert emails(lever, "email=sverre.secret@example.org&confidentiality=all", key) == ["sverre.secret@example.org"]


def test_deleted_opportunities_are_gone_and_listed(lever: Lever) -> None:
    carol, now = lever.opportunity(CAROL), lever.world.clock.ms()
    lever.http.delete(f"/_control/opportunities/{carol}")
    assert lever.api.get(f"/opportunities/{carol}").status_code == 404
    window = {"deleted_at_start": now - 1000, "deleted_at_end": now + 60_000}
    [row] = lever.api.get("/opportunities/deleted", params=window).json()["data"]
    assert (row["id"], row["deletedBy"]) == (carol, None)


def test_ten_thousand_can_be_read_page_by_page() -> None:
    with running(seed="large") as simulator:
        lever = Lever(simulator)
        first = lever.api.get("/opportunities").json()
        assert len(lever.world.account.opportunities) == 10_000
        assert len(lever.world.account.postings) == 40
        second = lever.api.get("/opportunities", params={"offset": first["next"]}).json()
        assert not {row["id"] for row in first["data"]} & {row["id"] for row in second["data"]}


def test_ids_are_the_same_in_every_run(lever: Lever) -> None:
    with running() as other:
        assert set(other.world.account.opportunities) == set(lever.world.account.opportunities)
