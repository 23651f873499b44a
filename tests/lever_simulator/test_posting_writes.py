"""Postings are made and changed by API as Lever does it, surprises included."""

from typing import Any

import httpx
import pytest

from lever_simulator.world.seeds.demo import ATTENDANT, HOST, MANAGER
from tests.lever_simulator.conftest import Lever
from tests.lever_simulator.shape import NULL, differences
from tests.lever_simulator.test_shapes import POSTING


def read(lever: Lever, address: str) -> Any:
    return lever.api.get(address).json()["data"]


def make(lever: Lever, **sent: Any) -> httpx.Response:
    return lever.api.post(f"/postings?perform_as={lever.user('amir')}", json={"text": "Concierge"} | sent)


def change(lever: Lever, title: str, **sent: Any) -> httpx.Response:
    return lever.api.post(f"/postings/{lever.posting(title)}?perform_as={lever.user('amir')}", json=sent)


def test_a_new_posting_is_a_draft_of_the_one_who_made_it(lever: Lever) -> None:
    reply = make(lever)
    posting = reply.json()["data"]
    assert reply.status_code == 201
    assert (posting["state"], posting["urls"], posting["distributionChannels"]) == ("draft", None, None)
    assert (posting["user"], posting["owner"]) == (lever.user("amir"), lever.user("amir"))
    assert read(lever, f"/postings/{posting['id']}") == posting


def test_a_new_posting_carries_what_was_sent(lever: Lever) -> None:
    posting = make(
        lever,
        state="published",
        distributionChannels=["public", "internal"],
        owner=lever.user("tova"),
        hiringManager=lever.user("linus"),
        categories={"team": "Desk", "department": "Hospitality", "location": "Oslo", "commitment": "Full-time"},
        content={"description": "Know the city.", "closing": "Welcome", "lists": [{"text": "You", "content": "<li>x"}]},
        tags=["city"],
        workplaceType="hybrid",
        salaryRange={"min": 1, "max": 2, "currency": "NOK", "interval": "per-hour-wage"},
        salaryDescription="And meals",
    ).json()["data"]
    more = {"hiringManager": str, "salaryRange": dict, "salaryDescription": str, "salaryDescriptionHtml": str}
    assert differences(posting, POSTING | more) == []
    assert (posting["state"], posting["distributionChannels"]) == ("published", ["internal", "public"])
    assert (posting["owner"], posting["hiringManager"]) == (lever.user("tova"), lever.user("linus"))
    assert posting["content"]["closingHtml"] == "<div>Welcome</div>"
    assert (posting["workplaceType"], posting["tags"]) == ("hybrid", ["city"])


@pytest.mark.parametrize(
    "sent",
    [
        {"text": ""},
        {"text": 5},
        {"state": "public"},
        {"state": "pending"},
        {"state": "published", "distributionChannels": ["everywhere"]},
        {"owner": "nobody"},
        {"workplaceType": "moon"},
        {"categories": "Oslo"},
        {"tags": "Oslo", "salaryRange": {"min": 1}},
        {"confidentiality": "confidential"},
    ],
)
def test_a_posting_that_lever_would_not_take_is_refused_and_not_made(lever: Lever, sent: dict[str, Any]) -> None:
    before = len(lever.world.account.postings)
    assert make(lever, **sent).status_code == 400
    assert len(lever.world.account.postings) == before


def test_somebody_must_make_or_change_it(lever: Lever) -> None:
    assert lever.api.post("/postings", json={"text": "Concierge"}).status_code == 400
    assert lever.api.post(f"/postings/{lever.posting(HOST)}", json={"text": "x"}).status_code == 400


def test_a_change_that_names_no_state_leaves_a_draft_behind(lever: Lever) -> None:
    changed = change(lever, ATTENDANT, text="Breakfast Host").json()["data"]
    assert (changed["text"], changed["state"], changed["urls"]) == ("Breakfast Host", "draft", None)
    assert changed["categories"]["allLocations"] == []
    after = read(lever, f"/postings/{lever.posting('Breakfast Host')}")
    assert (after["state"], after["categories"]["allLocations"]) == ("draft", ["Oslo", "Bergen", "Tromsø"])


def test_a_change_that_names_the_state_keeps_the_posting_open(lever: Lever) -> None:
    changed = change(lever, HOST, text="Host", state="published").json()["data"]
    assert differences(changed, POSTING) == []
    assert (changed["state"], changed["distributionChannels"]) == ("published", ["public"])
    assert change(lever, "Host", state="internal").json()["data"]["distributionChannels"] is None
    closed = change(lever, "Host", state="closed").json()["data"]
    assert differences(closed, POSTING | {"urls": NULL, "distributionChannels": NULL}) == []


def test_a_change_that_changes_nothing_is_no_update(lever: Lever) -> None:
    change(lever, HOST, text="Host")
    before = read(lever, f"/postings/{lever.posting('Host')}")["updatedAt"]
    lever.control("clock", advance=5)
    assert change(lever, "Host", text="Host").json()["data"]["updatedAt"] == before
    assert change(lever, "Host", text="Hosts").json()["data"]["updatedAt"] > before


@pytest.mark.parametrize("key", ["demo-api-key", "demo-confidential-key"])
def test_a_confidential_posting_cannot_be_changed_by_anybody(lever: Lever, key: str) -> None:
    address = f"/postings/{lever.posting(MANAGER)}?perform_as={lever.user('amir')}"
    assert lever.api_as(key).post(address, json={"text": "x"}).status_code == 403


def test_levers_own_collection_changes_a_posting_with_put(lever: Lever) -> None:
    address = f"/postings/{lever.posting(HOST)}?perform_as={lever.user('amir')}"
    assert lever.api.put(address, json={"text": "Host"}).json()["data"]["text"] == "Host"


def test_reading_postings_does_not_include_writing_them(lever: Lever) -> None:
    api = lever.bearer(lever.connect(scope="postings:read:admin")["access_token"])
    assert api.post(f"/postings?perform_as={lever.user('amir')}", json={"text": "x"}).status_code == 403
