"""Credentials between calls: sealed, renewed once, stored for good before they are used."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connections, transaction

from paletter.accounts.models import User
from paletter.ats.protocol import AtsDisconnected, AtsUnavailable, Credentials
from paletter.connections import connect, encryption
from paletter.connections.keeper import ConnectionKeeper, closed, keeper, opened, renew_idle, reseal_all
from paletter.connections.models import Connection
from tests import cast
from tests.ats.simulated import Lever
from tests.connections.conftest import connects, connects_with_key

OLD = Credentials("old-access", "old-refresh", expires_at=cast.NOON, scopes=("a", "b"), account_id="acc", user_id="u")
FRESH = Credentials("fresh-access", "fresh-refresh")


def a_kept_connection(credentials: Credentials = OLD) -> Connection:
    return cast.a_connection(credentials=closed(credentials))


def refuse(_: Credentials) -> Credentials:
    raise AtsDisconnected("revoked")


@pytest.mark.django_db
def test_credentials_come_back_as_they_were_kept() -> None:
    assert keeper(a_kept_connection()).read() == OLD


@pytest.mark.django_db
def test_no_token_stands_in_the_database_in_the_open() -> None:
    stored = a_kept_connection().credentials

    assert "old-access" not in stored
    assert "old-refresh" not in stored


@pytest.mark.django_db
def test_a_connection_without_credentials_is_disconnected() -> None:
    connection = cast.a_connection(state="off", credentials="")

    with pytest.raises(AtsDisconnected):
        keeper(connection).read()


@pytest.mark.django_db
def test_credentials_of_a_lost_key_ask_for_a_new_connect(settings: Any) -> None:
    connection = a_kept_connection()
    settings.PALETTER_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(AtsDisconnected, match="encryption key"):
        keeper(connection).read()


@pytest.mark.django_db
def test_renewed_credentials_are_stored_before_they_are_returned() -> None:
    connection = a_kept_connection()

    renewed = keeper(connection).renew(OLD, lambda stored: FRESH)

    assert renewed == FRESH
    assert keeper(connection).read() == FRESH


@pytest.mark.django_db
def test_who_comes_with_stale_credentials_gets_what_somebody_else_renewed() -> None:
    connection = a_kept_connection(FRESH)

    assert keeper(connection).renew(OLD, refuse) == FRESH


@pytest.mark.django_db
def test_a_renewal_that_fails_leaves_what_was_stored() -> None:
    connection = a_kept_connection()

    def unreachable(_: Credentials) -> Credentials:
        raise AtsUnavailable("down")

    with pytest.raises(AtsUnavailable):
        keeper(connection).renew(OLD, unreachable)
    assert keeper(connection).read() == OLD


@pytest.mark.django_db(transaction=True)
def test_nothing_is_renewed_inside_a_transaction_that_could_roll_it_back() -> None:
    connection = a_kept_connection()
    asked: list[Credentials] = []

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        keeper(connection).renew(OLD, lambda stored: asked.append(stored) or FRESH)  # type: ignore[func-returns-value]

    assert asked == []


@pytest.mark.django_db(transaction=True)
def test_what_was_renewed_is_committed_when_it_is_handed_out() -> None:
    connection = a_kept_connection()

    keeper(connection).renew(OLD, lambda stored: FRESH)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_closing(keeper(connection).read)).result() == FRESH


@pytest.mark.django_db(transaction=True)
def test_two_workers_use_a_refresh_token_once_though_lever_ends_the_grant_at_the_second_use(
    lever: Lever, alice: User
) -> None:
    lever.has_posting("Host")
    connection = connects(alice, lever)
    lever.time_passes(hours=2)
    lever.fails("hang", path="/oauth/token", seconds=0.5)
    start = threading.Barrier(2)

    def work() -> list[str]:
        start.wait()
        ats = lever.provider().open(keeper(connection))
        return [posting.title for posting in ats.postings()]

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(_closing(work)) for _ in range(2)]

    assert [result.result() for result in results] == [["Host"], ["Host"]]
    assert lever.requests("POST", "/oauth/token") == 2, "one for the code, one renewal"


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_when_credentials_were_renewed_and_for_what(lever: Lever, alice: User) -> None:
    connection = connects(alice, lever)
    lever.time_passes(hours=2)

    list(lever.provider().open(ConnectionKeeper(connection.pk, lever.now)).postings())

    before = connection.credentials_renewed_at
    connection.refresh_from_db()
    assert before is not None
    assert connection.credentials_renewed_at is not None
    assert connection.credentials_renewed_at - before >= timedelta(hours=2)
    assert "notes:write:admin" in connection.scopes.split()


# ---- connections that nobody uses


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_nobody_uses_lives_for_a_year_of_weekly_renewals(lever: Lever, alice: User) -> None:
    connection = connects(alice, lever)

    for _ in range(50):
        lever.time_passes(days=7, minutes=1)
        assert renew_idle(connection, lever.provider(), lever.now())

    assert list(lever.provider().open(keeper(connection)).postings()) == []


@pytest.mark.django_db(transaction=True)
def test_what_was_renewed_this_week_is_left_alone(lever: Lever, alice: User) -> None:
    connection = connects(alice, lever)
    lever.time_passes(days=6)

    assert not renew_idle(connection, lever.provider(), lever.now())
    assert lever.requests("POST", "/oauth/token") == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_and_a_connection_that_is_off_are_left_alone(lever: Lever, alice: User) -> None:
    connection = connects_with_key(alice, lever)
    lever.time_passes(days=30)

    assert not renew_idle(connection, lever.provider(), lever.now())
    connects(alice, lever)
    connect.disconnect(connection=connection, now=lever.now())
    lever.time_passes(days=30)
    assert not renew_idle(connection, lever.provider(), lever.now())


@pytest.mark.django_db(transaction=True)
def test_a_revocation_is_noticed_when_an_idle_connection_is_renewed(lever: Lever, alice: User) -> None:
    connection = connects(alice, lever)
    lever.revokes()
    lever.time_passes(days=8)

    with pytest.raises(AtsDisconnected, match="Super Admin"):
        renew_idle(connection, lever.provider(), lever.now())


@pytest.mark.django_db(transaction=True)
def test_an_idle_connection_survives_a_login_service_that_is_down_for_a_day(lever: Lever, alice: User) -> None:
    connection = connects(alice, lever)
    lever.time_passes(days=8)
    lever.fails("status", path="/oauth/token", status=503)

    with pytest.raises(AtsUnavailable):
        renew_idle(connection, lever.provider(), lever.now())
    lever.time_passes(days=1)
    assert renew_idle(connection, lever.provider(), lever.now())


@pytest.mark.django_db(transaction=True)
def test_a_disconnect_waits_for_a_renewal_and_destroys_what_it_brought() -> None:
    connection = a_kept_connection()
    begun, may_end = threading.Event(), threading.Event()

    def slowly(_: Credentials) -> Credentials:
        begun.set()
        may_end.wait(10)
        return FRESH

    with ThreadPoolExecutor(2) as pool:
        pool.submit(_closing(lambda: keeper(connection).renew(OLD, slowly)))
        begun.wait(10)
        off = pool.submit(_closing(lambda: connect.disconnect(connection=connection, now=cast.NOON)))
        assert not off.done()
        may_end.set()
        off.result()

    connection.refresh_from_db()
    assert (connection.state, connection.credentials) == ("off", "")


@pytest.mark.django_db
def test_all_credentials_can_be_sealed_anew_with_the_newest_key(settings: Any) -> None:
    connection = a_kept_connection()
    newest = Fernet.generate_key().decode()
    settings.PALETTER_ENCRYPTION_KEYS = [newest, *settings.PALETTER_ENCRYPTION_KEYS]

    assert reseal_all() == 1

    settings.PALETTER_ENCRYPTION_KEYS = [newest]
    assert keeper(connection).read() == OLD


@pytest.mark.django_db
def test_one_secret_that_cannot_be_opened_keeps_all_from_being_sealed_anew(settings: Any) -> None:
    connection = a_kept_connection()
    settings.PALETTER_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(encryption.CannotUnseal):
        reseal_all()

    assert Connection.objects.get(pk=connection.pk).credentials == connection.credentials


def test_opened_wants_something_to_open() -> None:
    with pytest.raises(AtsDisconnected, match="ATS CONFIGURATION"):
        opened("")


def _closing(work):  # type: ignore[no-untyped-def]
    """Run in a thread and close the thread's own database session."""

    def run():  # type: ignore[no-untyped-def]
        try:
            return work()
        finally:
            connections.close_all()

    return run
