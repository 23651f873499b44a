"""What becomes of a call when Lever is slow, down, angry or odd."""

import time
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from paletter.ats.protocol import AtsRefused, AtsSilent, AtsUnavailable
from paletter.connections.keeper import HeldCredentials
from tests.ats.by_hand import titles
from tests.ats.simulated import HASTY, Lever

CAROL = "carol.candidate@example.org"


class Written:
    """A pace that lets everybody pass and writes down what it was told."""

    def __init__(self) -> None:
        self.turns = 0
        self.pauses: list[float] = []

    def wait(self) -> None:
        self.turns += 1

    def slow_down(self, seconds: float) -> None:
        self.pauses.append(seconds)


# ---- faults that pass


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_quick_fault_is_waited_out(lever: Lever, status: int) -> None:
    lever.has_posting("Host")
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=status, times=2)

    assert titles(ats) == ["Host"]


@pytest.mark.parametrize("action", ["drop_before", "drop_after"])
def test_a_lost_reply_to_a_read_is_asked_for_again(lever: Lever, action: str) -> None:
    lever.has_posting("Host")
    ats = lever.open()
    lever.fails(action, path="/v1/postings")

    assert titles(ats) == ["Host"]


def test_a_lost_reply_to_tags_is_told_and_not_repeated_since_it_may_come_after_the_next_word(lever: Lever) -> None:
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))
    ats = lever.open()
    lever.fails("drop_after", method="POST", path="/v1/opportunities/*/addTags")

    with pytest.raises(AtsSilent):
        ats.add_tags(opportunity, ["Ready"])

    assert lever.tags(opportunity) == ["Ready"]
    assert lever.requests("POST", "/v1/opportunities/*/addTags") == 1


def test_a_lasting_fault_is_unavailable_and_not_asked_for_ever(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=500, times=None)

    with pytest.raises(AtsUnavailable, match="disturbance"):
        titles(ats)
    assert lever.requests("GET", "/v1/postings") == HASTY.attempts


def test_the_wait_that_lever_asks_for_is_passed_on_when_it_is_long(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=429, times=None, headers={"Retry-After": "120"})

    with pytest.raises(AtsUnavailable) as caught:
        titles(ats)

    assert caught.value.retry_after == 120
    assert lever.requests("GET", "/v1/postings") == 1


def test_a_wait_may_be_named_as_a_date(lever: Lever) -> None:
    ats = lever.open()
    then = format_datetime(lever.now() + timedelta(minutes=3), usegmt=True)
    lever.fails("status", path="/v1/postings", status=503, times=None, headers={"Retry-After": then})

    with pytest.raises(AtsUnavailable) as caught:
        titles(ats)

    assert caught.value.retry_after == pytest.approx(180, abs=3)


def test_a_short_wait_is_kept_before_the_next_try(lever: Lever) -> None:
    lever.has_posting("Host")
    ats = lever.open()
    lever.fails("status", path="/v1/postings", status=429, headers={"Retry-After": "0.3"})
    begun = time.monotonic()

    assert titles(ats) == ["Host"]
    assert time.monotonic() - begun >= 0.3


@pytest.mark.parametrize(
    ("headers", "pause"), [({}, 0.25), ({"Retry-After": "7"}, 7.0), ({"Retry-After": "86400"}, 300.0)]
)
def test_too_fast_slows_everybody_down_for_as_long_as_lever_says_but_not_for_ever(
    lever: Lever, headers: dict[str, str], pause: float
) -> None:
    pace = Written()
    ats = lever.provider(patience=replace(HASTY, attempts=1)).open(HeldCredentials(lever.credentials()), pace=pace)
    lever.fails("status", path="/v1/postings", status=429, headers=headers)

    with pytest.raises(AtsUnavailable):
        titles(ats)

    assert pace.pauses == [pause]


def test_every_try_waits_for_its_turn(lever: Lever) -> None:
    pace = Written()
    ats = lever.provider().open(HeldCredentials(lever.credentials()), pace=pace)
    lever.fails("status", path="/v1/postings", status=500, times=2)

    titles(ats)

    assert pace.turns == lever.requests("GET", "/v1/postings") == 4


def test_a_note_refused_for_haste_was_not_kept_and_is_sent_again(lever: Lever) -> None:
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))
    ats = lever.open()
    lever.fails("status", method="POST", path="/v1/opportunities/*/notes", status=429, times=2)

    ats.add_note(opportunity, "A note")

    assert lever.note_texts(opportunity) == ["A note"]


def test_a_time_out_is_unavailable(lever: Lever) -> None:
    ats = lever.open(patience=replace(HASTY, read=0.1, attempts=2))
    lever.fails("hang", path="/v1/postings", seconds=0.6, times=None)

    with pytest.raises(AtsUnavailable, match="not answering"):
        titles(ats)


@pytest.mark.parametrize("fault", ["drop_after", "drop_before", "status"])
def test_a_note_is_never_sent_twice_by_the_client(lever: Lever, fault: str) -> None:
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))
    ats = lever.open()
    lever.fails(fault, method="POST", path="/v1/opportunities/*/notes", status=500)

    with pytest.raises(AtsUnavailable):
        ats.add_note(opportunity, "A note")

    assert lever.requests("POST", "/v1/opportunities/*/notes") == 1


# ---- lists


def test_all_pages_are_read(lever: Lever) -> None:
    for number in range(130):
        lever.has_posting(f"Host {number}")

    assert len(set(titles(lever.open()))) == 130


def test_a_list_whose_place_lever_forgot_starts_over_and_repeats_nothing(lever: Lever) -> None:
    for number in range(130):
        lever.has_posting(f"Host {number}")
    ats = lever.open()
    lost = {"code": "BadRequest", "message": "Invalid offset token"}
    lever.fails("status", path="/v1/postings", status=400, skip=1, body=lost)

    assert sorted(titles(ats)) == sorted(f"Host {number}" for number in range(130))


@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_a_list_whose_place_lever_forgets_again_and_again_is_given_up(lever: Lever, status: int) -> None:
    for number in range(130):
        lever.has_posting(f"Host {number}")
    ats = lever.open()
    lost = {"code": "BadRequest", "message": "Invalid offset token: [101]"}
    for skipped in (1, 1, 1):
        lever.fails("status", path="/v1/postings", status=status, skip=skipped, body=lost)

    with pytest.raises(AtsUnavailable, match="forgets"):
        titles(ats)
    assert lever.requests("GET", "/v1/postings") <= 6


def test_what_lever_does_not_offer_is_not_asked_for_again(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("status", path="/v1/stages", status=501)

    with pytest.raises(AtsRefused):
        list(ats.stages())
    assert lever.requests("GET", "/v1/stages") == 1
