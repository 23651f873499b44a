"""Opens a connection's account at its ATS: the one way in for everything that has a connection."""

import time
from dataclasses import replace

from paletter.ats.protocol import Ats, AtsProvider, AtsUnavailable
from paletter.connections import pace
from paletter.connections.keeper import ConnectionKeeper
from paletter.connections.models import Connection


def opened(connection: Connection, provider: AtsProvider) -> Ats:
    """Return the account behind a connection, its credentials kept and its requests paced in our database."""
    return provider.open(ConnectionKeeper(connection.pk), pace=pace.of(connection, provider))


PAGE_WAITS = 3.0
"""Seconds that somebody who looks at a page waits for the account's turn."""


def opened_for_a_page(connection: Connection, provider: AtsProvider) -> Ats:
    """Return the account for one question that somebody waits for: AtsUnavailable rather than a long queue."""
    hasty = replace(pace.of(connection, provider), sleep=_briefly)
    return provider.open(ConnectionKeeper(connection.pk), pace=hasty, is_hurried=True)


def _briefly(seconds: float) -> None:
    if seconds > PAGE_WAITS:
        raise AtsUnavailable(
            "Paletter is asking your ATS as fast as it may just now. Try again in a minute.", retry_after=seconds
        )
    time.sleep(seconds)
