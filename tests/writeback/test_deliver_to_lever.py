"""The same, with Lever over HTTP: what a recruiter finds on the opportunity."""

from collections.abc import Iterator

import pytest

from paletter.ats.protocol import AtsDisconnected, AtsRefused, AtsUnavailable
from paletter.writeback.deliver import Delivered, deliver
from paletter.writeback.match import NoMatch
from paletter.writeback.models import Delivery
from tests.ats.simulated import Lever, a_lever
from tests.writeback.desk import CAROL, NOTE, TAGS, letter_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def lever() -> Iterator[Lever]:
    with a_lever() as running:
        yield running


def send(lever: Lever, delivery: Delivery, posting: str) -> Delivered | NoMatch:
    return deliver(delivery, lever.open(), letter=letter_for, emails=[CAROL], posting_id=posting, now=lever.now())


@pytest.mark.parametrize(
    ("action", "method", "path"),
    [
        ("drop_after", "POST", "/v1/opportunities/*/notes"),
        ("drop_before", "POST", "/v1/opportunities/*/notes"),
        ("status", "POST", "/v1/opportunities/*/notes"),
        ("drop_after", "POST", "/v1/opportunities/*/addTags"),
        ("status", "GET", "/v1/opportunities"),
        ("drop_before", "GET", "/v1/opportunities/*/notes"),
    ],
)
def test_one_note_and_the_tags_after_a_fault(
    lever: Lever, delivery: Delivery, action: str, method: str, path: str
) -> None:
    posting = lever.has_posting("Host")
    carol = lever.has_applied("Carol Candidate", CAROL, posting)
    lever.fails(action, method=method, path=path, times=5, status=500)

    with pytest.raises(AtsUnavailable):
        send(lever, delivery, posting)
    lever.simulator.world.faults.clear()
    lever.time_passes(minutes=2)
    send(lever, delivery, posting)

    assert lever.note_texts(carol) == [NOTE]
    assert lever.tags(carol) == list(TAGS)


def test_a_rate_limit_only_slows_the_delivery_down(lever: Lever, delivery: Delivery) -> None:
    posting = lever.has_posting("Host")
    carol = lever.has_applied("Carol Candidate", CAROL, posting)
    lever.fails("status", method="GET", status=429, times=3)

    send(lever, delivery, posting)

    assert lever.note_texts(carol) == [NOTE]


def test_of_two_candidacies_the_one_on_the_connected_posting_is_written_to(lever: Lever, delivery: Delivery) -> None:
    here, there = lever.has_posting("Host"), lever.has_posting("Night Receptionist")
    other = lever.has_applied("Carol Candidate", CAROL, there)
    mine = lever.has_applied("Carol Candidate", CAROL, here)

    assert send(lever, delivery, here) == Delivered(mine)
    assert lever.note_texts(other) == []
    assert lever.tags(other) == []


def test_an_archived_candidacy_takes_the_result_when_there_is_no_other(lever: Lever, delivery: Delivery) -> None:
    posting = lever.has_posting("Host")
    carol = lever.has_applied("Carol Candidate", CAROL, posting)
    lever.archives(carol)

    assert send(lever, delivery, posting) == Delivered(carol)


def test_a_wrong_address_writes_nothing_anywhere(lever: Lever, delivery: Delivery) -> None:
    posting = lever.has_posting("Host")
    stranger = lever.has_applied("Carol Candidate", "carol@example.com", posting)

    outcome = send(lever, delivery, posting)

    assert isinstance(outcome, NoMatch)
    assert lever.note_texts(stranger) == []
    assert delivery.state == "parked"


def test_a_posting_closed_meanwhile_still_takes_its_results(lever: Lever, delivery: Delivery) -> None:
    posting = lever.has_posting("Host")
    carol = lever.has_applied("Carol Candidate", CAROL, posting)
    lever.closes(posting)

    assert send(lever, delivery, posting) == Delivered(carol)


def test_on_a_posting_that_turned_confidential_nothing_can_be_found(lever: Lever, delivery: Delivery) -> None:
    posting = lever.has_posting("Host")
    lever.has_applied("Carol Candidate", CAROL, posting)
    lever.distributes(posting, "confidential")

    assert isinstance(send(lever, delivery, posting), NoMatch)


def test_locked_tags_leave_the_note_and_say_what_is_wrong(lever: Lever, delivery: Delivery) -> None:
    posting = lever.has_posting("Host")
    carol = lever.has_applied("Carol Candidate", CAROL, posting)
    lever.switch(tags_locked=True)

    with pytest.raises(AtsRefused):
        send(lever, delivery, posting)
    lever.switch(tags_locked=False)
    send(lever, delivery, posting)

    assert lever.note_texts(carol) == [NOTE]
    assert lever.tags(carol) == list(TAGS)


def test_revoked_in_between_the_rest_follows_after_the_next_connect(lever: Lever, delivery: Delivery) -> None:
    posting = lever.has_posting("Host")
    carol = lever.has_applied("Carol Candidate", CAROL, posting)
    lever.fails("status", method="POST", path="/v1/opportunities/*/addTags", status=401, times=2)
    # Before a 401 counts as the end, something else is asked for.
    lever.fails("status", path="/v1/postings", status=401)

    with pytest.raises(AtsDisconnected):
        send(lever, delivery, posting)
    send(lever, delivery, posting)

    assert lever.note_texts(carol) == [NOTE]
    assert lever.tags(carol) == list(TAGS)


def test_the_tags_do_not_drown_in_those_of_the_posting(lever: Lever, delivery: Delivery) -> None:
    posting = lever.has_posting("Host")
    carol = lever.has_applied("Carol Candidate", CAROL, posting)
    send(lever, delivery, posting)

    lever.renames(posting, "Hostess")

    assert lever.tags(carol) == list(TAGS)
