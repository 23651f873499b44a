"""Lever's OAuth 2.0: consent, code and refresh token against credentials.

Two form posts and no more: Authlib's client would renew tokens by itself, outside the lock that Lever's rotation of
refresh tokens demands (a second use of one ends the whole grant), so it is not used.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx

from paletter.ats.lever import refusals, rights, translate
from paletter.ats.lever.retry_after import retry_after
from paletter.ats.lever.settings import LeverSettings
from paletter.ats.lever.wire import whole_reply
from paletter.ats.protocol import AtsDisconnected, AtsRefused, AtsUnavailable, Credentials

CLAIM = "https://oauth.lever.co/"
DEFAULT_LIFE = 3600.0
LONGEST_LIFE = 366 * 86_400.0
UNUSED_FOR = timedelta(days=90)
"""After so long without a renewal Lever ends a grant."""
SILENT_SENTENCE = "Lever's login service is not answering. Try again in a few minutes."


def consent_url(settings: LeverSettings, *, state: str, return_to: str) -> str:
    """Return the address of Lever's consent page. It is shown each time, so that a person always sees the rights."""
    query = {
        "client_id": settings.client_id,
        "redirect_uri": return_to,
        "response_type": "code",
        "state": state,
        "audience": settings.audience,
        "scope": " ".join(rights.RIGHTS),
        "prompt": "consent",
    }
    return f"{settings.authorize_url}?{urlencode(query)}"


class GrantRefused(Exception):
    """OAuth's "invalid_grant": this code or refresh token is worth nothing (any more). Holds what Lever says."""


@dataclass(frozen=True)
class LeverOAuth:
    settings: LeverSettings
    http: httpx.Client
    now: Callable[[], datetime]

    def exchange(self, *, code: str, return_to: str) -> Credentials:
        """Return credentials for a one-time code. Raises AtsRefused when it is used up or rights are missing."""
        try:
            body = self._post(grant_type="authorization_code", code=code, redirect_uri=return_to)
        except GrantRefused as refusal:
            raise AtsRefused(refusals.USED_UP) from refusal
        credentials = self._read(body)
        if absent := rights.missing(credentials.scopes):
            raise AtsRefused(refusals.lacking(absent))
        if not credentials.refresh_token:
            raise AtsRefused(refusals.ONE_HOUR)
        return credentials

    def refresh(self, stale: Credentials) -> Credentials:
        """Return fresh credentials; `stale.refresh_token` is used up by this. Raises AtsDisconnected when refused.

        Posted once: were a reply lost, a quick second use of the token could end the grant just as well.
        """
        if not stale.refresh_token:
            raise AtsDisconnected(refusals.REVOKED)
        try:
            body = self._post(grant_type="refresh_token", refresh_token=stale.refresh_token)
        except GrantRefused as refusal:
            unused = stale.expires_at is not None and stale.expires_at + UNUSED_FOR <= self.now()
            raise AtsDisconnected(refusals.grant_lost(str(refusal), is_long_unused=unused)) from refusal
        return self._read(body, before=stale)

    def _post(self, **fields: str) -> Mapping[str, Any]:
        form = {"client_id": self.settings.client_id, "client_secret": self.settings.client_secret} | fields
        request = self.http.build_request("POST", self.settings.token_url, data=form)
        try:
            response = whole_reply(self.http, request, within=self.settings.patience.whole)
        except httpx.RequestError as error:
            raise AtsUnavailable(SILENT_SENTENCE) from error
        body = _json(response)
        if response.status_code == httpx.codes.OK and isinstance(body.get("access_token"), str):
            return body
        raise _failure(response, body)

    def _read(self, body: Mapping[str, Any], *, before: Credentials | None = None) -> Credentials:
        token: str = body["access_token"]
        claims = claims_of(token)
        scope = body.get("scope") or claims.get("scope")
        asked = before.scopes if before else tuple(rights.RIGHTS)
        return Credentials(
            access_token=token,
            # A reply without a new refresh token leaves the old one good: Lever's rotation may be off.
            refresh_token=str(body.get("refresh_token") or (before.refresh_token if before else "")),
            expires_at=self.now() + timedelta(seconds=_seconds(body.get("expires_in"))),
            # OAuth: a reply that names no scope grants what was asked for.
            scopes=tuple(scope.split()) if isinstance(scope, str) else asked,
            account_id=str(claims.get(CLAIM + "accountId") or (before.account_id if before else "")),
            user_id=str(claims.get(CLAIM + "userId") or (before.user_id if before else "")),
        )


def claims_of(token: str) -> Mapping[str, Any]:
    """Return what a JWT says of itself, unverified and for display and bookkeeping only; {} for an opaque token."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError, RecursionError, binascii.Error):
        return {}
    return claims if isinstance(claims, Mapping) else {}


def _failure(response: httpx.Response, body: Mapping[str, Any]) -> Exception:
    status, said = response.status_code, translate.complaint(body)
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= 500:
        return AtsUnavailable(refusals.LOGIN_BUSY, retry_after=retry_after(response.headers))
    if body.get("error") == "invalid_grant":
        return GrantRefused(said)
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return AtsRefused(refusals.OPERATOR)
    if status == httpx.codes.OK:
        return AtsUnavailable("Lever's login service answered with something unreadable. Try again in a few minutes.")
    return AtsRefused(
        f"Lever's login service refused Paletter{f': “{said}”' if said else f' (status {status})'}. "
        "Ask whoever runs Paletter to check the PALETTER_LEVER_… settings."
    )


def _json(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, Mapping) else {}


def _seconds(value: Any) -> float:
    """Return how long a token lives; what is no sensible time counts as the hour that Lever documents."""
    try:
        seconds = float(value)
    except (TypeError, ValueError, OverflowError):
        return DEFAULT_LIFE
    return seconds if 0 < seconds <= LONGEST_LIFE else DEFAULT_LIFE
