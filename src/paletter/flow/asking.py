"""An account is asked in a background step: who must connect again, and what is worth another try."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from paletter import plugins
from paletter.ats.protocol import Ats, AtsDisconnected, AtsUnavailable
from paletter.connections import connect, opening
from paletter.connections.models import Connection
from paletter.flow.failures import Postpone


@contextmanager
def asking(connection: Connection, *, now: datetime) -> Iterator[Ats]:
    """Open a connection's account. Raises Postpone when it does not answer; ends quietly when it is ours no more."""
    try:
        yield opening.opened(connection, plugins.ats_provider(connection.provider))
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=now)
    except AtsUnavailable as error:
        raise Postpone(str(error), after=error.retry_after) from error
