"""Every fault that Lever can be ordered to have, met by a read and by a note.

A read is repeated until it succeeds. A note is never repeated: it was kept or not, and what is raised says which of
the two may be true.
"""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from lever_simulator.world.incidents import ACTIONS, CHANGE
from paletter.ats.protocol import AtsError, AtsRefused, AtsSilent, AtsUnavailable
from tests.ats.by_hand import titles
from tests.ats.simulated import HASTY, RETURN_TO, Lever

IMPATIENT = replace(HASTY, read=0.3, whole=0.3)
ELSEWHERE = "http://127.0.0.2:9"
CAROL = "carol.candidate@example.org"
NOTES = "/v1/opportunities/*/notes"


@dataclass(frozen=True)
class Met:
    """How a fault is ordered, and how a note fares under it."""

    note: type[AtsError]
    is_kept: bool
    details: dict[str, Any]


def met(note: type[AtsError], *, is_kept: bool = False, **details: Any) -> Met:
    return Met(note, is_kept, details)


FAULTS = {
    "status": met(AtsUnavailable),
    "proxy_page": met(AtsSilent),
    "redirect": met(AtsRefused, location=ELSEWHERE),
    "hang": met(AtsSilent, is_kept=True, seconds=0.6),
    "drop_before": met(AtsSilent),
    "drop_after": met(AtsSilent, is_kept=True),
    "cut_short": met(AtsSilent, is_kept=True),
    "half_json": met(AtsSilent, is_kept=True),
    "trickle": met(AtsSilent, is_kept=True, seconds=1.0),
}
PASSING = sorted(FAULTS.keys() - {"redirect"})


def test_no_fault_is_left_out() -> None:
    assert {*FAULTS, "invalid_offset", CHANGE} == set(ACTIONS)


@pytest.mark.parametrize("fault", PASSING)
def test_a_read_gets_through(lever: Lever, fault: str) -> None:
    lever.has_posting("Host")
    ats = lever.open(patience=IMPATIENT)
    lever.fails(fault, path="/v1/postings", times=2, **FAULTS[fault].details)

    assert titles(ats) == ["Host"]


@pytest.mark.parametrize("fault", PASSING)
def test_a_list_of_which_a_later_page_is_struck_is_whole(lever: Lever, fault: str) -> None:
    for number in range(130):
        lever.has_posting(f"Host {number}")
    ats = lever.open(patience=IMPATIENT)
    lever.fails(fault, path="/v1/postings", query="offset", **FAULTS[fault].details)

    assert sorted(titles(ats)) == sorted(f"Host {number}" for number in range(130))


@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_a_list_whose_next_page_lever_has_forgotten_is_whole(lever: Lever, status: int) -> None:
    for number in range(130):
        lever.has_posting(f"Host {number}")
    ats = lever.open()
    lever.fails("invalid_offset", path="/v1/postings", status=status)

    assert sorted(titles(ats)) == sorted(f"Host {number}" for number in range(130))


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_note_is_sent_once_and_what_may_be_true_of_it_is_told(lever: Lever, fault: str) -> None:
    opportunity = lever.has_applied("Carol Candidate", CAROL, lever.has_posting("Host"))
    ats = lever.open(patience=IMPATIENT)
    lever.fails(fault, method="POST", path=NOTES, **FAULTS[fault].details)

    with pytest.raises(AtsError) as caught:
        ats.add_note(opportunity, "A note")

    assert caught.type is FAULTS[fault].note
    assert lever.settles(lambda: lever.note_texts(opportunity) == (["A note"] if FAULTS[fault].is_kept else []))
    assert lever.requests("POST", NOTES) == 1


def test_no_token_follows_to_another_host_and_the_operator_learns_of_it(lever: Lever) -> None:
    ats = lever.open()
    lever.fails("redirect", path="/v1/postings", location=ELSEWHERE)

    with pytest.raises(
        AtsRefused, match=r"moved to 127\.0\.0\.2\. Ask whoever runs Paletter to set PALETTER_LEVER_API_URL"
    ):
        titles(ats)


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_login_service_that_is_struck_connects_nobody_and_says_whose_turn_it_is(lever: Lever, fault: str) -> None:
    code = lever.consent()["code"]
    lever.fails(fault, path="/oauth/token", **FAULTS[fault].details)

    with pytest.raises(AtsError, match=r"Try again in a few minutes|Ask whoever runs Paletter"):
        lever.provider(patience=IMPATIENT).connect(code=code, return_to=RETURN_TO)
