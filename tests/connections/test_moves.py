"""Who came to which stage is written down."""

import pytest

from paletter.accounts.models import User
from paletter.connections import moves
from paletter.connections.sync_opportunities import mirror_opportunity
from tests import cast
from tests.ats.simulated import Lever
from tests.connections.conftest import connects
from tests.connections.opportunities import CAROL, DAVE, House, ids, seen_moves, the_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(lever: Lever, alice: User) -> House:
    return House(lever, connects(alice, lever))


def test_who_was_there_before_the_posting_was_joined_has_not_come_just_now(house: House) -> None:
    house.lever.has_applied("Carol Candidate", CAROL, house.host)

    house.sync()

    assert seen_moves() == []


def test_who_comes_later_comes_to_a_stage(house: House) -> None:
    house.sync()
    house.lever.has_applied("Carol Candidate", CAROL, house.host)

    house.sync()

    assert seen_moves() == [("", "applicant-new")]


def test_a_move_to_another_stage_is_written_down_once(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    house.changes(carol, stage="offer")
    house.sync()
    house.sync()

    assert seen_moves() == [("applicant-new", "offer")]
    assert [move.to_stage for move in moves.moves_after(house.connection, 0)] == ["offer"]


def test_moves_are_told_from_where_one_stopped_reading(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    for stage in ("lead-responded", "offer"):
        house.changes(carol, stage=stage)
        house.sync()
    first, second = moves.moves_after(house.connection, 0)

    assert list(moves.moves_after(house.connection, first.pk)) == [second]


def test_moves_stay_with_their_own_organisation(house: House) -> None:
    house.sync()
    house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()

    theirs = cast.a_connection(cast.an_organisation("Rival Hotels"))

    assert list(moves.moves_after(theirs, 0)) == []


def test_a_stage_that_only_opportunities_tell_of_has_its_id_for_a_name(house: House) -> None:
    house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()

    assert [(stage.id, stage.name, stage.rank) for stage in moves.stages(house.connection)] == [
        ("applicant-new", "applicant-new", 1)
    ]


def test_a_page_older_than_what_we_know_brings_no_old_stage_back(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    (old,) = house.ats.opportunities_on([house.host])
    house.lever.time_passes(minutes=1)
    house.changes(carol, stage="offer")
    new = house.ats.opportunity(carol)
    assert new is not None
    mirror_opportunity(house.connection, new, now=house.lever.now())

    mirror_opportunity(house.connection, old, now=house.lever.now())

    assert the_row().stage_id == "offer"
    assert seen_moves() == [("applicant-new", "offer")]


def test_one_opportunity_on_a_posting_that_is_not_joined_is_left_out(house: House) -> None:
    dave = house.ats.opportunity(house.lever.has_applied("Dave Doorman", DAVE, house.porter))
    assert dave is not None

    assert mirror_opportunity(house.connection, dave, now=house.lever.now()) is None
    assert ids() == set()
