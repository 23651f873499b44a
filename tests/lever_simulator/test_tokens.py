"""An app gets tokens, keeps them fresh, and loses them."""

import base64
import json

import pytest

from lever_simulator.world.seeds.foundation import CLIENT_ID, CLIENT_SECRET
from tests.lever_simulator.conftest import CALLBACK, SCOPE, Lever

DAY = 86_400


def test_a_code_becomes_tokens_for_one_hour(lever: Lever) -> None:
    tokens = lever.connect()
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 3600
    assert tokens["scope"] == SCOPE
    assert tokens["refresh_token"].startswith("v1.")


def test_the_token_endpoint_takes_forms_too(lever: Lever) -> None:
    sent = {
        "grant_type": "authorization_code",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "code": lever.consent()["code"],
        "redirect_uri": CALLBACK,
    }
    assert lever.http.post("/oauth/token", data=sent).status_code == 200


def test_the_access_token_names_user_and_account(lever: Lever) -> None:
    payload = lever.connect()["access_token"].split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    user = lever.world.account.users[claims["https://oauth.lever.co/userId"]]
    assert user.name == "Sigrid Solheim"
    assert claims["https://oauth.lever.co/accountId"] == lever.world.account.id
    assert claims["https://oauth.lever.co/clientId"] == claims["azp"] == CLIENT_ID
    assert claims["exp"] - claims["iat"] == 3600
    assert claims["aud"] == f"{lever.url}/v1/"
    assert claims["scope"] == SCOPE


def test_without_offline_access_there_is_no_refresh_token(lever: Lever) -> None:
    assert "refresh_token" not in lever.connect(scope="postings:read:admin")


def test_a_code_works_once(lever: Lever) -> None:
    code = lever.consent()["code"]
    lever.exchange(code)
    assert refusal(lever.exchange(code)) == (403, "invalid_grant")


def test_a_code_does_not_live_long(lever: Lever) -> None:
    code = lever.consent()["code"]
    lever.world.clock.advance(600)
    assert refusal(lever.exchange(code)) == (403, "invalid_grant")


def test_a_code_belongs_to_the_redirect_address_it_was_made_for(lever: Lever) -> None:
    code = lever.consent()["code"]
    assert refusal(lever.exchange(code, redirect_uri="http://localhost:8000/ats/lever/callback"))[0] == 403


def test_a_wrong_secret_is_refused(lever: Lever) -> None:
    code = lever.consent()["code"]
    assert refusal(lever.exchange(code, client_secret="demo-api-key")) == (401, "access_denied")


def test_an_unknown_client_is_refused(lever: Lever) -> None:
    reply = lever.exchange("x", client_id="nobody")
    assert reply.json()["error_description"] == "ClientID not found"


def test_an_unknown_grant_type_is_refused(lever: Lever) -> None:
    assert refusal(lever.token(grant_type="password")) == (403, "unsupported_grant_type")


def test_a_refresh_gives_new_tokens_of_both_kinds(lever: Lever) -> None:
    first = lever.connect()
    second = lever.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert lever.bearer(second["access_token"]).get("/postings").status_code == 200


def test_strict_rotation_ends_the_whole_family_when_a_token_comes_twice(lever: Lever) -> None:
    first = lever.connect()["refresh_token"]
    second = lever.refresh(first).json()["refresh_token"]
    reply = lever.refresh(first)
    assert refusal(reply) == (403, "invalid_grant")
    assert reply.json()["error_description"] == "Unknown or invalid refresh token."
    assert refusal(lever.refresh(second)) == (403, "invalid_grant")


def test_lenient_rotation_lets_a_token_come_twice(lever: Lever) -> None:
    lever.control("switches", rotation="lenient")
    first = lever.connect()["refresh_token"]
    lever.refresh(first)
    assert lever.refresh(first).status_code == 200


@pytest.mark.parametrize(("days", "status"), [(89, 200), (91, 403)])
def test_a_refresh_token_dies_of_90_days_without_use(lever: Lever, days: int, status: int) -> None:
    token = lever.connect()["refresh_token"]
    lever.control("clock", advance=days * DAY)
    assert lever.refresh(token).status_code == status


def test_a_refresh_token_dies_after_a_year_however_often_used(lever: Lever) -> None:
    token = lever.connect()["refresh_token"]
    for _ in range(4):
        lever.control("clock", advance=80 * DAY)
        token = lever.refresh(token).json()["refresh_token"]
    lever.control("clock", advance=60 * DAY)
    assert lever.refresh(token).status_code == 403


def test_an_access_token_expires_after_an_hour(lever: Lever) -> None:
    api = lever.bearer(lever.connect()["access_token"])
    lever.control("clock", advance=3601)
    reply = api.get("/postings")
    assert reply.status_code == 401
    assert reply.json() == {"code": "UnauthorizedError", "message": "The request requires authentication."}


def test_revoking_ends_refresh_and_access_at_once(lever: Lever) -> None:
    tokens = lever.connect()
    lever.http.post(f"/settings/integrations/{CLIENT_ID}/revoke")
    assert refusal(lever.refresh(tokens["refresh_token"])) == (403, "invalid_grant")
    assert lever.bearer(tokens["access_token"]).get("/postings").status_code == 401


def test_revoking_can_let_the_access_token_live_to_its_end(lever: Lever) -> None:
    lever.control("switches", revoking_kills_access_tokens=False)
    tokens = lever.connect()
    lever.control("revoke")
    assert lever.bearer(tokens["access_token"]).get("/postings").status_code == 200
    assert lever.refresh(tokens["refresh_token"]).status_code == 403


def test_connecting_again_after_a_revocation_works(lever: Lever) -> None:
    old = lever.connect()
    lever.control("revoke")
    new = lever.connect()
    assert lever.bearer(new["access_token"]).get("/postings").status_code == 200
    assert lever.bearer(old["access_token"]).get("/postings").status_code == 401


def test_a_refresh_may_come_as_a_form_and_its_secret_must_be_right(lever: Lever) -> None:
    token = lever.connect()["refresh_token"]
    sent = {"grant_type": "refresh_token", "client_id": CLIENT_ID, "refresh_token": token}
    wrong = lever.http.post("/oauth/token", data=sent | {"client_secret": "wrong"})
    assert refusal(wrong) == (401, "access_denied")
    assert lever.http.post("/oauth/token", data=sent | {"client_secret": CLIENT_SECRET}).status_code == 200


def test_a_body_that_is_neither_json_nor_form_is_refused(lever: Lever) -> None:
    reply = lever.http.post("/oauth/token", content="[]", headers={"Content-Type": "application/json"})
    assert refusal(reply) == (400, "invalid_request")


def refusal(reply: object) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]  # type: ignore[attr-defined]
