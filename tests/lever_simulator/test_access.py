"""Who may ask the Data API for what, and how often."""

import httpx
import pytest

from lever_simulator.server import running
from tests.lever_simulator.conftest import Lever


def test_nobody_gets_in_without_credentials(lever: Lever) -> None:
    reply = lever.http.get("/v1/postings")
    assert reply.status_code == 401
    assert reply.json() == {"code": "UnauthorizedError", "message": "The request requires authentication."}
    assert reply.headers["server"] == "lever-data-api"
    assert reply.headers["x-lever-region"] == "global"


@pytest.mark.parametrize(
    "header", ["Basic ZGVtby1hcGkta2V5OnB3", "Basic !!!", "Basic bm9ib2R5Og==", "Bearer nonsense", "Digest x"]
)
def test_wrong_credentials_are_refused(lever: Lever, header: str) -> None:
    assert lever.http.get("/v1/postings", headers={"Authorization": header}).status_code == 401


def test_a_token_of_another_lever_finds_no_signing_key(lever: Lever) -> None:
    with running() as sandbox:
        sandbox.world.account.secret = "another"
        token = Lever(sandbox).connect()["access_token"]
    reply = lever.bearer(token).get("/postings")
    assert reply.status_code == 403
    assert "Unable to find a signing key that matches" in reply.json()["message"]


def test_an_api_key_is_the_user_name_without_a_password(lever: Lever) -> None:
    assert lever.api.get("/postings").status_code == 200


def test_a_scope_opens_its_resource_and_no_other(lever: Lever) -> None:
    api = lever.bearer(lever.connect(scope="postings:read:admin")["access_token"])
    assert api.get("/postings").status_code == 200
    reply = api.get("/opportunities")
    assert (reply.status_code, reply.json()["code"]) == (403, "ForbiddenError")


def test_the_right_to_write_implies_the_right_to_read_but_not_the_reverse(lever: Lever) -> None:
    carol = lever.opportunity("carol.candidate@example.org")
    writer = lever.bearer(lever.connect(scope="notes:write:admin")["access_token"])
    reader = lever.bearer(lever.connect(scope="notes:read:admin")["access_token"])
    assert writer.get(f"/opportunities/{carol}/notes").status_code == 200
    assert reader.post(f"/opportunities/{carol}/notes", json={"value": "x"}).status_code == 403


def test_applications_are_expanded_only_with_their_own_scope(lever: Lever) -> None:
    api = lever.bearer(lever.connect(scope="opportunities:read:admin")["access_token"])
    assert api.get("/opportunities?expand=applications").status_code == 403


def test_more_than_a_burst_of_twenty_is_too_many(lever: Lever) -> None:
    lever.control("switches", requests_per_second=0.5)
    statuses = [lever.api.get("/stages").status_code for _ in range(22)]
    assert statuses[:20] == [200] * 20
    assert statuses[-1] == 429


def test_the_limit_refills_with_time_and_is_kept_per_credential(lever: Lever) -> None:
    lever.control("switches", requests_per_second=0.5)
    for _ in range(21):
        reply = lever.api.get("/stages")
    assert reply.status_code == 429
    assert set(reply.json()) == {"code", "message"}
    assert lever.api_as("demo-confidential-key").get("/stages").status_code == 200
    lever.control("clock", advance=10)
    assert lever.api.get("/stages").status_code == 200


def test_an_address_that_lever_does_not_have_is_not_found(lever: Lever) -> None:
    reply = lever.api.get("/nonsense")
    assert reply.status_code == 404
    assert reply.json() == {"code": "ResourceNotFound", "message": "/v1/nonsense does not exist"}


def test_what_is_not_played_says_so(lever: Lever) -> None:
    assert lever.api.get("/tasks").status_code == 501


def test_there_is_no_users_me(lever: Lever) -> None:
    assert lever.api.get("/users/me").status_code == 404


def test_a_trailing_slash_is_welcome(lever: Lever) -> None:
    assert lever.api.get("/postings/").status_code == 200


def test_answers_are_json_even_for_a_broken_body(lever: Lever) -> None:
    carol = lever.opportunity("carol.candidate@example.org")
    reply = lever.api.post(
        f"/opportunities/{carol}/addTags", content=b"{", headers={"Content-Type": "application/json"}
    )
    assert (reply.status_code, set(reply.json())) == (400, {"code", "message"})


def test_two_worlds_in_one_program_know_nothing_of_each_other(lever: Lever) -> None:
    with running(seed="empty") as other:
        assert httpx.get(f"{other.url}/v1/postings", auth=("demo-api-key", "")).json()["data"] == []
    assert lever.api.get("/postings").json()["data"]
