"""Lever as a kind of ATS: how it is connected and opened."""

import re
import weakref
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import httpx

from paletter.ats.lever import addresses, events, oauth, refusals, rights, trial
from paletter.ats.lever.account import LeverAccount
from paletter.ats.lever.client import LeverClient
from paletter.ats.lever.oauth import LeverOAuth
from paletter.ats.lever.settings import HURRIED, LeverMisconfigured, LeverSettings, Patience
from paletter.ats.protocol import AtsRefused, CredentialKeeper, Credentials, Pace
from paletter.vocabulary.hiring import AtsEvent

__all__ = ["LeverMisconfigured", "LeverProvider", "LeverSettings", "Patience"]


POSTING_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LeverProvider:
    """Implements `paletter.ats.protocol.AtsProvider`. `transport` stands in for the network, `now` for the clock."""

    key = "lever"
    name = "Lever"
    takes_keys = True
    rights_of_keys = rights.OF_KEYS
    rights = rights.RIGHTS

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
        self.requests_per_second = settings.requests_per_second
        self.requests_at_once = settings.requests_at_once
        self.takes_consent = settings.is_registered

    def consent_url(self, *, state: str, return_to: str) -> str:
        """Return Lever's consent page. Raises AtsRefused when this installation is not registered with Lever."""
        if not self._settings.is_registered:
            raise AtsRefused(refusals.OPERATOR)
        return oauth.consent_url(self._settings, state=state, return_to=return_to)

    def connect(self, *, code: str, return_to: str) -> Credentials:
        with self._http() as http:
            return self._oauth(http).exchange(code=code, return_to=return_to)

    def denial(self, *, error: str, description: str) -> str:
        return refusals.denied(error, description)

    def connect_with_key(self, api_key: str) -> Credentials:
        """Find out which rights the key has, all of them at once; nothing is written by that."""
        key = api_key.strip()
        if not key:
            raise AtsRefused(refusals.KEY_MISSING)
        with self._http() as http:
            return Credentials(api_key=key, scopes=trial.of_key(self._client(http, _Held(Credentials(api_key=key)))))

    def renew(self, credentials: Credentials) -> Credentials:
        if credentials.api_key:
            return credentials
        with self._http() as http:
            return self._oauth(http).refresh(credentials)

    def missing_rights(self, credentials: Credentials) -> tuple[str, ...]:
        if not credentials.scopes:
            return ()
        return rights.missing(credentials.scopes, of=rights.OF_KEYS if credentials.api_key else rights.RIGHTS)

    def read_event(
        self, headers: Mapping[str, str], body: bytes, *, signing_tokens: Mapping[str, str], now: datetime
    ) -> AtsEvent | None:
        return events.read(body, signing_tokens=signing_tokens, now=now)

    def posting_id_in(self, text: str) -> str | None:
        """All of Lever's addresses of a posting, its own and those of the job site, hold the id as it is."""
        found = POSTING_ID.search(text)
        return found.group().lower() if found else None

    def why_no_calls(self, *, url: str, credentials: Credentials) -> str:
        return addresses.why_no_calls(url, lever=self._settings.api_url) or rights.why_no_calls(credentials)

    def open(self, keeper: CredentialKeeper, *, pace: Pace | None = None, is_hurried: bool = False) -> LeverAccount:
        settings = replace(self._settings, patience=HURRIED) if is_hurried else self._settings
        http = self._http(settings.patience)
        account = LeverAccount(self._client(http, keeper, pace, settings))
        weakref.finalize(account, http.close)
        return account

    def _client(
        self,
        http: httpx.Client,
        keeper: CredentialKeeper,
        pace: Pace | None = None,
        settings: LeverSettings | None = None,
    ) -> LeverClient:
        settings = settings or self._settings
        return LeverClient(
            settings=settings, http=http, oauth=self._oauth(http), keeper=keeper, now=self._now, pace=pace
        )

    def _oauth(self, http: httpx.Client) -> LeverOAuth:
        return LeverOAuth(settings=self._settings, http=http, now=self._now)

    def _http(self, patience: Patience | None = None) -> httpx.Client:
        patience = patience or self._settings.patience
        return httpx.Client(
            transport=self._transport,
            timeout=httpx.Timeout(patience.read, connect=patience.connect),
            headers={"Accept": "application/json", "User-Agent": "Paletter"},
            # Redirects are looked at by the client: a token must not follow to another host.
            follow_redirects=False,
        )


class _Held:
    """A key that is tried before anybody keeps it."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def read(self) -> Credentials:
        return self._credentials

    def renew(self, stale: Credentials, renewal: Callable[[Credentials], Credentials]) -> Credentials:
        return renewal(stale)
