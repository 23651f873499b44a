"""What all passes of the sync share: they tell how far they are and what went wrong, and stop when we are let out."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import F

from paletter.ats.protocol import AtsDisconnected, AtsError
from paletter.connections import connect
from paletter.connections.models import Connection

T = TypeVar("T")
OVERLAP = timedelta(minutes=10)
"""Looked back beyond the last pass, for clocks that differ and changes that were committed late."""
BATCH = 100
"""Rows that are stored in one transaction; so many come on a page of Lever's."""
FORGOTTEN = timedelta(hours=1)
"""A sync that began so long ago and still counts as under way has died with its worker."""
MEANWHILE = "The ATS was disconnected while Paletter was fetching from it."


@contextmanager
def under_way(connection: Connection, *, now: datetime, goes_on: bool = False) -> Iterator[None]:
    """Show on the connection that a pass runs, and keep the sentence of an AtsError, which is raised again.

    Without `goes_on` counting begins anew. A pass that comes to its end clears the trouble.
    """
    rows = Connection.objects.filter(pk=connection.pk)
    rows.update(sync_began_at=now, **({} if goes_on else {"sync_counted": 0}))
    try:
        yield
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now)
        raise
    except AtsError as error:
        rows.update(trouble=str(error), trouble_at=now)
        raise
    else:
        rows.filter(connected_at=connection.connected_at).update(trouble="", trouble_at=None)
    finally:
        rows.update(sync_began_at=None)
        connection.refresh_from_db()


def is_under_way(connection: Connection, *, now: datetime) -> bool:
    """Tell whether a pass runs; one whose worker died is not believed for ever."""
    began = connection.sync_began_at
    return connection.is_on and began is not None and began + FORGOTTEN > now


def count(connection: Connection, seen: int) -> None:
    """Add to what the sync under way has seen."""
    Connection.objects.filter(pk=connection.pk).update(sync_counted=F("sync_counted") + seen)


def locked(connection: Connection) -> Connection:
    """Return the connection's row, locked: what passes and calls of the ATS store comes one after the other.

    Raises AtsDisconnected unless it is on and has been since `connection` was read; then nothing may be stored.
    """
    row = Connection.objects.select_for_update().get(pk=connection.pk)
    if not row.is_on or row.connected_at != connection.connected_at:
        raise AtsDisconnected(MEANWHILE)
    return row


def batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Yield things in lists of at most `size` as they come."""
    batch: list[T] = []
    for thing in things:
        batch.append(thing)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
