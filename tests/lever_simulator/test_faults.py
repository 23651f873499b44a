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
