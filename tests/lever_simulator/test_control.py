"""The control door steers the world."""

import pytest

from lever_simulator.world.seeds.demo import HOST, MANAGER
from tests.lever_simulator.conftest import CALLBACK, Lever

CAROL = "carol.candidate@example.org"


def test_every_call_to_lever_is_logged_with_its_query_and_no_secret(lever: Lever) -> None:
    lever.http.delete("/_control/requests")
    lever.api.get("/opportunities?email=a%2Bb@example.org")
    lever.control("clock", advance=1)
    [entry] = lever.http.get("/_control/requests").json()["requests"]
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/v1/opportunities", 200)
    assert entry["query"] == "email=a%2Bb@example.org"
    assert entry["credential"] == "key Demo key"


def test_the_log_can_be_asked_for_one_method_and_path(lever: Lever) -> None:
    lever.api.get("/stages")
    lever.api.post(f"/opportunities/{lever.opportunity(CAROL)}/notes", json={"value": "x"})
    asked = {"method": "POST", "path": "/v1/opportunities/*/notes"}
    assert len(lever.http.get("/_control/requests", params=asked).json()["requests"]) == 1


def test_reset_brings_the_first_day_back(lever: Lever) -> None:
    tokens = lever.connect()
    lever.control(f"postings/{lever.posting(HOST)}", text="Other")
    lever.control("faults", action="status", status=500)
    lever.control("reset")
    assert lever.posting(HOST)
    assert lever.bearer(tokens["access_token"]).get("/postings").status_code == 401
    assert lever.http.get("/_control").json()["faults"] == []


def test_another_seed_can_be_chosen_and_an_unknown_one_not(lever: Lever) -> None:
    assert lever.control("reseed", seed="empty").json()["opportunities"] == 0
    assert lever.control("reseed", seed="mars").status_code == 400
    assert lever.control("reseed").status_code == 400


@pytest.mark.parametrize("sent", [{"rotation": "round"}, {"nonsense": 1}, {"burst": "many"}, {"tags_locked": 1}])
def test_a_switch_that_does_not_exist_or_fit_is_refused(lever: Lever, sent: dict[str, object]) -> None:
    assert lever.control("switches", **sent).status_code == 400


def test_a_posting_can_be_created_and_made_confidential_between_two_looks(lever: Lever) -> None:
    created = lever.control("postings", text="Porter", distribution="unlisted", locations=["Oslo"])
    posting = created.json()["id"]
    assert created.status_code == 201
    assert lever.api.get(f"/postings/{posting}").json()["data"]["state"] == "internal"
    lever.control(f"postings/{posting}", distribution="confidential")
    assert lever.api.get(f"/postings/{posting}").status_code == 403
    assert lever.control(f"postings/{posting}", distribution="external").status_code == 400


def test_an_opportunity_can_be_created_by_the_title_of_its_posting(lever: Lever) -> None:
    reply = lever.control("opportunities", name="Pia Plus", emails=["pia+x@example.org"], posting=MANAGER)
    assert reply.json()["confidentiality"] == "confidential"
    assert lever.control("opportunities", name="P", posting="No such").status_code == 400


def test_a_person_can_be_anonymized_without_a_word(lever: Lever) -> None:
    carol = lever.opportunity(CAROL)
    lever.control(f"opportunities/{carol}", anonymize=True)
    row = lever.api.get(f"/opportunities/{carol}").json()["data"]
    assert (row["isAnonymized"], row["emails"]) == (True, [])


def test_two_people_can_become_one(lever: Lever) -> None:
    carol, dana = lever.opportunity(CAROL), lever.opportunity("dana.demo@example.org")
    opportunities = lever.world.account.opportunities
    lever.control("contacts/merge", kept=opportunities[dana].contact, merged=opportunities[carol].contact)
    row = lever.api.get(f"/opportunities/{carol}").json()["data"]
    assert (row["name"], row["emails"]) == ("Dana Demo", ["dana.demo@example.org", CAROL])


def test_everything_about_an_opportunity_can_be_looked_at_by_email(lever: Lever) -> None:
    lever.api.post(f"/opportunities/{lever.opportunity(CAROL)}/notes", json={"value": "hello"})
    [row] = lever.http.get(f"/_control/opportunities?email={CAROL}").json()["opportunities"]
    assert row["notes"][0]["fields"][0]["value"] == "hello"
    assert row["addedTags"] == []


def test_consent_can_be_given_without_a_browser(lever: Lever) -> None:
    location = lever.control("authorize", url=lever.authorize_url()).json()["location"]
    assert location.startswith(f"{CALLBACK}?code=")
    assert lever.control("authorize", url=lever.authorize_url(), user="ghost").status_code == 400
    assert lever.world.lock.acquire(blocking=False), "the door was left locked"
    lever.world.lock.release()


def test_an_api_key_can_be_made_with_few_rights(lever: Lever) -> None:
    lever.control("api-keys", key="narrow", scopes=["stages:read:admin"])
    assert lever.api_as("narrow").get("/stages").status_code == 200
    assert lever.api_as("narrow").get("/users").status_code == 403


def test_an_address_that_does_not_exist_is_said_in_json(lever: Lever) -> None:
    assert lever.http.get("/_control/nowhere").json() == {"error": "/_control/nowhere does not exist"}
    assert lever.control("postings/nobody", text="x").status_code == 400
