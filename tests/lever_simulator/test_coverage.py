"""COVERAGE.md tells of every address of the Data API; each is played, empty or refused."""

import re
from pathlib import Path

import pytest

import lever_simulator
from lever_simulator.resources.refused import ADDRESSES
from lever_simulator.server import create_app
from tests.lever_simulator.conftest import Lever

COVERAGE = (Path(lever_simulator.__file__).parent / "COVERAGE.md").read_text(encoding="utf-8")
BESIDE = {"/", "/<>"}  # the answer to whatever Lever does not have either
NOBODY = "00000000-0000-4000-8000-000000000000"


def told() -> set[tuple[str, str]]:
    """Return the (method, address) pairs of the tables."""
    rows = re.findall(r"^\| ([A-Z, ]+) \| `(/[^`]*)` \|", COVERAGE, flags=re.MULTILINE)
    return {(method, address) for methods, address in rows for method in methods.split(", ")}


def served() -> set[tuple[str, str]]:
    pairs = set()
    for rule in create_app().url_map.iter_rules():
        if rule.rule.startswith("/v1") and not rule.rule.startswith("/v1/candidates"):
            for address in _plain(rule.rule.removeprefix("/v1")):
                pairs |= {(method, address) for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return {(method, address) for method, address in pairs if address not in ("/", "/:path")}


def _plain(rule: str) -> list[str]:
    """Return a Flask rule as Lever writes addresses; one with a choice of nouns stands for several."""
    choice = re.search(r"<any\(([^)]*)\):\w+>", rule)
    rules = [rule.replace(choice[0], noun.strip()) for noun in choice[1].split(",")] if choice else [rule]
    return [re.sub(r"<(?:path:)?_?(\w+)>", lambda found: ":" + found[1].split("_")[-1], one) for one in rules]


def test_every_address_is_told_of_and_nothing_else() -> None:
    assert told() == served()


@pytest.mark.parametrize(("address", "methods"), list(ADDRESSES.items()))
def test_what_is_refused_says_so(lever: Lever, address: str, methods: str) -> None:
    for method in methods.split():
        reply = lever.api.request(method, address.replace("<_id>", NOBODY))
        assert (reply.status_code, reply.json()["code"]) == (501, "NotSimulated")


@pytest.mark.parametrize("noun", ["offers", "referrals", "resumes"])
def test_what_nobody_has_here_is_an_empty_list(lever: Lever, noun: str) -> None:
    carol = f"/opportunities/{lever.opportunity('carol.candidate@example.org')}"
    assert lever.api.get(f"{carol}/{noun}").json() == {"data": [], "hasNext": False}
    assert lever.api.get(f"{carol}/{noun}/{NOBODY}").status_code == 404
    assert lever.api.get(f"/opportunities/{NOBODY}/{noun}").status_code == 404
    stranger = lever.bearer(lever.connect(scope="stages:read:admin")["access_token"])
    assert stranger.get(f"{carol}/{noun}").status_code == 403


@pytest.mark.parametrize("address", ["requisitions", "audit_events"])
def test_what_the_account_does_not_keep_is_an_empty_list(lever: Lever, address: str) -> None:
    assert lever.api.get(f"/{address}?created_at_start=0").json() == {"data": [], "hasNext": False}
    assert lever.api.get(f"/{address}?limit=101").status_code == 400


@pytest.mark.parametrize(("address", "end"), [("eeo/responses", "toDate"), ("eeo/responses/pii", "created_at_end")])
def test_answers_to_eeo_questions_lie_below_a_name_of_their_own(lever: Lever, address: str, end: str) -> None:
    assert lever.api.get(f"/{address}?{end}=0").json() == {"data": {"eeoResponses": []}}
    assert lever.api.get(f"/{address}?{end}=yesterday").status_code == 400
    assert lever.bearer(lever.connect(scope="stages:read:admin")["access_token"]).get(f"/{address}").status_code == 403


def test_the_fields_of_requisitions_are_a_list_of_one_key(lever: Lever) -> None:
    assert lever.api.get("/requisition_fields").json() == {"data": []}
    assert lever.api.get("/requisition_fields/cost_center").json()["code"] == "NotFoundError"
    assert lever.api.get(f"/requisitions/{NOBODY}").status_code == 404
