"""The mirror of opportunities follows the ATS, for joined postings only, and holds nobody's name or address."""

from collections.abc import Iterator

import pytest
from django.db import connection as database

from lever_simulator.world import writes
from paletter.accounts.models import User
from paletter.connections.addresses import digest
from paletter.connections.mirror_postings import hide
from paletter.connections.models import MirroredOpportunity
from paletter.vocabulary.hiring import Opportunity
from tests import cast
from tests.ats.simulated import Lever
from tests.connections.conftest import connects
from tests.connections.opportunities import CAROL, DAVE, House, ids, the_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(lever: Lever, alice: User) -> House:
    return House(lever, connects(alice, lever))


def test_only_opportunities_on_joined_postings_are_mirrored(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.lever.has_applied("Dave Doorman", DAVE, house.porter)

    assert house.sync() == 1
    assert ids() == {carol}
    assert the_row().posting == house.row(house.host)


def test_neither_name_nor_address_is_kept(house: House) -> None:
    house.lever.has_applied("Carol Candidate", "Carol.Candidate+fjord@example.org", house.host)

    house.sync()

    with database.cursor() as cursor:
        cursor.execute("SELECT row_to_json(o)::text FROM connections_mirroredopportunity o")
        ((kept,),) = cursor.fetchall()
    assert "carol" not in kept.lower()
    assert "example" not in kept
    assert the_row().digests == [digest("carol.candidate+fjord@example.org")]
    assert the_row().near_digests == [digest(CAROL)]


def test_without_a_job_nothing_is_asked(house: House) -> None:
    house.row(house.host).job.delete()
    before = house.asked()

    assert house.sync() == 0
    assert house.asked() == before


def test_a_posting_that_gets_joined_is_read_to_the_end_at_the_next_pass(house: House) -> None:
    old = house.lever.has_applied("Dave Doorman", DAVE, house.porter)
    house.changes(old, is_noticed=False)
    house.lever.time_passes(days=40)
    house.sync()
    cast.a_job(house.row(house.porter))

    house.sync()

    assert old in ids()


def test_between_two_full_reads_only_changes_are_asked_for(house: House) -> None:
    house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    house.lever.time_passes(hours=2)
    house.sync()

    house.lever.has_applied("Dave Doorman", DAVE, house.host)

    assert house.sync() == 1
    assert MirroredOpportunity.objects.count() == 2


def test_what_lever_keeps_no_time_of_is_found_a_day_later(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    house.lever.time_passes(hours=2)
    house.sync()
    house.changes(carol, is_noticed=False, stage="offer")
    house.sync()
    before = the_row().stage_id

    house.lever.time_passes(hours=23)
    house.sync()

    assert before != "offer"
    assert the_row().stage_id == "offer"


def test_who_came_while_a_posting_was_hidden_is_found_as_soon_as_it_is_back(house: House) -> None:
    cast.a_job(house.row(house.porter))
    house.sync()
    # Lever did not find it for an hour.
    hide(house.row(house.host))
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    for _ in range(3):
        house.lever.time_passes(minutes=20)
        house.sync()
    house.sync_postings()

    house.sync()

    assert ids() == {carol}


def test_who_may_be_recognised_anew_is_told(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", "", house.host)
    came: list[str] = []

    def told() -> list[str]:
        came.clear()
        house.sync(came=lambda rows: came.extend(row.external_id for row in rows))
        return list(came)

    assert told() == [carol]
    house.contact(carol).emails = [CAROL]
    house.changes(carol)
    assert told() == [carol]
    house.changes(carol, stage="offer")
    assert told() == []


def test_an_opportunity_without_an_address_is_mirrored_too(house: House) -> None:
    house.lever.has_applied("Carol Candidate", "", house.host)

    house.sync()

    assert (the_row().digests, the_row().near_digests) == ([], [])


def test_archived_and_back(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    house.lever.archives(carol)
    house.sync()
    archived_at = the_row().archived_at
    with house.lever.simulator.world.lock:
        writes.archive(house.lever._account, house.lever._opportunity(carol), None, now=house.lever._ms())

    house.sync()

    assert archived_at is not None
    assert the_row().archived_at is None


def test_a_merged_contact_brings_its_addresses(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    other = house.lever.has_applied("Carol C.", "carol@example.net", house.porter)
    house.sync()
    kept = house.contact(other)
    with house.lever.simulator.world.lock:
        writes.merge_contacts(house.lever._account, kept, house.contact(carol), now=house.lever._ms())
    house.changes(carol)

    house.sync()

    assert the_row().contact_id == kept.id
    assert set(the_row().digests) == {digest(CAROL), digest("carol@example.net")}


def test_more_than_a_page_is_mirrored_once_each(house: House) -> None:
    for number in range(230):
        house.lever.has_applied(f"Guest {number}", f"guest{number}@example.org", house.host)

    assert house.sync() == 230
    assert MirroredOpportunity.objects.count() == 230


def test_one_told_twice_while_it_moves_between_pages_is_one_row(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    (told,) = house.ats.opportunities_on([house.host])

    class Twice:
        def opportunities_on(self, *_: object, **__: object) -> Iterator[Opportunity]:
            yield from [told] * 3

        def deleted_opportunities(self, **_: object) -> Iterator[object]:
            yield from ()

    house.sync(Twice())

    assert ids() == {carol}
