"""The mirror of postings follows the ATS."""

from datetime import timedelta

import pytest

from paletter.accounts.models import User
from paletter.ats.protocol import AtsDisconnected, AtsUnavailable
from paletter.connections import connect
from paletter.connections.keeper import keeper
from paletter.connections.models import Connection, MirroredPosting
from paletter.connections.sync import (
    SyncResult,
    sync_postings,
)
from paletter.vocabulary.hiring import Distribution, PostingState
from tests import cast
from tests.ats.memory import BEFORE, MemoryAccount, MemoryAts
from tests.ats.simulated import Lever
from tests.connections.conftest import connects

pytestmark = pytest.mark.django_db


class House:
    """Alice's organisation, connected with Lever."""

    def __init__(self, lever: Lever, connection: Connection) -> None:
        self.lever, self.connection = lever, connection
        self.ats = lever.provider().open(keeper(connection))

    def sync(self, *, full: bool = False) -> SyncResult:
        self.lever.time_passes(minutes=1)
        return sync_postings(connection=self.connection, ats=self.ats, now=self.lever.now(), full=full)

    def titles(self) -> dict[str, bool]:
        return {row.title: row.is_assessable for row in MirroredPosting.objects.all()}

    def posting(self) -> MirroredPosting:
        return MirroredPosting.objects.get()


@pytest.fixture
def house(lever: Lever, alice: User) -> House:
    return House(lever, connects(alice, lever))


def test_external_internal_and_unlisted_postings_appear(house: House) -> None:
    for distribution in ("external", "internal", "unlisted"):
        house.lever.has_posting(distribution, distribution=distribution)

    result = house.sync()

    assert house.titles() == {"external": True, "internal": True, "unlisted": True}
    assert result == SyncResult(seen=3, changed=3, hidden=0)


@pytest.mark.parametrize("full", [True, False])
def test_a_confidential_posting_does_not_appear(house: House, full: bool) -> None:
    house.sync()
    house.lever.has_posting("Head of Secrets", distribution="confidential")

    house.sync(full=full)

    assert house.titles() == {}


@pytest.mark.parametrize("status", ["draft", "closed", "pending"])
def test_a_posting_that_cannot_be_joined_is_known_and_not_offered(house: House, status: str) -> None:
    house.sync()
    house.lever.has_posting("Not yet", status=status)

    house.sync()

    assert house.titles() == {"Not yet": False}
    assert house.posting().state == status


@pytest.mark.parametrize("full", [True, False])
def test_a_title_follows_lever_typos_and_all(house: House, full: bool) -> None:
    posting = house.lever.has_posting("Jost Post # 4")
    house.sync()
    house.lever.renames(posting, "Jost Post # 4 (Test # 4)")

    result = house.sync(full=full)

    assert house.titles() == {"Jost Post # 4 (Test # 4)": True}
    assert result.changed == 1


@pytest.mark.parametrize("full", [True, False])
def test_a_closed_posting_is_marked_closed_and_keeps_its_job(house: House, full: bool) -> None:
    posting = house.lever.has_posting("Host")
    house.sync()
    house.lever.closes(posting)

    result = house.sync(full=full)

    assert house.posting().state == PostingState.CLOSED
    assert not house.posting().is_confidential
    assert result.hidden == 1


def test_a_posting_that_turned_confidential_is_hidden_and_its_new_title_stays_outside(house: House) -> None:
    posting = house.lever.has_posting("Host")
    house.sync()
    house.lever.renames(posting, "Secret successor of the host")
    house.lever.distributes(posting, "confidential")

    result = house.sync(full=True)

    assert house.posting().is_confidential
    assert house.posting().title == "Host"
    assert result == SyncResult(seen=0, changed=1, hidden=1)


def test_a_deleted_posting_is_hidden(house: House) -> None:
    posting = house.lever.has_posting("Host")
    house.sync()
    house.lever.deletes_posting(posting)

    house.sync(full=True)

    assert house.titles() == {"Host": False}


def test_a_window_does_not_take_what_did_not_change_for_missing(house: House) -> None:
    house.lever.has_posting("Host")
    house.sync()
    house.lever.time_passes(hours=1)
    house.sync()

    result = house.sync()

    assert result == SyncResult(seen=0, changed=0, hidden=0)
    assert house.titles() == {"Host": True}


def test_a_change_just_before_the_last_pass_is_seen_by_the_overlap(house: House) -> None:
    posting = house.lever.has_posting("Host")
    house.sync()
    house.lever.renames(posting, "Hostess")
    Connection.objects.update(last_synced_at=house.lever.now() + timedelta(minutes=5))
    house.connection.refresh_from_db()

    house.sync()

    assert house.titles() == {"Hostess": True}


def test_a_reopened_posting_opens_again(house: House) -> None:
    posting = house.lever.has_posting("Host")
    house.sync()
    house.lever.closes(posting)
    house.sync(full=True)
    with house.lever.simulator.world.lock:
        house.lever._posting(posting).status = "open"

    house.sync(full=True)

    assert house.titles() == {"Host": True}


def test_the_times_of_the_passes_are_kept(house: House) -> None:
    house.sync()
    first = house.connection.last_full_sync_at
    house.sync()

    assert first is not None
    assert house.connection.last_full_sync_at == first
    assert house.connection.last_synced_at is not None
    assert house.connection.last_synced_at > first


@pytest.mark.parametrize("full", [True, False])
def test_the_title_of_a_closed_posting_is_followed_too(house: House, full: bool) -> None:
    posting = house.lever.has_posting("Host")
    house.sync()
    house.lever.closes(posting)
    house.sync(full=full)
    house.lever.renames(posting, "Hostess")

    house.sync(full=full)

    assert house.titles() == {"Hostess": False}


def test_a_failure_keeps_the_mirror_and_its_sentence_until_the_next_success(house: House) -> None:
    house.lever.has_posting("Host")
    house.sync()
    house.lever.fails("status", path="/v1/postings", status=503, times=4)

    with pytest.raises(AtsUnavailable):
        house.sync(full=True)
    house.connection.refresh_from_db()
    assert "disturbance" in house.connection.trouble
    assert house.connection.trouble_at is not None
    assert house.titles() == {"Host": True}

    house.sync(full=True)
    assert (house.connection.trouble, house.connection.trouble_at) == ("", None)


def test_a_failure_in_the_middle_stores_nothing(house: House) -> None:
    for number in range(130):
        house.lever.has_posting(f"Host {number}")
    house.lever.fails("status", path="/v1/postings", status=500, skip=1, times=4)

    with pytest.raises(AtsUnavailable):
        house.sync(full=True)

    assert house.titles() == {}


def test_a_revoked_access_shows_that_a_person_is_needed(house: House) -> None:
    house.lever.revokes()

    with pytest.raises(AtsDisconnected):
        house.sync()

    house.connection.refresh_from_db()
    assert house.connection.state == "needs_you"
    assert "Connect Lever again" in house.connection.trouble


def test_what_was_fetched_while_alice_disconnected_is_thrown_away() -> None:
    connection = cast.a_connection()
    account = MemoryAccount()
    account.has_posting("Host")

    def alice_disconnects(when: str, request: str) -> None:
        connect.disconnect(connection=Connection.objects.get(pk=connection.pk), now=cast.NOON)

    with pytest.raises(AtsDisconnected):
        sync_postings(connection=connection, ats=MemoryAts(account, alice_disconnects), now=cast.NOON, full=True)

    assert not MirroredPosting.objects.exists()


def test_a_pass_that_asked_earlier_does_not_bring_an_old_title_back() -> None:
    connection = cast.a_connection()
    account = MemoryAccount()
    posting = account.has_posting("Old title")
    slow = MemoryAts(MemoryAccount(postings=dict(account.postings)))
    account.changes(posting, title="New title")
    sync_postings(connection=connection, ats=MemoryAts(account), now=cast.NOON, full=True)

    sync_postings(connection=connection, ats=slow, now=cast.NOON, full=True)

    assert MirroredPosting.objects.get().title == "New title"


def test_an_ats_that_tells_a_confidential_posting_by_mistake_is_not_believed() -> None:
    class Indiscreet(MemoryAts):
        def postings(self, *, since=None):  # type: ignore[no-untyped-def]
            yield from self.account.postings.values()

    connection, account = cast.a_connection(), MemoryAccount()
    known, _ = account.has_posting("Host"), account.has_posting("Secret", distribution=Distribution.CONFIDENTIAL)
    sync_postings(connection=connection, ats=MemoryAts(account), now=cast.NOON, full=True)
    account.changes(known, title="Secret host", distribution=Distribution.CONFIDENTIAL)

    sync_postings(connection=connection, ats=Indiscreet(account), now=cast.NOON, full=False)

    assert [(row.title, row.is_assessable) for row in MirroredPosting.objects.all()] == [("Host", False)]


def test_postings_stay_with_their_own_organisation() -> None:
    mine = cast.a_connection()
    theirs = cast.a_connection(cast.an_organisation("Rival Hotels"))
    account = MemoryAccount()
    account.has_posting("Host")

    sync_postings(connection=mine, ats=MemoryAts(account), now=cast.NOON, full=True)
    sync_postings(connection=theirs, ats=MemoryAts(MemoryAccount()), now=cast.NOON, full=True)

    assert (mine.postings.count(), theirs.postings.count()) == (1, 0)
    assert mine.postings.get().is_assessable


def test_nothing_is_asked_while_a_transaction_is_open() -> None:
    """Requests come first, then one transaction: a slow ATS holds no lock."""
    connection, account = cast.a_connection(), MemoryAccount()
    account.has_posting("Host")
    depths: list[int] = []

    def look(when: str, request: str) -> None:
        from django.db import connection as database

        if when == BEFORE:
            depths.append(len(database.savepoint_ids))

    sync_postings(connection=connection, ats=MemoryAts(account, look), now=cast.NOON, full=True)

    assert depths == [0]
