"""When the mirror of postings is brought up to date, and how a pass under way is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from paletter.connections import connect, sync_passes
from paletter.connections.models import Connection, MirroredPosting
from paletter.connections.sync import FEW_POSTINGS, FULL_PASS_EVERY, full_pass_is_due, next_at, sync_postings
from paletter.vocabulary.hiring import PostingState
from tests import cast
from tests.ats.memory import MemoryAts
from tests.ats.memory_account import MemoryAccount

pytestmark = pytest.mark.django_db


def test_the_first_pass_is_due_to_be_full() -> None:
    assert full_pass_is_due(cast.a_connection(), now=cast.NOON)


def test_the_next_pass_is_due_some_minutes_after_the_last(settings: Any) -> None:
    minutes = timedelta(minutes=settings.OPTIONS.sync_minutes)

    assert next_at(cast.a_connection(last_synced_at=cast.NOON)) == cast.NOON + minutes


def test_the_first_pass_is_due_at_once_and_none_while_disconnected() -> None:
    connection = cast.a_connection()

    assert next_at(connection) == connection.connected_at
    connect.disconnect(connection=connection, now=cast.NOON)
    assert next_at(connection) is None


def test_closed_postings_do_not_make_an_employer_large() -> None:
    connection = cast.a_connection(last_full_sync_at=cast.NOON)
    some = range(FEW_POSTINGS + 1)
    rows = [MirroredPosting(connection=connection, external_id=str(n), state=PostingState.CLOSED) for n in some]
    MirroredPosting.objects.bulk_create(rows)

    assert full_pass_is_due(connection, now=cast.NOON)


def test_a_pass_under_way_tells_so_and_how_much_it_has_seen() -> None:
    connection, account = cast.a_connection(), MemoryAccount()
    account.has_posting("Host")
    began: list[datetime | None] = []

    def look(when: str, request: str) -> None:
        began.append(Connection.objects.get(pk=connection.pk).sync_began_at)

    sync_postings(connection=connection, ats=MemoryAts(account, look), now=cast.NOON, full=True)

    assert began == [cast.NOON]
    assert (connection.sync_began_at, connection.sync_counted) == (None, 1)


def test_a_pass_whose_worker_died_is_not_under_way_for_ever() -> None:
    connection = cast.a_connection(sync_began_at=cast.NOON)

    assert sync_passes.is_under_way(connection, now=cast.NOON + timedelta(minutes=5))
    assert not sync_passes.is_under_way(connection, now=cast.NOON + timedelta(hours=2))


def test_with_few_postings_every_pass_is_full() -> None:
    assert full_pass_is_due(cast.a_connection(last_full_sync_at=cast.NOON), now=cast.NOON)


def test_with_many_postings_a_full_pass_is_due_now_and_then() -> None:
    connection = cast.a_connection(last_full_sync_at=cast.NOON)
    some = range(FEW_POSTINGS + 1)
    rows = [MirroredPosting(connection=connection, external_id=str(n), state=PostingState.OPEN) for n in some]
    MirroredPosting.objects.bulk_create(rows)

    assert not full_pass_is_due(connection, now=cast.NOON + FULL_PASS_EVERY - timedelta(seconds=1))
    assert full_pass_is_due(connection, now=cast.NOON + FULL_PASS_EVERY)
