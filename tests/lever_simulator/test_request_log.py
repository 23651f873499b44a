"""What was asked, and how fast: counted as it arrived."""

import concurrent.futures
import time

import pytest

from lever_simulator.world.request_log import KEPT, Request, RequestLog, rate
from tests.lever_simulator.conftest import Lever

CAROL = "carol.candidate@example.org"


def asked(*moments: float, status: int = 200) -> list[Request]:
    return [Request("GET", "/v1/stages", "", status, 0, 1.0, "key", None, arrived=at) for at in moments]


def test_the_peak_is_the_most_in_any_second_wherever_it_begins() -> None:
    assert rate(asked(0.0, 0.9, 1.1, 1.2, 1.8, 5.0)).peak == 4


def test_a_second_ends_where_the_next_begins() -> None:
    assert rate(asked(0.0, 1.0, 2.0)).peak == 1


def test_the_average_is_taken_between_the_first_and_the_last() -> None:
    measured = rate(asked(10.0, 10.5, 11.0, 12.0))
    assert (measured.requests, measured.seconds, measured.average) == (4, 2.0, 1.5)


@pytest.mark.parametrize("moments", [(), (3.0,)])
def test_of_one_request_or_none_there_is_no_average(moments: tuple[float, ...]) -> None:
    measured = rate(asked(*moments))
    assert (measured.requests, measured.average, measured.peak) == (len(moments), None, len(moments))


def test_requests_are_ordered_by_arrival_though_slow_ones_are_logged_late() -> None:
    assert rate(asked(5.0, 0.1, 0.2, 0.3)).peak == 3


def test_the_last_hundred_thousand_are_kept_and_measured_in_less_than_a_second() -> None:
    log = RequestLog()
    for entry in asked(*(number / 64 for number in range(KEPT + 1000))):
        log.add(entry)
    begun = time.perf_counter()
    measured = rate(log.matching("GET", "/v1/*"))
    assert time.perf_counter() - begun < 1.0
    assert (len(log), log.seen, measured.requests, measured.peak) == (KEPT, KEPT + 1000, KEPT, 64)


def test_the_door_tells_the_rate_of_one_credential_and_of_one_call(lever: Lever) -> None:
    lever.control("api-keys", key="second", scopes=["stages:read:admin"])
    for _ in range(3):
        lever.api.get("/stages")
    lever.api_as("second").get("/stages")
    lever.control("faults", action="status", status=429)
    lever.api.get("/users")
    told = lever.http.get("/_control/rate").json()
    assert (told["requests"], told["refused"], told["peak"]) == (5, 1, 5)
    assert told["average"] == pytest.approx(4 / told["seconds"])
    assert lever.http.get("/_control/rate", params={"credential": "key second"}).json()["requests"] == 1
    assert lever.http.get("/_control/rate", params={"path": "/v1/users"}).json()["requests"] == 1
    assert lever.http.get("/_control/rate", params={"window": "0"}).status_code == 400


def test_moving_the_clock_does_not_change_the_rate(lever: Lever) -> None:
    lever.api.get("/stages")
    lever.control("clock", advance=86_400)
    lever.api.get("/stages")
    assert lever.http.get("/_control/rate").json()["seconds"] < 5


def test_requests_are_numbered_and_can_be_read_from_where_one_left_off(lever: Lever) -> None:
    for _ in range(4):
        lever.api.get("/stages")
    first = lever.http.get("/_control/requests?limit=3").json()["requests"]
    rest = lever.http.get(f"/_control/requests?after={first[-1]['number']}").json()["requests"]
    assert [row["number"] for row in first + rest] == [1, 2, 3, 4]
    lever.http.delete("/_control/requests")
    lever.api.get("/stages")
    assert lever.http.get("/_control/requests").json()["requests"][0]["number"] == 5


def test_the_log_tells_which_fault_struck(lever: Lever) -> None:
    lever.control("faults", action="change", change={"what": "lock_tags"})
    lever.control("faults", action="status", status=503)
    lever.api.get("/stages")
    [entry] = lever.http.get("/_control/requests").json()["requests"]
    assert (entry["status"], entry["fault"]) == (503, "change: lock_tags, status")


def test_requests_that_come_at_once_are_all_done_and_all_counted(lever: Lever) -> None:
    notes = f"/opportunities/{lever.opportunity(CAROL)}/notes"

    def write(number: int) -> int:
        return lever.api.post(notes, json={"value": f"note {number}"}).status_code

    with concurrent.futures.ThreadPoolExecutor(12) as crowd:
        assert set(crowd.map(write, range(60))) == {201}
    written = {note["fields"][0]["value"] for note in lever.api.get(notes).json()["data"]}
    assert written == {f"note {number}" for number in range(60)}
    assert len(lever.http.get("/_control/requests?method=POST").json()["requests"]) == 60
