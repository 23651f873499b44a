"""Between us and the ATS: what is fetched, and what is written back."""

from procrastinate import JobContext
from procrastinate.contrib.django import app

from paletter import plugins
from paletter.ats.protocol import AtsDisconnected, AtsError, AtsUnavailable
from paletter.connections import connect, opening, sync
from paletter.connections.models import Connection
from paletter.flow import queue, writing
from paletter.flow.failures import ATTEMPTS_OF_SURPRISES, PatientRetry, Postpone
from paletter.flow.steps.moment import now
from paletter.writeback import waiting
from paletter.writeback.models import Delivery


@app.task(name=queue.WRITE_BACK.name, queue=queue.WRITE_BACK.queue, retry=PatientRetry(), pass_context=True)
def write_back(context: JobContext, *, delivery_id: int) -> None:
    """Bring a report into the ATS as a note and tags."""
    delivery = Delivery.objects.get(pk=delivery_id)
    try:
        writing.write_back(delivery, now=now())
    except Postpone:
        raise
    except Exception:
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
    """Bring our mirror of the ATS's postings up to date, then send what waited."""
    connection = Connection.objects.get(pk=connection_id)
    if not connection.is_on:
        return
    provider = plugins.ats_provider(connection.provider)
    try:
        sync.sync_postings(
            connection=connection,
            ats=opening.opened(connection, provider),
            now=now(),
            full=sync.full_pass_is_due(connection, now=now()),
        )
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now())
    except AtsUnavailable as error:
        Connection.objects.filter(pk=connection_id).update(trouble=str(error))
        raise Postpone(str(error), after=error.retry_after) from error
    except AtsError as error:
        Connection.objects.filter(pk=connection_id).update(trouble=str(error))
