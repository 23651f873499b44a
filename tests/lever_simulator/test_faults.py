"""What goes wrong when it was ordered to."""

import time

import httpx
import pytest

from tests.lever_simulator.conftest import Lever

CAROL = "carol.candidate@example.org"


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_the_next_requests_fail_as_ordered_and_then_no_more(lever: Lever, status: int) -> None:
    lever.control("faults", action="status", status=status, times=2)
    replies = [lever.api.get("/stages") for _ in range(3)]
    assert [reply.status_code for reply in replies] == [status, status, 200]
    assert set(replies[0].json()) == {"code", "message"}


def test_a_fault_can_carry_a_body_and_headers_and_let_some_pass_first(lever: Lever) -> None:
    lever.control("faults", action="status", status=429, skip=1, headers={"Retry-After": "7"}, body={"odd": 1})
    assert lever.api.get("/stages").status_code == 200
    reply = lever.api.get("/stages")
    assert (reply.status_code, reply.headers["Retry-After"], reply.json()) == (429, "7", {"odd": 1})


def test_a_reply_can_be_lost_after_the_note_was_written(lever: Lever) -> None:
    carol = f"/opportunities/{lever.opportunity(CAROL)}"
    lever.control("faults", action="drop_after", method="POST", path="/v1/opportunities/*/notes")
    with pytest.raises(httpx.TransportError):
        lever.api.post(f"{carol}/notes", json={"value": "once"})
    assert len(lever.api.get(f"{carol}/notes").json()["data"]) == 1


def test_a_request_can_be_lost_before_anything_was_written(lever: Lever) -> None:
    carol = f"/opportunities/{lever.opportunity(CAROL)}"
    lever.control("faults", action="drop_before", method="POST", path="*/addTags")
    with pytest.raises(httpx.TransportError):
        lever.api.post(f"{carol}/addTags", json={"tags": ["x"]})
    assert "x" not in lever.api.get(carol).json()["data"]["tags"]


def test_a_fault_strikes_only_the_method_and_path_it_names(lever: Lever) -> None:
    lever.control("faults", action="status", status=500, method="POST", path="/v1/opportunities/*/notes")
    carol = f"/opportunities/{lever.opportunity(CAROL)}"
    assert lever.api.get(f"{carol}/notes").status_code == 200
    assert lever.api.post(f"{carol}/addTags", json={"tags": ["x"]}).status_code == 200
    assert lever.api.post(f"{carol}/notes/", json={"value": "x"}).status_code == 500


def test_the_token_endpoint_can_fail_too(lever: Lever) -> None:
    lever.control("faults", action="status", status=503, path="/oauth/token")
    assert lever.refresh("x").status_code == 503


def test_a_request_that_hangs_holds_up_nobody_else(lever: Lever) -> None:
    lever.control("faults", action="hang", seconds=1.0, path="/v1/stages")
    impatient = httpx.Client(base_url=lever.url, auth=("demo-api-key", ""), timeout=0.2)
    with pytest.raises(httpx.TimeoutException):
        impatient.get("/v1/stages")
    begun = time.perf_counter()
    assert lever.api.get("/users").status_code == 200
    assert time.perf_counter() - begun < 0.7


def test_bad_luck_can_be_a_matter_of_chance_without_end(lever: Lever) -> None:
    lever.control("faults", action="status", status=500, chance=0.5, times=None)
    statuses = [lever.api.get("/stages").status_code for _ in range(30)]
    assert 5 < statuses.count(500) < 25
    lever.http.delete("/_control/faults")
    assert lever.api.get("/stages").status_code == 200


def test_an_order_that_makes_no_sense_is_refused_in_words(lever: Lever) -> None:
    reply = lever.control("faults", action="explode")
    assert reply.status_code == 400
    assert "drop_after" in reply.json()["error"]
    assert lever.control("faults", action="hang", minutes=3).status_code == 400
    assert lever.control("faults").status_code == 400


def test_a_429_can_say_how_long_to_wait_or_not(lever: Lever) -> None:
    lever.control("faults", action="status", status=429, headers={"Retry-After": "3"})
    lever.control("faults", action="status", status=429)
    replies = [lever.api.get("/stages") for _ in range(2)]
    assert [reply.status_code for reply in replies] == [429, 429]
    assert [reply.headers.get("Retry-After") for reply in replies] == ["3", None]


def test_the_credential_can_be_refused_between_two_pages(lever: Lever) -> None:
    lever.control("faults", action="status", status=401, path="/v1/opportunities", query="offset")
    first = lever.api.get("/opportunities?limit=5")
    second = lever.api.get("/opportunities", params={"limit": 5, "offset": first.json()["next"]})
    assert (first.status_code, second.status_code) == (200, 401)


def test_the_next_offsets_can_be_invalid_and_first_pages_are_not(lever: Lever) -> None:
    lever.control("faults", action="invalid_offset", times=2)
    first = lever.api.get("/opportunities?limit=5").json()
    seconds = [lever.api.get("/opportunities", params={"limit": 5, "offset": first["next"]}) for _ in range(3)]
    assert [reply.status_code for reply in seconds] == [400, 400, 200]
    assert "Invalid offset token" in seconds[0].json()["message"]


def test_half_of_the_json_can_arrive_as_if_it_were_all(lever: Lever) -> None:
    lever.control("faults", action="half_json")
    reply = lever.api.get("/stages")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(ValueError):
        reply.json()
    assert lever.api.get("/stages").json()["data"]


def test_the_connection_can_break_halfway_through_the_answer(lever: Lever) -> None:
    carol = f"/opportunities/{lever.opportunity(CAROL)}"
    lever.control("faults", action="cut_short", method="POST")
    with pytest.raises(httpx.RemoteProtocolError):
        lever.api.post(f"{carol}/notes", json={"value": "once"})
    assert len(lever.api.get(f"{carol}/notes").json()["data"]) == 1


def test_a_proxy_can_answer_with_a_page_of_its_own(lever: Lever) -> None:
    carol = f"/opportunities/{lever.opportunity(CAROL)}"
    lever.control("faults", action="proxy_page", method="POST")
    reply = lever.api.post(f"{carol}/notes", json={"value": "once"})
    assert (reply.status_code, reply.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert "x-lever-region" not in reply.headers
    assert lever.api.get(f"{carol}/notes").json()["data"] == []


def test_a_body_can_come_in_drops(lever: Lever) -> None:
    lever.control("faults", action="trickle", seconds=1.0)
    begun, drops = time.perf_counter(), 0
    with lever.api.stream("GET", "/users") as reply:
        drops = sum(1 for _ in reply.iter_raw())
    assert time.perf_counter() - begun >= 1.0
    assert drops > 10


def test_others_are_served_while_a_body_trickles(lever: Lever) -> None:
    lever.control("faults", action="trickle", seconds=1.5, path="/v1/users")
    with lever.api.stream("GET", "/users") as reply:
        begun = time.perf_counter()
        assert lever.api.get("/stages").status_code == 200
        assert time.perf_counter() - begun < 1.0
        reply.read()
    assert reply.json()["data"]


def test_a_call_can_be_sent_to_another_host(lever: Lever) -> None:
    lever.control("faults", action="redirect", location="https://api.eu.example.org")
    reply = lever.api.get("/opportunities?email=a%2Bb@example.org")
    assert reply.status_code == 301
    assert reply.headers["Location"] == "https://api.eu.example.org/v1/opportunities?email=a%2Bb@example.org"


def test_one_fault_is_called_off_and_the_others_stand(lever: Lever) -> None:
    orders = [{"action": "status", "status": 500}, {"action": "status", "status": 503}]
    first, second = lever.control("faults", faults=orders).json()["faults"]
    assert lever.http.delete(f"/_control/faults/{first['number']}").json()["faults"] == [second]
    assert lever.http.delete(f"/_control/faults/{first['number']}").status_code == 400
    assert lever.api.get("/stages").status_code == 503


@pytest.mark.parametrize(
    "order",
    [
        {"action": "redirect"},
        {"action": "change"},
        {"action": "change", "change": {"what": "explode"}},
        {"action": "change", "change": {"what": "rename_posting"}},
        {"action": "status", "status": 99},
        {"action": "status", "times": 0},
        {"action": "status", "chance": 2},
        {"action": "hang", "seconds": -1},
    ],
)
def test_an_order_that_lacks_something_is_refused_and_nothing_stands(lever: Lever, order: dict[str, object]) -> None:
    assert lever.control("faults", **order).status_code == 400
    assert lever.http.get("/_control/faults").json()["faults"] == []
