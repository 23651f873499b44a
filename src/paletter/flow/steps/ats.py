"""Between us and the ATS: what is fetched, and what is written back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from procrastinate import JobContext
from procrastinate.contrib.django import app

from paletter import plugins
from paletter.ats.protocol import Ats, AtsDisconnected, AtsError, AtsUnavailable
from paletter.connections import connect, farewells, keeper, opening, sync, sync_inventory
from paletter.connections.models import Connection
from paletter.connections.sync_opportunities import sync_opportunities as sync_opportunities_of
from paletter.flow import queue, triggers, writing
from paletter.flow.failures import ATTEMPTS_OF_SURPRISES, PatientRetry, Postpone
from paletter.flow.steps.moment import now, now_for_all
from paletter.writeback import waiting
from paletter.writeback.models import Delivery


@app.task(
    name=queue.WRITE_BACK.name,
    queue=queue.WRITE_BACK.queue,
    retry=PatientRetry(priority=queue.BEHIND),
    pass_context=True,
)
def write_back(context: JobContext, *, delivery_id: int) -> None:
    """Bring a report into the ATS as a note and tags."""
    delivery = Delivery.objects.filter(pk=delivery_id).first()
    if delivery is None:
        # Erased since it was queued.
        return
    try:
        writing.write_back(delivery, now=now_for_all())
    except Postpone:
        raise
    except Exception:
        if not Delivery.objects.filter(pk=delivery_id).exists():
            # The interview was erased while its result was being sent.
            return
        if context.job.attempts >= ATTEMPTS_OF_SURPRISES:
            waiting.keep_waiting(
                delivery,
                "Sending stopped for a reason that the operator finds in the worker's log. It is tried again now and "
                "then, and at once when you press “Try again”.",
                now=now(),
            )
        raise


@app.task(name=queue.SYNC_CONNECTION.name, queue=queue.SYNC_CONNECTION.queue, retry=PatientRetry())
def sync_connection(*, connection_id: int) -> None:
    """Bring our mirror of the ATS's postings up to date, then that of the opportunities on them."""
    with _asking(connection_id) as account:
        if account is None:
            return
        sync.sync_postings(
            connection=account.connection,
            ats=account.ats,
            now=now(),
            full=sync.full_pass_is_due(account.connection, now=now()),
        )
        queue.defer(queue.SYNC_OPPORTUNITIES, str(connection_id), by_the_clock=True, connection_id=connection_id)


@app.task(name=queue.SYNC_OPPORTUNITIES.name, queue=queue.SYNC_OPPORTUNITIES.queue, retry=PatientRetry())
def sync_opportunities(*, connection_id: int) -> None:
    """Bring our mirror of the opportunities on joined postings up to date; once a day, take the inventory after it."""
    with _asking(connection_id) as account:
        if account is not None:
            came = triggers.opportunities_seen
            sync_opportunities_of(connection=account.connection, ats=account.ats, now=now(), came=came)
    connection = Connection.objects.get(pk=connection_id)
    if farewells.unhandled(connection).exists():
        triggers.farewells_said(connection)
    if connection.is_on and sync_inventory.is_due(connection, now=now()):
        queue.defer(queue.TAKE_INVENTORY, str(connection_id), by_the_clock=True, connection_id=connection_id)


@app.task(name=queue.TAKE_INVENTORY.name, queue=queue.TAKE_INVENTORY.queue, retry=PatientRetry())
def take_inventory(*, connection_id: int) -> None:
    """Read what the passes of every few minutes leave out."""
    with _asking(connection_id) as account:
        if account is not None and sync_inventory.is_due(account.connection, now=now()):
            sync_inventory.take_inventory(connection=account.connection, ats=account.ats, now=now())


@app.task(name=queue.KEEP_ALIVE.name, queue=queue.KEEP_ALIVE.queue, retry=PatientRetry())
def keep_alive(*, connection_id: int) -> None:
    """Renew an access that nobody has renewed for long, so that the ATS does not end it."""
    with _asking(connection_id) as account:
        if account is not None:
            keeper.renew_idle(account.connection, plugins.ats_provider(account.connection.provider), now())


@dataclass(frozen=True)
class _Account:
    connection: Connection
    ats: Ats


@contextmanager
def _asking(connection_id: int) -> Iterator[_Account | None]:
    """Open a connection's account, None when it is not on. Raises Postpone when the ATS does not answer.

    What a person must do is kept on the connection; repeating the step does not help then.
    """
    connection = Connection.objects.get(pk=connection_id)
    if not connection.is_on:
        yield None
        return
    try:
        yield _Account(connection, opening.opened(connection, plugins.ats_provider(connection.provider)))
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now())
    except AtsUnavailable as error:
        raise Postpone(str(error), after=error.retry_after) from error
    except AtsError as error:
        Connection.objects.filter(pk=connection_id).update(trouble=str(error), trouble_at=now())
