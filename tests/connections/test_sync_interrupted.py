"""A pass over opportunities may be killed at any moment."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection as database

from paletter.accounts.models import User
from paletter.ats.protocol import AtsDisconnected, AtsUnavailable
from paletter.connections import connect
from paletter.connections.models import Connection, MirroredOpportunity, MirroredPosting
from paletter.vocabulary.hiring import Opportunity
from tests import cast
from tests.ats.simulated import Lever
from tests.connections.conftest import connects
from tests.connections.opportunities import CAROL, House, ids, seen_moves, the_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(lever: Lever, alice: User) -> House:
    return House(lever, connects(alice, lever))


class Stops:
    """An account whose list of opportunities breaks off."""

    def __init__(self, house: House, after: int, error: BaseException) -> None:
        self.house, self.after, self.error = house, after, error

    def opportunities_on(self, posting_ids: Collection[str], *, since: datetime | None = None) -> Iterator[Opportunity]:
        for number, opportunity in enumerate(self.house.ats.opportunities_on(posting_ids, since=since)):
            if number == self.after:
                raise self.error
            yield opportunity

    def deleted_opportunities(self, *, since: datetime) -> Iterator[Any]:
        return iter(self.house.ats.deleted_opportunities(since=since))


class Killed(BaseException):
    pass


def crowd(house: House, posting: str, *, size: int = 120) -> None:
    for number in range(size):
        house.lever.has_applied(f"Guest {number}", f"guest{number}@{posting}.example.org", posting)


def test_a_pass_that_breaks_off_keeps_its_pages_and_no_time(house: House) -> None:
    crowd(house, house.host)

    with pytest.raises(AtsUnavailable):
        house.sync(Stops(house, 110, AtsUnavailable("Lever has a disturbance.")))

    house.connection.refresh_from_db()
    assert MirroredOpportunity.objects.count() == 100
    assert house.row(house.host).opportunities_read_at is None
    assert house.connection.opportunities_synced_at is None
    assert house.connection.trouble == "Lever has a disturbance."
    assert house.connection.sync_began_at is None


def test_after_a_kill_the_next_pass_misses_nothing(house: House) -> None:
    crowd(house, house.host)
    with pytest.raises(Killed):
        house.sync(Stops(house, 110, Killed()))

    house.sync()

    assert MirroredOpportunity.objects.count() == 120
    assert house.connection.opportunities_synced_at is not None
    assert seen_moves() == []


def test_a_window_that_breaks_off_is_read_again_from_where_it_began(house: House) -> None:
    house.sync()
    house.lever.time_passes(hours=1)
    crowd(house, house.host)
    with pytest.raises(Killed):
        house.sync(Stops(house, 110, Killed()))
    house.lever.time_passes(hours=1)

    house.sync()

    assert MirroredOpportunity.objects.count() == 120


def test_postings_that_were_read_to_the_end_are_not_read_again_after_a_kill(house: House) -> None:
    """Ten are read together; with more of them, only the unfinished ten begin anew."""
    postings = [house.lever.has_posting(f"Host {number}") for number in range(14)]
    house.sync_postings()
    for posting in postings:
        cast.a_job(house.row(posting))
        house.lever.has_applied("Guest", f"guest@{posting}.example.org", posting)

    with pytest.raises(Killed):
        house.sync(_stops_in_the_second_group(house))
    read = MirroredPosting.objects.exclude(opportunities_read_at=None).count()
    house.sync()

    assert read == 10
    assert MirroredOpportunity.objects.count() == 14


def _stops_in_the_second_group(house: House) -> Any:
    class Second(Stops):
        groups = 0

        def opportunities_on(self, posting_ids: Collection[str], *, since: datetime | None = None) -> Any:
            self.groups += 1
            self.after = 0 if self.groups == 2 else 10_000
            yield from super().opportunities_on(posting_ids, since=since)

    return Second(house, 0, Killed())


def test_what_was_fetched_while_alice_disconnected_is_thrown_away(house: House) -> None:
    house.lever.has_applied("Carol Candidate", CAROL, house.host)

    class Disconnected(Stops):
        def opportunities_on(self, posting_ids: Collection[str], *, since: datetime | None = None) -> Any:
            found = list(super().opportunities_on(posting_ids, since=since))
            connect.disconnect(connection=Connection.objects.get(), now=cast.NOON)
            yield from found

    with pytest.raises(AtsDisconnected):
        house.sync(Disconnected(house, 10_000, Killed()))

    assert ids() == set()


def test_nothing_is_asked_while_a_transaction_is_open(house: House) -> None:
    crowd(house, house.host)
    depths: set[int] = set()

    class Looking(Stops):
        def opportunities_on(self, posting_ids: Collection[str], *, since: datetime | None = None) -> Any:
            for opportunity in super().opportunities_on(posting_ids, since=since):
                depths.add(len(database.savepoint_ids))
                yield opportunity

    house.sync(Looking(house, 10_000, Killed()))

    assert depths == {0}


def test_those_who_came_are_told_page_by_page(house: House) -> None:
    crowd(house, house.host)
    told: list[int] = []

    house.sync(came=lambda rows: told.append(len(rows)))
    house.sync(came=lambda rows: told.append(len(rows)))

    assert [size for size in told if size] == [100, 20]


def test_how_many_were_seen_is_shown(house: House) -> None:
    crowd(house, house.host)

    house.sync()

    # The two postings were counted by the pass before.
    assert house.connection.sync_counted == 122


def test_a_change_just_before_the_last_pass_is_seen_by_the_overlap(house: House) -> None:
    carol = house.lever.has_applied("Carol Candidate", CAROL, house.host)
    house.sync()
    house.changes(carol, stage="offer")
    Connection.objects.update(opportunities_synced_at=house.lever.now() + timedelta(minutes=5))
    house.connection.refresh_from_db()

    house.sync()

    assert the_row().stage_id == "offer"
