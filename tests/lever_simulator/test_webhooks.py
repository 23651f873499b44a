"""/v1/webhooks: who asks to be called, and about what."""

from typing import Any

import httpx
import pytest

from lever_simulator.world.seeds.foundation import API_KEY, CONFIDENTIAL_API_KEY
from lever_simulator.world.webhooks import EVENTS, ORIGINS
from tests.lever_simulator.conftest import Lever

URL = "https://paletter.example.org/hooks/1"


def made(lever: Lever, event: str = "candidateHired", **more: Any) -> dict[str, Any]:
    reply = lever.api.post("/webhooks", json={"url": URL, "event": event, **more})
    assert reply.status_code == 201, reply.text
    return dict(reply.json()["data"])


def listed(lever: Lever) -> list[dict[str, Any]]:
    return list(lever.api.get("/webhooks").json()["data"])


def test_a_new_webhook_is_nested_once_and_shows_its_token(lever: Lever) -> None:
    webhook = made(lever)
    assert list(webhook) == ["id", "event", "url", "configuration", "createdAt", "updatedAt"]
    assert (webhook["event"], webhook["url"]) == ("candidateHired", URL)
    token = webhook["configuration"].pop("signatureToken")
    assert len(bytes.fromhex(token)) == 24
    assert webhook["configuration"] == {
        "conditions": {"origins": ["applied", "sourced", "referred", "university", "internal", "agency"]}
    }
    assert isinstance(webhook["createdAt"], int)
    assert webhook["createdAt"] == webhook["updatedAt"]


@pytest.mark.parametrize("event", [event for event in EVENTS if not event.startswith(("candidate", "application"))])
def test_events_without_conditions_have_nothing_but_the_token(lever: Lever, event: str) -> None:
    assert list(made(lever, event)["configuration"]) == ["signatureToken"]


def test_the_token_is_shown_once(lever: Lever) -> None:
    hired, contact = made(lever), made(lever, "contactUpdated")
    assert [row["id"] for row in listed(lever)] == [hired["id"], contact["id"]]
    assert [list(row["configuration"]) for row in listed(lever)] == [["conditions"], []]


def test_the_list_has_neither_pages_nor_has_next(lever: Lever) -> None:
    assert list(lever.api.get("/webhooks").json()) == ["data"]


def test_the_list_goes_by_event_then_by_age(lever: Lever) -> None:
    events = ["candidateStageChange", "candidateHired", "candidateStageChange"]
    ids = [made(lever, event)["id"] for event in events]
    assert [row["id"] for row in listed(lever)] == [ids[1], ids[0], ids[2]]


def test_two_webhooks_for_one_event_have_two_tokens(lever: Lever) -> None:
    tokens = {made(lever)["configuration"]["signatureToken"] for _ in range(2)}
    assert len(tokens) == 2


def test_a_trailing_slash_is_accepted(lever: Lever) -> None:
    assert lever.api.post("/webhooks/", json={"url": URL, "event": "contactCreated"}).status_code == 201
    assert len(lever.api.get("/webhooks/").json()["data"]) == 1


@pytest.mark.parametrize("configuration", [{"conditions": {"origins": ["agency", "applied"]}},
                                           {"origins": ["agency", "applied"], "verifyConnection": False}])  # fmt: skip
def test_origins_are_read_with_conditions_around_them_and_without(lever: Lever, configuration: dict[str, Any]) -> None:
    webhook = made(lever, configuration=configuration)
    assert webhook["configuration"]["conditions"] == {"origins": ["applied", "agency"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"event": "candidateFired"},
        {"event": None},
        {"url": "paletter.example.org/hooks"},
        {"url": "http://paletter.example.org/hooks"},
        {"url": "ftp://127.0.0.1/hooks"},
        {"url": "https://"},
        {"url": "https://paletter.example.org:port/"},
        {"url": 7},
        {"configuration": []},
        {"configuration": {"conditions": {"origins": ["inherited"]}}},
        {"configuration": {"conditions": {"origins": []}}},
        {"configuration": {"conditions": []}},
        {"event": "candidateDeleted", "configuration": {"conditions": {"origins": ["applied"]}}},
    ],
)
def test_a_webhook_that_lever_would_not_take_is_refused(lever: Lever, wrong: dict[str, Any]) -> None:
    reply = lever.api.post("/webhooks", json={"url": URL, "event": "candidateHired"} | wrong)
    assert (reply.status_code, reply.json()["code"]) == (400, "BadRequest")
    assert listed(lever) == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000/h", "http://localhost/h", "http://[::1]:8000/h"])
def test_plain_http_is_allowed_on_this_machine(lever: Lever, url: str) -> None:
    assert lever.api.post("/webhooks", json={"url": url, "event": "contactCreated"}).status_code == 201


@pytest.mark.parametrize(
    ("scopes", "read", "write"),
    [(["stages:read:admin"], 403, 403), (["webhooks:read:admin"], 200, 403), (["webhooks:write:admin"], 200, 201)],
)
def test_webhooks_need_their_scopes(lever: Lever, scopes: list[str], read: int, write: int) -> None:
    lever.control("api-keys", key="narrow", scopes=scopes)
    api = lever.api_as("narrow")
    assert api.get("/webhooks").status_code == read
    assert api.post("/webhooks", json={"url": URL, "event": "contactCreated"}).status_code == write


def test_each_credential_knows_its_own_webhooks_only(lever: Lever) -> None:
    webhook = made(lever)
    other = lever.api_as(CONFIDENTIAL_API_KEY)
    assert other.get("/webhooks").json()["data"] == []
    assert other.delete(f"/webhooks/{webhook['id']}").status_code == 404
    assert len(lever.api_as(API_KEY).get("/webhooks").json()["data"]) == 1


def test_a_refreshed_token_still_knows_the_webhooks_of_its_grant(lever: Lever) -> None:
    tokens = lever.connect(scope="offline_access webhooks:write:admin")
    lever.bearer(tokens["access_token"]).post("/webhooks", json={"url": URL, "event": "contactCreated"})
    fresh = lever.refresh(tokens["refresh_token"]).json()["access_token"]
    assert len(lever.bearer(fresh).get("/webhooks").json()["data"]) == 1


@pytest.mark.parametrize(("ends", "left"), [(False, 1), (True, 0)])
def test_a_switch_decides_whether_revoking_ends_webhooks(lever: Lever, ends: bool, left: int) -> None:
    lever.control("switches", revoking_ends_webhooks=ends)
    tokens = lever.connect(scope="offline_access webhooks:write:admin")
    lever.bearer(tokens["access_token"]).post("/webhooks", json={"url": URL, "event": "contactCreated"})
    lever.control("revoke")
    assert len(lever.http.get("/_control/webhooks").json()["webhooks"]) == left


def test_several_webhooks_are_changed_at_once(lever: Lever) -> None:
    first, second = made(lever), made(lever, "candidateStageChange")
    changes = [
        {"id": first["id"], "url": f"{URL}/new", "configuration": {"conditions": {"origins": ["referred"]}}},
        {"id": second["id"], "event": "contactUpdated"},
    ]
    reply = lever.api.put("/webhooks", json={"data": changes})
    assert reply.status_code == 200
    rows = reply.json()["data"]
    assert (rows[0]["url"], rows[0]["configuration"]) == (f"{URL}/new", {"conditions": {"origins": ["referred"]}})
    assert (rows[1]["event"], rows[1]["url"], rows[1]["configuration"]) == ("contactUpdated", URL, {})
    assert {row["id"]: row for row in rows} == {row["id"]: row for row in listed(lever)}


def test_a_change_leaves_what_it_does_not_name(lever: Lever) -> None:
    webhook = made(lever, configuration={"conditions": {"origins": ["referred"]}})
    lever.api.put("/webhooks", json={"data": [{"id": webhook["id"], "url": f"{URL}/new"}]})
    assert listed(lever)[0]["configuration"]["conditions"]["origins"] == ["referred"]


def test_an_event_that_gains_conditions_gets_all_origins(lever: Lever) -> None:
    webhook = made(lever, "contactUpdated")
    lever.api.put("/webhooks", json={"data": [{"id": webhook["id"], "event": "candidateHired"}]})
    assert listed(lever)[0]["configuration"]["conditions"]["origins"] == list(ORIGINS)


@pytest.mark.parametrize("second", [{"id": "nobody"}, {}, {"id": "same", "url": "http://far.example.org"}])
def test_when_one_change_cannot_be_made_none_is(lever: Lever, second: dict[str, str]) -> None:
    webhook = made(lever)
    second = second | ({"id": webhook["id"]} if second.get("id") == "same" else {})
    reply = lever.api.put("/webhooks", json={"data": [{"id": webhook["id"], "url": f"{URL}/new"}, second]})
    assert reply.status_code in (400, 404)
    assert listed(lever)[0]["url"] == URL


@pytest.mark.parametrize("body", [{}, {"data": []}, {"data": "x"}, {"data": ["x"]}])
def test_a_change_of_nothing_is_refused(lever: Lever, body: dict[str, Any]) -> None:
    assert lever.api.put("/webhooks", json=body).status_code == 400


def test_a_deleted_webhook_is_gone(lever: Lever) -> None:
    address = f"/webhooks/{made(lever)['id']}"
    reply = lever.api.delete(address)
    assert (reply.status_code, reply.content) == (204, b"")
    assert listed(lever) == []
    again = lever.api.delete(address)
    assert (again.status_code, again.json()["code"]) == (404, "ResourceNotFound")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_what_a_person_made_is_not_changed_by_api(lever: Lever, method: str) -> None:
    theirs = lever.control("webhooks", url=URL, event="candidateHired").json()["id"]
    assert listed(lever) == []
    sent = {
        "PUT": ("/webhooks", {"data": [{"id": theirs, "url": f"{URL}/new"}]}),
        "DELETE": (f"/webhooks/{theirs}", {}),
    }
    address, body = sent[method]
    reply: httpx.Response = lever.api.request(method, address, json=body)
    assert (reply.status_code, reply.json()["code"]) == (403, "ForbiddenError")
