"""Lever as a kind of ATS: how it is connected and opened."""

import weakref
from collections.abc import Callable
from datetime import UTC, datetime

import httpx

from paletter.ats.lever import oauth
from paletter.ats.lever.account import LeverAccount
from paletter.ats.lever.client import LeverClient
from paletter.ats.lever.oauth import OPERATOR_SENTENCE, LeverOAuth
from paletter.ats.lever.settings import LeverMisconfigured, LeverSettings, Patience
from paletter.ats.protocol import AtsRefused, CredentialKeeper, Credentials

__all__ = ["LeverMisconfigured", "LeverProvider", "LeverSettings", "Patience"]


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LeverProvider:
    """Implements `paletter.ats.protocol.AtsProvider`. `transport` stands in for the network, `now` for the clock."""

    key = "lever"
    name = "Lever"

    def __init__(
        self,
        settings: LeverSettings,
        *,
        transport: httpx.BaseTransport | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._now = now

    def consent_url(self, *, state: str, return_to: str) -> str:
        """Return Lever's consent page. Raises AtsRefused when this installation is not registered with Lever."""
        if not self._settings.is_registered:
            raise AtsRefused(OPERATOR_SENTENCE)
        return oauth.consent_url(self._settings, state=state, return_to=return_to)

    def connect(self, *, code: str, return_to: str) -> Credentials:
        with self._http() as http:
            return self._oauth(http).exchange(code=code, return_to=return_to)

    def open(self, keeper: CredentialKeeper) -> LeverAccount:
        http = self._http()
        client = LeverClient(settings=self._settings, http=http, oauth=self._oauth(http), keeper=keeper, now=self._now)
        account = LeverAccount(client)
        weakref.finalize(account, http.close)
        return account

    def _oauth(self, http: httpx.Client) -> LeverOAuth:
        return LeverOAuth(settings=self._settings, http=http, now=self._now)

    def _http(self) -> httpx.Client:
        patience = self._settings.patience
        return httpx.Client(
            transport=self._transport,
            timeout=httpx.Timeout(patience.read, connect=patience.connect),
            headers={"Accept": "application/json", "User-Agent": "Paletter"},
            # Redirects are looked at by the client: a token must not follow to another host.
            follow_redirects=False,
        )
