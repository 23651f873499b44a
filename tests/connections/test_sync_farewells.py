"""Who is gone from the ATS, or may not be kept, gets a farewell; who is only missing does not."""

import pytest

from paletter.accounts.models import User
from paletter.connections.addresses import digest
from paletter.connections.models import Farewell
from tests.ats.simulated import Lever
from tests.connections.conftest import connects
from tests.connections.opportunities import CAROL, House, ids, the_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(lever: Lever, alice: User) -> House:
    return House(lever, connects(alice, lever))


def farewells_said() -> list[tuple[str, str]]:
    return list(Farewell.objects.order_by("pk").values_list("opportunity_id", "reason"))


def test_who_was_deleted_gets_a_farewell_and_the_digests_stay_until_it_is_handled(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    house.lever.deletes(carol)

    house.sync()

    assert farewells_said() == [(carol, "deleted")]
    assert the_row().digests == [digest(CAROL)]


def test_one_who_was_never_mirrored_gets_a_farewell_too(house: House) -> None:
    """A result may have gone there between two passes."""
    house.sync()
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.lever.deletes(carol)

    house.sync()

    assert farewells_said() == [(carol, "deleted")]


def test_who_was_anonymised_gets_a_farewell_and_the_digests_stay(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    with house.lever.simulator.world.lock:
        house.contact(carol).anonymize()
    house.changes(carol)

    house.sync()

    assert farewells_said() == [(carol, "anonymised")]
    assert the_row().digests == [digest(CAROL)]


def test_who_may_not_be_kept_gets_a_farewell(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    house.contact(carol).may_be_stored = False
    house.changes(carol)

    house.sync()

    assert farewells_said() == [(carol, "not_to_be_kept")]


def test_a_stranger_who_may_not_be_kept_is_never_mirrored_and_gets_one_farewell(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.contact(carol).may_be_stored = False
    house.sync()
    Farewell.objects.update(handled_at=house.lever.now())
    house.lever.time_passes(days=3)

    house.sync()

    assert ids() == set()
    assert Farewell.objects.get().handled_at is not None


@pytest.mark.parametrize("days", [0, 3])
def test_to_be_missing_from_a_list_is_no_farewell(house: House, days: int) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    house.lever.time_passes(days=days)
    with house.lever.simulator.world.lock:
        del house.lever._account.opportunities[carol]

    house.sync()

    assert farewells_said() == []
    assert ids() == {carol}


def test_an_empty_reply_is_no_farewell(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    house.lever.time_passes(days=2)
    house.lever.fails("status", path="/v1/opportunities*", status=200, times=None, body={"data": [], "hasNext": False})

    house.sync()

    assert farewells_said() == []
    assert ids() == {carol}


def test_an_ats_that_does_not_list_deletions_is_synced_all_the_same(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.lever.fails("status", path="/v1/opportunities/deleted", status=404, times=None)

    house.sync()

    assert ids() == {carol}
    assert house.connection.trouble == ""
