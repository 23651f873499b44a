"""Bounds what somebody who calls without a right can cost: a few tries a minute, then a short no.

Counted in this process and by address; no row and no line of a log is written for what is over. Several processes allow
several times as much, which is still little.
"""

import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

MOST = 30
"""Rejected calls of one caller in a minute."""
MINUTE = 60.0
MOST_CALLERS = 10_000
"""Callers remembered; behind that all are forgotten and counted anew."""


class Rubbish:
    """How much was rejected from where, in the running minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since = clock()
        self._counts: dict[str, int] = {}
        self._known: set[str] = set()

    @property
    def is_any(self) -> bool:
        return bool(self._counts)

    def let_in(self, key: str) -> None:
        """Remember a key that is somebody's. An ATS calls for all its customers from the same few addresses, and what
        one of them makes it send must not shut out the others.
        """
        self._known.add(key)

    def knows(self, key: str) -> bool:
        return key in self._known

    def is_too_much(self, who: str) -> bool:
        if self._clock() - self._since >= MINUTE:
            self.forget()
        return self._counts.get(who, 0) >= MOST

    def came(self, who: str) -> None:
        if len(self._counts) >= MOST_CALLERS:
            self.forget()
        self._counts[who] = self._counts.get(who, 0) + 1

    def forget(self) -> None:
        self._since = self._clock()
        self._counts.clear()


def caller(request: HttpRequest) -> str:
    """Return the address that calls, behind as many proxies as the operator says there are."""
    try:
        return str(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured):
        # Past the proxies, or past one of them.
        return ""
