"""The control room does for people what the control door does for programs."""

import httpx
import pytest

from lever_simulator.pages.orders import CALLS, KINDS, change_groups
from lever_simulator.world.changes import CHANGES
from lever_simulator.world.incidents import ACTIONS, CHANGE
from lever_simulator.world.seeds.demo import HOST
from tests.lever_simulator.conftest import TLS, Lever

CAROL = "carol.candidate@example.org"
DAY = 86_400


@pytest.fixture
def browser(lever: Lever) -> httpx.Client:
    return httpx.Client(base_url=lever.url, follow_redirects=True, timeout=5, verify=TLS)


def order(browser: httpx.Client, **form: str) -> str:
    return browser.post("/control-room/faults", data=form).text


def test_the_home_page_leads_to_it_and_it_says_that_it_is_not_lever_s(browser: httpx.Client) -> None:
    assert 'href="/control-room/"' in browser.get("/").text
    assert "Not Lever's" in browser.get("/control-room").text


@pytest.mark.parametrize(
    ("by", "seconds"),
    [("1 hour", 3600), ("1 day", DAY), ("90 days", 90 * DAY), ("1 year", 365 * DAY), ("10 minutes back", -600)],
)
def test_the_clock_is_shown_and_moved(lever: Lever, browser: httpx.Client, by: str, seconds: int) -> None:
    page = browser.post("/control-room/clock", data={"by": by}).text
    assert lever.world.clock.offset == seconds
    assert ("before" if seconds < 0 else "ahead of") + " this machine" in page


def test_the_clock_is_not_moved_by_something_else(lever: Lever, browser: httpx.Client) -> None:
    assert "Choose by how much" in browser.post("/control-room/clock", data={"by": "aeons"}).text
    assert lever.world.clock.offset == 0


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_fault_can_be_ordered_with_one_press(lever: Lever, browser: httpx.Client, kind: str) -> None:
    page = order(browser, kind=kind, call="postings", seconds="0.1", location="https://api.eu.example.org")
    [fault] = lever.world.faults.standing()
    assert (fault.path, fault.times) == ("/v1/postings", 1)
    assert "Ordered: " in page
    assert "a list of postings" in page


def test_every_action_and_every_change_has_its_place_on_the_page() -> None:
    assert {kind.fault["action"] for kind in KINDS.values()} | {CHANGE} == set(ACTIONS)
    assert [what for group in change_groups().values() for what in group] == list(CHANGES)


@pytest.mark.parametrize("call", sorted(CALLS))
def test_every_kind_of_call_can_be_struck(lever: Lever, browser: httpx.Client, call: str) -> None:
    page = order(browser, kind="500", call=call, endless="yes", skip="2")
    [fault] = lever.world.faults.standing()
    assert (fault.times, fault.skip) == (None, 2)
    assert CALLS[call].title in page


def test_an_ordered_fault_strikes_and_is_gone_from_the_page(lever: Lever, browser: httpx.Client) -> None:
    assert "Retry-After 7" in order(browser, kind="429-wait", seconds="7")
    reply = lever.api.get("/stages")
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "7")
    assert "Nothing stands ordered" in browser.get("/control-room").text


def test_faults_are_called_off_one_by_one_or_all(lever: Lever, browser: httpx.Client) -> None:
    for kind in ("500", "503", "401"):
        order(browser, kind=kind)
    browser.post(f"/control-room/faults/{lever.world.faults.standing()[0].number}/call-off")
    assert [fault.status for fault in lever.world.faults.standing()] == [503, 401]
    browser.post("/control-room/faults/clear")
    assert lever.world.faults.standing() == []


@pytest.mark.parametrize("form", [{"kind": "x"}, {"kind": "redirect"}, {"kind": "500", "times": "many"}])
def test_an_order_that_cannot_be_is_refused_on_the_page(
    lever: Lever, browser: httpx.Client, form: dict[str, str]
) -> None:
    assert 'class="flash problem"' in order(browser, **form)
    assert lever.world.faults.standing() == []


def test_something_changes_now(lever: Lever, browser: httpx.Client) -> None:
    browser.post("/control-room/changes", data={"what": "close_posting", "id": HOST, "when": "now"})
    assert lever.world.account.postings[lever.posting(HOST)].status == "closed"


def test_something_changes_just_before_the_next_note(lever: Lever, browser: httpx.Client) -> None:
    page = browser.post("/control-room/changes", data={"what": "delete_opportunity", "when": "before", "call": "note"})
    assert "Just before: delete the opportunity" in page.text
    carol = lever.opportunity(CAROL)
    assert lever.api.post(f"/opportunities/{carol}/notes", json={"value": "x"}).status_code == 404


@pytest.mark.parametrize(
    "form", [{"what": "fly"}, {"what": "rename_posting", "id": HOST}, {"what": "drop_emails", "id": "nobody"}]
)
def test_a_change_that_cannot_be_is_refused_on_the_page(browser: httpx.Client, form: dict[str, str]) -> None:
    assert 'class="flash problem"' in browser.post("/control-room/changes", data=form | {"when": "now"}).text


def test_every_switch_is_on_the_page_and_can_be_set_there(lever: Lever, browser: httpx.Client) -> None:
    as_shown = {name: str(value) for name, value in vars(lever.world.switches).items() if value not in (True, False)}
    changed = {
        "rotation": "lenient",
        "access_token_seconds": "60",
        "tags_locked": "yes",
        "package_has_api": "yes",
        "missing_scopes": "notes:write:admin",
        "missing_scope_status": "401",
    }
    page = browser.post("/control-room/switches", data=as_shown | changed).text
    switches = lever.world.switches
    assert (switches.rotation, switches.access_token_seconds, switches.tags_locked) == ("lenient", 60, True)
    assert (switches.missing_scopes, switches.missing_scope_status) == (["notes:write:admin"], 401)
    assert switches.revoking_kills_access_tokens is False
    assert all(f'name="{name}"' in page for name in vars(switches))


def test_a_switch_that_does_not_fit_is_refused_on_the_page(lever: Lever, browser: httpx.Client) -> None:
    page = browser.post("/control-room/switches", data={"burst": "-1"}).text
    assert "burst cannot be -1" in page
    assert lever.world.switches.burst == 20


def test_everything_can_start_over(lever: Lever, browser: httpx.Client) -> None:
    browser.post("/control-room/clock", data={"by": "1 year"})
    browser.post("/control-room/start-over", data={"seed": "empty"})
    assert (lever.world.clock.offset, len(lever.world.account.opportunities)) == (0, 0)
    assert 'class="flash problem"' in browser.post("/control-room/start-over", data={"seed": "mars"}).text


def test_the_log_shows_the_last_requests_and_their_rate(lever: Lever, browser: httpx.Client) -> None:
    for _ in range(3):
        lever.api.get("/stages")
    order(browser, kind="503")
    lever.api.get("/users?email=a%40example.org")
    page = browser.get("/control-room/requests").text
    assert page.count("/v1/stages") == 3
    assert "?email=a%40example.org" in page
    assert "key Demo key" in page
    assert "<dt>Most in any second</dt><dd>4</dd>" in page


@pytest.mark.parametrize(
    ("query", "stages", "users"),
    [
        ("path=/v1/stages", True, False),
        ("show=errors", False, True),
        ("show=struck", False, True),
        ("method=PUT", 0, 0),
    ],
)
def test_the_log_can_be_narrowed(lever: Lever, browser: httpx.Client, query: str, stages: bool, users: bool) -> None:
    lever.api.get("/stages")
    order(browser, kind="503")
    lever.api.get("/users")
    page = browser.get(f"/control-room/requests?{query}").text
    assert ("</strong> /v1/stages" in page, "</strong> /v1/users" in page) == (stages, users)


def test_older_requests_are_on_further_pages(lever: Lever, browser: httpx.Client) -> None:
    for _ in range(130):
        lever.api.get("/stages")
    first = browser.get("/control-room/requests").text
    assert (first.count("</strong> /v1/stages"), "Older" in first) == (100, True)
    second = browser.get("/control-room/requests?before=31").text
    assert (second.count("</strong> /v1/stages"), "Older" in second) == (30, False)
