"""API keys and registered apps, made and taken back on their pages."""

import re

import httpx
import pytest

from lever_simulator.world.grants import SCOPES
from tests.lever_simulator.conftest import TLS, Lever

CALLBACK = "https://app.example.org/lever/callback"
APP = {
    "name": "Interviewer",
    "description": "Asks candidates three questions.",
    "redirect_uris": f"{CALLBACK}\nhttps://app.example.org/other",
    "scopes": ["offline_access", "postings:read:admin", "notes:write:admin"],
}


@pytest.fixture
def browser(lever: Lever) -> httpx.Client:
    return httpx.Client(base_url=lever.url, follow_redirects=True, timeout=5, verify=TLS)


def make_key(browser: httpx.Client, *scopes: str, name: str = "Nightly export") -> str:
    page = browser.post("/settings/api-credentials", data={"name": name, "scopes": list(scopes)}).text
    return shown_as("key", page)


def shown_as(name: str, page: str) -> str:
    found = re.search(rf'id="{name}">([^<]+)<', page)
    assert found, page
    return found[1]


def test_a_new_key_is_shown_once_and_opens_what_it_was_made_for(lever: Lever, browser: httpx.Client) -> None:
    key = make_key(browser, "postings:read:admin")
    assert lever.api_as(key).get("/postings").status_code == 200
    assert lever.api_as(key).get("/users").status_code == 403
    page = browser.get("/settings/api-credentials").text
    assert ("Nightly export" in page, key in page) == (True, False)


def test_a_key_is_the_user_name_and_has_no_password(lever: Lever, browser: httpx.Client) -> None:
    key = make_key(browser, "postings:read:admin")
    assert httpx.get(f"{lever.url}/v1/postings", auth=(key, "secret"), verify=TLS).status_code == 401
    assert httpx.get(f"{lever.url}/v1/postings", auth=("", key), verify=TLS).status_code == 401


def test_confidential_access_is_given_at_creation_or_never(lever: Lever, browser: httpx.Client) -> None:
    plain = make_key(browser, "postings:read:admin", name="Plain")
    trusted = make_key(browser, "postings:read:admin", "confidential:access:admin", name="Trusted")
    asked = "/postings?confidentiality=confidential"
    assert lever.api_as(plain).get(asked).json()["data"] == []
    assert len(lever.api_as(trusted).get(asked).json()["data"]) == 1
    assert 'name="scopes"' not in browser.get("/settings/api-credentials").text.partition("New key")[0]


def test_a_key_that_is_revoked_opens_nothing(lever: Lever, browser: httpx.Client) -> None:
    key = make_key(browser, "postings:read:admin")
    browser.post(f"/settings/api-credentials/{lever.world.account.api_keys[key].id}/revoke")
    assert lever.api_as(key).get("/postings").status_code == 401
    assert lever.api.get("/postings").status_code == 200


@pytest.mark.parametrize(
    "form", [{"name": " ", "scopes": ["tags:read:admin"]}, {"name": "x"}, {"name": "x", "scopes": ["all"]},
             {"name": "Demo key", "scopes": ["tags:read:admin"]}]
)  # fmt: skip
def test_a_key_without_name_or_rights_is_refused_and_what_was_typed_stays(
    lever: Lever, browser: httpx.Client, form: dict[str, object]
) -> None:
    before = dict(lever.world.account.api_keys)
    reply = browser.post("/settings/api-credentials", data=form)
    assert (reply.status_code, 'role="alert"' in reply.text) == (400, True)
    assert f'value="{form["name"]}"' in reply.text
    assert lever.world.account.api_keys == before


def test_every_right_of_lever_can_be_chosen(browser: httpx.Client) -> None:
    page = browser.get("/settings/apps").text
    assert set(re.findall(r'name="scopes" value="([^"]+)"', page)) == set(SCOPES)


def test_an_app_is_registered_and_then_connected(lever: Lever, browser: httpx.Client) -> None:
    page = browser.post("/settings/apps", data=APP).text
    client_id, secret = shown_as("client-id", page), shown_as("client-secret", page)
    answer = lever.consent(client_id=client_id, redirect_uri=CALLBACK)
    tokens = lever.exchange(answer["code"], client_id=client_id, client_secret=secret, redirect_uri=CALLBACK).json()
    assert tokens["scope"].split() == ["offline_access", "postings:read:admin", "notes:write:admin"]
    shown = browser.get("/settings/apps").text
    assert all(text in shown for text in ("Interviewer", APP["description"], CALLBACK, client_id))
    assert secret not in shown


def test_an_app_cannot_ask_for_more_than_it_was_registered_with(lever: Lever) -> None:
    scopes = lever.connect(scope="offline_access tags:read:admin confidential:access:admin offers:read:admin")["scope"]
    assert scopes == "offline_access tags:read:admin"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"scopes": list(SCOPES[:21])}, "at most 20 scopes"),
        ({"scopes": []}, "at least one right"),
        ({"description": "Too short."}, "20 to 140 characters"),
        ({"description": "Long. " * 30}, "20 to 140 characters"),
        ({"redirect_uris": "app.example.org/callback"}, "callback"),
        ({"redirect_uris": ""}, "callback"),
        ({"name": " "}, "needs a name"),
    ],
)
def test_an_app_that_lever_would_not_register_is_refused(
    lever: Lever, browser: httpx.Client, change: dict[str, object], says: str
) -> None:
    reply = browser.post("/settings/apps", data=APP | change)
    assert (reply.status_code, says in reply.text) == (400, True)
    sent = APP | change | {"redirect_uris": str((APP | change)["redirect_uris"]).split()}
    assert lever.control("apps", **sent).status_code == 400
    assert len(lever.world.account.apps) == 1


def test_twenty_scopes_are_not_too_many(lever: Lever) -> None:
    sent = APP | {"scopes": list(SCOPES[:20]), "redirect_uris": [CALLBACK]}
    assert lever.control("apps", **sent).status_code == 201
    assert all("client_secret" not in app for app in lever.http.get("/_control/apps").json()["apps"])


def test_a_key_is_revoked_by_the_door_too(lever: Lever) -> None:
    lever.control("api-keys", key="passing", scopes=["tags:read:admin"])
    lever.http.delete("/_control/api-keys/passing")
    assert lever.api_as("passing").get("/tags").status_code == 401
    assert lever.http.delete("/_control/api-keys/passing").status_code == 400
