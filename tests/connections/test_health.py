"""How a connection goes, read from what is stored."""

from datetime import timedelta
from typing import Any

import pytest

from paletter.ats.lever.provider import LeverProvider, LeverSettings
from paletter.connections import health
from paletter.connections.models import Allowance, Connection, ConnectionState, Hook, Manner, PipelineStage
from paletter.connections.pace import key_of
from paletter.vocabulary.hiring import Distribution, PostingState
from tests import cast
from tests.cast import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
ALL = " ".join(LeverProvider.rights)


def a_look(connection: Connection | None = None, **fields: Any) -> health.Health:
    provider = LeverProvider(LeverSettings("id", "secret"))
    return health.of(connection or cast.a_connection(**fields), provider, every=5 * MINUTE, now=NOON)


def test_rights_are_told_each_with_what_it_is_for() -> None:
    found = a_look(scopes=ALL)

    assert found.missing == ()
    assert all(right.is_granted and right.purpose for right in found.rights)


def test_a_right_that_was_not_granted_is_missing() -> None:
    found = a_look(scopes=ALL.replace("webhooks:write:admin", ""))

    assert [right.name for right in found.missing] == ["webhooks:write:admin"]


def test_what_a_key_was_found_to_do_is_told_without_what_only_a_login_needs() -> None:
    found = a_look(manner=Manner.KEY, scopes=ALL.replace("offline_access", "").replace("webhooks:write:admin", ""))

    assert found.are_rights_told
    assert [right.name for right in found.missing] == ["webhooks:write:admin"]
    assert "offline_access" not in [right.name for right in found.rights]


@pytest.mark.parametrize("manner", Manner)
def test_rights_that_the_ats_does_not_tell_are_neither_granted_nor_missing(manner: Manner) -> None:
    found = a_look(manner=manner, scopes="")

    assert not found.are_rights_told
    assert found.missing == ()


def test_of_a_key_it_is_told_what_it_was_found_to_open_and_nothing_that_keys_have_not() -> None:
    found = a_look(manner=Manner.KEY, scopes=ALL.replace("offline_access", "").replace("webhooks:write:admin", ""))

    assert found.are_rights_told
    assert [right.name for right in found.missing] == ["webhooks:write:admin"]
    assert "offline_access" not in [right.name for right in found.rights]


def test_the_next_sync_comes_one_interval_after_the_last() -> None:
    found = a_look(last_synced_at=NOON - MINUTE)

    assert found.sync.next_at == NOON + 4 * MINUTE
    assert not found.sync.is_late


def test_a_sync_that_is_due_is_not_said_to_be_in_the_past() -> None:
    assert a_look(last_synced_at=NOON - 6 * MINUTE).sync.next_at == NOON


def test_a_sync_long_after_its_time_is_late() -> None:
    assert a_look(last_synced_at=NOON - 16 * MINUTE).sync.is_late


def test_a_first_sync_that_never_came_is_late() -> None:
    assert a_look(connected_at=NOON - 11 * MINUTE).sync.is_late


def test_an_ats_that_is_off_has_no_next_sync_and_is_not_late() -> None:
    found = a_look(state=ConnectionState.OFF, credentials="", last_synced_at=NOON - timedelta(days=3))

    assert found.sync.next_at is None
    assert not found.sync.is_late


def test_a_sync_under_way_is_told_with_what_it_has_seen() -> None:
    found = a_look(last_synced_at=NOON - 20 * MINUTE, sync_began_at=NOON - 2 * MINUTE, sync_counted=250)

    assert (found.sync.began_at, found.sync.counted) == (NOON - 2 * MINUTE, 250)
    assert not found.sync.is_late


def test_a_sync_that_died_long_ago_is_not_under_way() -> None:
    assert a_look(sync_began_at=NOON - timedelta(hours=2)).sync.began_at is None


@pytest.mark.parametrize(
    ("age", "last", "this"), [(0 * MINUTE, 300, 40), (MINUTE, 40, 0), (2 * MINUTE, 0, 0)], ids=["now", "before", "old"]
)
def test_requests_are_counted_by_the_minute(age: timedelta, last: int, this: int) -> None:
    connection = cast.a_connection()
    Allowance.objects.create(key=key_of(connection), minute=NOON - age, requests=40, requests_before=300)

    found = a_look(connection).requests

    assert (found.last_minute, found.this_minute, found.per_minute) == (last, this, 588)


def test_an_account_never_asked_has_used_nothing() -> None:
    found = a_look().requests

    assert (found.last_minute, found.slowed_at, found.percent) == (0, None, 0)


def test_calls_that_nobody_asked_for_are_none() -> None:
    assert a_look().hooks.calls is health.Calls.NONE


def test_calls_asked_for_that_never_came_are_silent() -> None:
    connection = cast.a_connection()
    Hook.objects.create(connection=connection, event="candidateDeleted", signing_token="x", created_at=NOON)

    found = a_look(connection).hooks

    assert (found.calls, found.kinds, found.since) == (health.Calls.SILENT, ("candidateDeleted",), NOON)


def test_calls_that_came_are_heard() -> None:
    connection = cast.a_connection(last_event_at=NOON)
    Hook.objects.create(connection=connection, event="candidateDeleted", signing_token="x")

    assert a_look(connection).hooks.calls is health.Calls.HEARD


def test_what_is_known_leaves_confidential_and_deleted_postings_out() -> None:
    cast.a_posting()
    cast.a_posting(state=PostingState.CLOSED, distribution=Distribution.NONE)
    cast.a_posting(distribution=Distribution.CONFIDENTIAL)
    cast.a_posting(gone_at=NOON)

    found = a_look().known

    assert (found.postings, found.open) == (2, 1)


def test_stages_are_told_in_the_order_of_the_pipeline() -> None:
    connection = cast.a_connection()
    PipelineStage.objects.create(connection=connection, external_id="b", name="Offer", rank=2)
    PipelineStage.objects.create(connection=connection, external_id="a", name="New applicant", rank=1)

    assert a_look(connection).known.stages == ("New applicant", "Offer")
