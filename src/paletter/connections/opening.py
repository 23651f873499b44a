"""Opens a connection's account at its ATS: the one way in for everything that has a connection."""

from paletter.ats.protocol import Ats, AtsProvider
from paletter.connections import pace
from paletter.connections.keeper import ConnectionKeeper
from paletter.connections.models import Connection


def opened(connection: Connection, provider: AtsProvider) -> Ats:
    """Return the account behind a connection, its credentials kept and its requests paced in our database."""
    return provider.open(ConnectionKeeper(connection.pk), pace=pace.of(connection, provider))
