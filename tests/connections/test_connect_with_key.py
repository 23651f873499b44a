"""Alice connects by a key, and by a login again: her jobs stay, and two companies never mix."""

from dataclasses import replace

import pytest

from paletter.accounts.models import User
from paletter.ats.lever import rights
from paletter.ats.lever.account import LeverAccount
from paletter.ats.lever.provider import LeverProvider
from paletter.ats.protocol import AtsRefused, AtsUnavailable, CredentialKeeper, Pace
from paletter.connections import connect, pace, sync
from paletter.connections.keeper import keeper
from paletter.connections.models import Connection, Manner
from paletter.vocabulary.hiring import PostingAnswer
from tests import cast
from tests.ats.simulated import Lever
from tests.connections.conftest import connects, connects_with_key

pytestmark = pytest.mark.django_db


def fetches(connection: Connection, lever: Lever) -> None:
    ats = lever.provider().open(keeper(connection))
    sync.sync_postings(connection=connection, ats=ats, now=lever.now(), full=True)


def forgets_which_account(connection: Connection) -> None:
    """As after a consent whose token tells nothing of itself."""
    Connection.objects.filter(pk=connection.pk).update(account_id="")


def becomes_another_company(lever: Lever) -> None:
    """Whoever logs in from now on opens an account that knows none of the postings."""
    lever.simulator.world.account.id = "another-account"
    lever.simulator.world.account.postings.clear()


# ---- on


def test_a_key_switches_the_connection_on(lever: Lever, alice: User) -> None:
    connection = connects_with_key(alice, lever)

    assert connection.is_on
    assert connection.manner == Manner.KEY
    assert (connection.person_name, connection.person_role) == ("", ""), "Lever does not say who made a key"
    assert connection.connected_by == alice
    assert set(rights.NEEDED_BY_KEYS) <= set(connection.scopes.split())
    assert keeper(connection).read().api_key


def test_a_key_is_stored_sealed_and_stands_nowhere_else(lever: Lever, alice: User) -> None:
    key = lever.has_key(*rights.OF_KEYS)

    connection = connects_with_key(alice, lever, key)

    row = Connection.objects.filter(pk=connection.pk).values().get()
    assert key not in " ".join(map(str, row.values()))


def test_after_trying_a_key_no_burst_follows_in_the_same_second(lever: Lever, alice: User) -> None:
    connection = connects_with_key(alice, lever)
    slept: list[float] = []
    ours = replace(pace.of(connection, lever.provider()), sleep=slept.append)

    ours.wait()
    ours.wait()

    assert len(slept) == 1


def test_a_key_that_is_not_enough_switches_nothing_on_and_is_not_kept(lever: Lever, alice: User) -> None:
    key = lever.has_key(rights.POSTINGS_READ)

    with pytest.raises(AtsRefused, match="This key is not enough"):
        connects_with_key(alice, lever, key)
    assert not Connection.objects.exists()


def test_a_key_that_cannot_be_tried_leaves_the_connection_as_it_was(lever: Lever, alice: User) -> None:
    before = connects(alice, lever)
    lever.fails("status", status=503, times=None)

    with pytest.raises(AtsUnavailable):
        connects_with_key(alice, lever)
    before.refresh_from_db()
    assert (before.is_on, before.manner) == (True, Manner.CONSENT)


def test_an_ats_that_takes_no_keys_says_so(lever: Lever, alice: User) -> None:
    provider = lever.provider()
    provider.takes_keys = False

    with pytest.raises(connect.ConnectRefused, match="by a login"):
        connect.complete_with_key(
            organisation=cast.an_organisation(), user=alice, provider=provider, api_key="key", now=cast.NOON
        )


# ---- from one to the other


def test_postings_and_jobs_survive_the_way_from_login_to_key_and_back(lever: Lever, alice: User) -> None:
    lever.has_posting("Host")
    first = connects(alice, lever)
    fetches(first, lever)
    job = cast.a_job(first.postings.get())

    by_key = connects_with_key(alice, lever)
    fetches(by_key, lever)
    back = connects(alice, lever)
    fetches(back, lever)

    job.refresh_from_db()
    assert first.pk == by_key.pk == back.pk
    assert back.manner == Manner.CONSENT
    assert back.account_id == lever.simulator.world.account.id
    assert job.posting.is_assessable
    assert back.postings.count() == 1


def test_the_name_of_whoever_logged_in_before_does_not_stand_beside_a_key(lever: Lever, alice: User) -> None:
    connects(alice, lever)

    assert connects_with_key(alice, lever).person_name == ""


# ---- never two companies


def test_a_key_of_another_company_is_refused(lever: Lever, alice: User) -> None:
    lever.has_posting("Host")
    first = connects(alice, lever)
    fetches(first, lever)
    becomes_another_company(lever)

    with pytest.raises(connect.OtherAccount, match="a login or a key of the earlier account"):
        connects_with_key(alice, lever)
    first.refresh_from_db()
    assert first.manner == Manner.CONSENT


def test_a_login_after_a_key_is_compared_by_the_postings(lever: Lever, alice: User) -> None:
    lever.has_posting("Host")
    fetches(connects_with_key(alice, lever), lever)
    becomes_another_company(lever)

    with pytest.raises(connect.OtherAccount):
        connects(alice, lever)


def test_one_posting_that_is_still_there_is_enough(lever: Lever, alice: User) -> None:
    kept, *others = [lever.has_posting(f"Host {number}") for number in range(5)]
    fetches(connects_with_key(alice, lever), lever)
    for posting in others:
        lever.closes(posting)
        lever.deletes_posting(posting)

    again = connects_with_key(alice, lever)

    assert again.postings.filter(external_id=kept).exists()


def test_a_closed_posting_is_still_ours(lever: Lever, alice: User) -> None:
    posting = lever.has_posting("Host")
    fetches(connects_with_key(alice, lever), lever)
    lever.closes(posting)

    assert connects_with_key(alice, lever).is_on


def test_an_account_that_remembers_having_deleted_our_postings_is_ours(lever: Lever, alice: User) -> None:
    posting = lever.has_posting("Host")
    fetches(connects_with_key(alice, lever), lever)
    lever.time_passes(days=45)
    lever.deletes_posting(posting)

    assert connects_with_key(alice, lever).is_on


def test_only_a_few_postings_are_compared_however_many_there_are(lever: Lever, alice: User) -> None:
    for number in range(30):
        lever.has_posting(f"Host {number}")
    fetches(connects_with_key(alice, lever), lever)
    becomes_another_company(lever)
    lever.simulator.world.log.clear()

    with pytest.raises(connect.OtherAccount):
        connects_with_key(alice, lever)
    assert lever.requests("GET", "/v1/postings/*") <= connect.POSTINGS_COMPARED + 1


def test_ids_that_can_be_compared_need_no_posting_to_be_looked_at(lever: Lever, alice: User) -> None:
    lever.has_posting("Host")
    fetches(connects(alice, lever), lever)

    connects(alice, lever)

    assert lever.requests("GET", "/v1/postings/*") == 0


def test_a_company_that_is_new_brings_none_of_the_old_ones_name(lever: Lever, alice: User) -> None:
    connects(alice, lever)
    becomes_another_company(lever)

    assert connects_with_key(alice, lever).account_id == ""


def test_what_was_compared_must_be_what_is_replaced(lever: Lever, alice: User) -> None:
    lever.has_posting("Host")
    connection = connects(alice, lever)
    fetches(connection, lever)
    forgets_which_account(connection)

    class Overtaken(LeverProvider):
        """While postings are compared, somebody else connects."""

        def open(self, keeper: CredentialKeeper, *, pace: Pace | None = None) -> LeverAccount:
            account = super().open(keeper, pace=pace)
            look_up = account.look_up

            def slowly(posting_id: str) -> PostingAnswer:
                connects(alice, lever)
                return look_up(posting_id)

            account.look_up = slowly  # type: ignore[method-assign]
            return account

    provider = Overtaken(lever.provider()._settings, now=lever.now)
    with pytest.raises(connect.ConnectRefused, match="Somebody else connected"):
        connect.complete_with_key(
            organisation=cast.an_organisation(),
            user=alice,
            provider=provider,
            api_key=lever.has_key(*rights.OF_KEYS),
            now=lever.now(),
        )


# ---- tried before it is called connected


def test_a_package_without_integrations_is_told_at_once_and_no_token_is_kept(lever: Lever, alice: User) -> None:
    lever.fails("status", status=403, times=None)

    with pytest.raises(AtsRefused, match=r"package.*account manager at Lever"):
        connects(alice, lever)
    assert not Connection.objects.exists()


def test_a_right_that_does_not_work_is_told_at_once_and_the_old_connection_stays(lever: Lever, alice: User) -> None:
    before = connects(alice, lever)
    lever.fails("status", path="/v1/opportunities", status=403, times=None)

    with pytest.raises(AtsRefused, match="opportunities:write:admin"):
        connects(alice, lever)
    before.refresh_from_db()
    assert before.is_on
    assert keeper(before).read().refresh_token


def test_an_api_that_is_down_right_after_the_consent_does_not_undo_it(lever: Lever, alice: User) -> None:
    lever.fails("status", path="/v1/*", status=503, times=None)

    assert connects(alice, lever).is_on


def test_what_was_just_connected_was_just_renewed(lever: Lever, alice: User) -> None:
    connection = connects(alice, lever)

    assert connection.credentials_renewed_at == connection.connected_at
