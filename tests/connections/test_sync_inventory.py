"""Once a day the mirror learns what the passes of every few minutes leave out."""

from datetime import timedelta

import pytest

from paletter.accounts.models import User
from paletter.ats.protocol import AtsUnavailable
from paletter.connections import moves, sync_inventory
from paletter.connections.keeper import keeper
from paletter.connections.models import Connection, MirroredPosting
from paletter.connections.sync import sync_postings
from paletter.vocabulary.hiring import PostingState
from tests import cast
from tests.ats.simulated import Lever
from tests.connections.conftest import connects

pytestmark = pytest.mark.django_db


class House:
    """Alice's organisation, connected with Lever."""

    def __init__(self, lever: Lever, connection: Connection) -> None:
        self.lever, self.connection = lever, connection
        self.ats = lever.provider().open(keeper(connection))

    def takes_inventory(self) -> None:
        self.lever.time_passes(minutes=1)
        sync_inventory.take_inventory(connection=self.connection, ats=self.ats, now=self.lever.now())

    def states(self) -> dict[str, str]:
        return dict(MirroredPosting.objects.values_list("title", "state"))


@pytest.fixture
def house(lever: Lever, alice: User) -> House:
    return House(lever, connects(alice, lever))


def test_postings_of_every_state_are_known(house: House) -> None:
    for status in ("open", "draft", "pending", "closed"):
        house.lever.has_posting(status, status=status)

    house.takes_inventory()

    assert house.states() == {"open": "open", "draft": "draft", "pending": "pending", "closed": "closed"}
    assert [row.title for row in MirroredPosting.objects.all() if row.is_assessable] == ["open"]


def test_confidential_ones_are_not(house: House) -> None:
    house.lever.has_posting("Head of Secrets", distribution="confidential")

    house.takes_inventory()

    assert house.states() == {}


def test_more_than_a_page_of_postings_is_known(house: House) -> None:
    for number in range(130):
        house.lever.has_posting(f"Closed {number}", status="closed")

    house.takes_inventory()

    assert MirroredPosting.objects.count() == 130


def test_a_draft_that_turned_confidential_is_hidden(house: House) -> None:
    draft = house.lever.has_posting("Draft", status="draft")
    house.takes_inventory()
    house.lever.distributes(draft, "confidential")
    house.lever.renames(draft, "Secret draft")

    house.takes_inventory()

    row = MirroredPosting.objects.get()
    assert (row.title, row.is_confidential) == ("Draft", True)


def test_a_deleted_posting_is_marked_as_gone_and_hidden(house: House) -> None:
    posting = house.lever.has_posting("Host")
    house.takes_inventory()
    house.lever.deletes_posting(posting)

    house.takes_inventory()

    row = MirroredPosting.objects.get()
    assert row.gone_at is not None
    assert not row.is_assessable


def test_one_deleted_long_ago_is_found_when_the_connection_comes_back(house: House) -> None:
    posting = house.lever.has_posting("Host")
    house.takes_inventory()
    house.lever.time_passes(minutes=30)
    house.lever.deletes_posting(posting)
    house.lever.time_passes(days=70)
    house.connection = connects(cast.a_recruiter(), house.lever)
    house.ats = house.lever.provider().open(keeper(house.connection))

    house.takes_inventory()

    assert MirroredPosting.objects.get().gone_at is not None


def test_a_posting_that_is_listed_again_is_not_gone(house: House) -> None:
    house.lever.has_posting("Host")
    house.takes_inventory()
    MirroredPosting.objects.update(gone_at=house.lever.now())

    sync_postings(connection=house.connection, ats=house.ats, now=house.lever.now(), full=True)

    assert MirroredPosting.objects.get().gone_at is None


def test_the_stages_are_known_by_name_in_the_order_of_the_pipeline(house: House) -> None:
    house.takes_inventory()

    told = moves.stages(house.connection)
    assert [stage.rank for stage in told] == sorted(stage.rank for stage in told)
    assert (told[0].id, told[0].name) == ("lead-new", "New lead")
    assert told[-1].id == "offer"


def test_a_stage_follows_its_name_and_goes_when_it_is_gone(house: House) -> None:
    house.takes_inventory()
    with house.lever.simulator.world.lock:
        account = house.lever._account
        account.stages[0].text = "Fresh lead"
        del account.stages[-1]

    house.takes_inventory()

    told = {stage.id: stage.name for stage in moves.stages(house.connection)}
    assert told["lead-new"] == "Fresh lead"
    assert "offer" not in told


def test_a_missing_right_to_read_stages_only_leaves_their_names_away(house: House) -> None:
    house.lever.fails("status", path="/v1/stages", status=403, times=None)

    house.takes_inventory()

    assert moves.stages(house.connection) == []
    assert house.connection.trouble == ""
    assert house.connection.last_daily_sync_at is not None


def test_an_ats_that_does_not_list_deletions_is_read_all_the_same(house: House) -> None:
    house.lever.has_posting("Host")
    house.takes_inventory()
    house.lever.fails("status", path="/v1/postings/deleted", status=404, times=None)

    house.takes_inventory()

    assert house.states() == {"Host": PostingState.OPEN}


def test_an_inventory_that_broke_off_stays_due(house: House) -> None:
    house.lever.has_posting("Host")
    house.lever.fails("status", path="/v1/stages", status=503, times=None)

    with pytest.raises(AtsUnavailable):
        house.takes_inventory()

    house.connection.refresh_from_db()
    assert sync_inventory.is_due(house.connection, now=house.lever.now())
    assert "disturbance" in house.connection.trouble


def test_it_is_due_once_a_day() -> None:
    assert sync_inventory.is_due(cast.a_connection(), now=cast.NOON)
    connection = cast.a_connection(cast.an_organisation("Rival Hotels"), last_daily_sync_at=cast.NOON)
    assert not sync_inventory.is_due(connection, now=cast.NOON + timedelta(hours=23))
    assert sync_inventory.is_due(connection, now=cast.NOON + timedelta(hours=24))
