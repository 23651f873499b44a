"""The Data API shows postings as Lever does."""

import pytest

from lever_simulator.world.seeds.demo import ATTENDANT, HOST, JOST, MANAGER, NIGHT
from tests.lever_simulator.conftest import Lever


def titles(lever: Lever, query: str = "", key: str = "demo-api-key") -> set[str]:
    return {posting["text"] for posting in lever.api_as(key).get(f"/postings?{query}").json()["data"]}


def test_a_bare_state_published_means_the_public_site_alone(lever: Lever) -> None:
    assert titles(lever, "state=published") == {HOST, ATTENDANT}


def test_internal_postings_come_when_their_channel_is_named(lever: Lever) -> None:
    wanted = "state=published&distributionChannel=public&distributionChannel=internal"
    assert titles(lever, wanted) == {HOST, ATTENDANT, NIGHT}


def test_an_unlisted_posting_has_the_state_internal_and_no_channels(lever: Lever) -> None:
    [posting] = lever.api.get("/postings?state=internal").json()["data"]
    assert (posting["text"], posting["distributionChannels"]) == (JOST, None)
    assert posting["urls"]


@pytest.mark.parametrize("query", ["", "confidentiality=all", "confidentiality=confidential", "state=published"])
def test_a_confidential_posting_never_appears_without_that_access(lever: Lever, query: str) -> None:
    assert MANAGER not in titles(lever, query)


def test_a_confidential_posting_appears_to_those_who_may_and_ask(lever: Lever) -> None:
    key = "demo-confidential-key"
    assert MANAGER not in titles(lever, "", key)
    assert MANAGER in titles(lever, "confidentiality=all", key)
    assert titles(lever, "confidentiality=confidential", key) == {MANAGER}


def test_reading_one_confidential_posting_is_forbidden(lever: Lever) -> None:
    address = f"/postings/{lever.posting(MANAGER)}"
    assert lever.api.get(address).status_code == 403
    assert lever.api_as("demo-confidential-key").get(address).json()["data"]["confidentiality"] == "confidential"


@pytest.mark.parametrize("state", ["closed", "draft", "pending"])
def test_postings_that_are_not_open_have_neither_channels_nor_addresses(lever: Lever, state: str) -> None:
    [posting] = lever.api.get(f"/postings?state={state}").json()["data"]
    assert (posting["distributionChannels"], posting["urls"]) == (None, None)


def test_filters_of_one_kind_add_up_and_of_two_kinds_narrow(lever: Lever) -> None:
    assert titles(lever, "location=Bergen&location=Oslo&team=Food and Drink") == {ATTENDANT}
    assert titles(lever, "tag=paletter") == {HOST}
    assert titles(lever, "tag=Paletter") == set()


def test_one_posting_carries_its_places_and_the_job_site_of_the_account(lever: Lever) -> None:
    posting = lever.api.get(f"/postings/{lever.posting(ATTENDANT)}").json()["data"]
    assert posting["categories"]["allLocations"] == ["Oslo", "Bergen", "Tromsø"]
    assert posting["distributionChannels"] == ["internal", "public"]
    assert posting["urls"]["list"] == f"{lever.url}/jobs/fjordhotel"
    assert lever.http.get(posting["urls"]["show"]).status_code == 200


def test_an_unknown_posting_is_not_found(lever: Lever) -> None:
    reply = lever.api.get("/postings/00000000-0000-4000-8000-000000000000")
    assert (reply.status_code, reply.json()["code"]) == (404, "ResourceNotFound")


def test_changes_can_be_asked_for_since_a_time_but_only_with_confidentiality(lever: Lever) -> None:
    since = lever.world.clock.ms()
    assert titles(lever, f"updated_at_start={since}") == set()
    lever.control(f"postings/{lever.posting(HOST)}", text="Front of House Hero")
    assert titles(lever, f"updated_at_start={since}&confidentiality=non-confidential") == {"Front of House Hero"}
    assert lever.api.get(f"/postings?updated_at_start={since}&state=published").status_code == 400


def test_owner_can_be_expanded_and_fields_chosen(lever: Lever) -> None:
    host = lever.posting(HOST)
    assert lever.api.get(f"/postings/{host}?expand=owner").json()["data"]["owner"]["name"] == "Sigrid Solheim"
    assert set(lever.api.get(f"/postings/{host}?include=text").json()["data"]) == {"id", "text"}


def test_a_candidate_can_apply_by_api_and_the_same_person_is_known_again(lever: Lever) -> None:
    sent = {
        "personalInformation": [
            {"name": "fullName", "value": "Eva Early"},
            {"name": "email", "value": "EVA@example.org"},
        ]
    }
    reply = lever.api.post(f"/postings/{lever.posting(HOST)}/apply", json=sent)
    again = lever.api.post(f"/postings/{lever.posting(HOST)}/apply", json=sent)
    assert reply.status_code == 201
    assert again.json() == reply.json()
    [opportunity] = lever.api.get("/opportunities?email=eva@example.org&expand=applications").json()["data"]
    assert opportunity["applications"][0]["id"] == reply.json()["data"]["applicationId"]


def test_the_application_form_asks_for_name_and_email(lever: Lever) -> None:
    form = lever.api.get(f"/postings/{lever.posting(HOST)}/apply").json()["data"]
    assert {f["name"] for f in form["personalInformation"] if f["required"]} == {"fullName", "email"}


@pytest.mark.parametrize("title", ["Ski Season Bartender", "Sauna and Spa Host"])
def test_nobody_can_apply_to_a_posting_that_is_not_open(lever: Lever, title: str) -> None:
    sent = {"personalInformation": [{"name": "fullName", "value": "E"}, {"name": "email", "value": "e@example.org"}]}
    assert lever.api.post(f"/postings/{lever.posting(title)}/apply", json=sent).status_code == 400


def test_deleted_postings_are_listed_within_thirty_days(lever: Lever) -> None:
    night, now = lever.posting(NIGHT), lever.world.clock.ms()
    lever.http.delete(f"/_control/postings/{night}")
    window = f"deleted_at_start={now - 1000}&deleted_at_end={now + 60_000}"
    [row] = lever.api.get(f"/postings/deleted?{window}").json()["data"]
    assert row["id"] == night
    assert [row["id"] for row in lever.api.get("/postings/deleted").json()["data"]] == [night]
    assert lever.api.get(f"/postings/deleted?deleted_at_start={now}").status_code == 400
    assert lever.api.get(f"/postings/deleted?deleted_at_start=0&deleted_at_end={now}").status_code == 400
