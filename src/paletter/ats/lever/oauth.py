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

from paletter.ats.lever import rights, translate
from paletter.ats.lever.settings import LeverSettings
from paletter.ats.protocol import AtsDisconnected, AtsRefused, AtsUnavailable, Credentials

CLAIM = "https://oauth.lever.co/"
DEFAULT_LIFE = 3600.0
OPERATOR_SENTENCE = (
    "Lever does not know this installation of Paletter. Ask whoever runs it to check "
    "PALETTER_LEVER_CLIENT_ID and PALETTER_LEVER_CLIENT_SECRET, and that both belong to the addresses in use."
)
REVOKED_SENTENCE = (
    "Lever no longer accepts Paletter's access; it was revoked, or not used for a long time. "
    "Connect Lever again with a Super Admin's login."
)


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


@dataclass(frozen=True)
class LeverOAuth:
    settings: LeverSettings
    http: httpx.Client
    now: Callable[[], datetime]

    def exchange(self, *, code: str, return_to: str) -> Credentials:
        """Return credentials for a one-time code. Raises AtsRefused when it is used up or rights are missing."""
        body = self._post(grant_type="authorization_code", code=code, redirect_uri=return_to)
        credentials = self._read(body)
        if absent := rights.missing(credentials.scopes):
            raise AtsRefused(
                f"Lever did not grant everything that Paletter needs; missing: {', '.join(absent)}. "
                "Ask whoever runs Paletter to have these rights added to its app at Lever."
            )
        if not credentials.refresh_token:
            raise AtsRefused("Lever gave access for one hour only. Press the toggle and accept the list once more.")
        return credentials

    def refresh(self, stale: Credentials) -> Credentials:
        """Return fresh credentials; `stale.refresh_token` is used up by this. Raises AtsDisconnected when refused.

        Posted once: were a reply lost, a quick second use of the token could end the grant just as well.
        """
        if not stale.refresh_token:
            raise AtsDisconnected(REVOKED_SENTENCE)
        body = self._post(grant_type="refresh_token", refresh_token=stale.refresh_token)
        return self._read(body, before=stale)

    def _post(self, **fields: str) -> Mapping[str, Any]:
        form = {"client_id": self.settings.client_id, "client_secret": self.settings.client_secret} | fields
        try:
            response = self.http.post(self.settings.token_url, data=form)
        except httpx.RequestError as error:
            raise AtsUnavailable("Lever's login service is not answering. Try again in a few minutes.") from error
        body = _json(response)
        if response.status_code == httpx.codes.OK and body.get("access_token"):
            return body
        raise _failure(response.status_code, body, grant=fields["grant_type"])

    def _read(self, body: Mapping[str, Any], *, before: Credentials | None = None) -> Credentials:
        token = str(body["access_token"])
        claims = claims_of(token)
        scope = body.get("scope") or claims.get("scope")
        asked = before.scopes if before else tuple(rights.RIGHTS)
        return Credentials(
            access_token=token,
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
    except (IndexError, ValueError, binascii.Error):
        return {}
    return claims if isinstance(claims, Mapping) else {}


def _failure(status: int, body: Mapping[str, Any], *, grant: str) -> Exception:
    if status == httpx.codes.TOO_MANY_REQUESTS or status >= 500:
        return AtsUnavailable("Lever's login service is busy. Try again in a few minutes.")
    if body.get("error") == "invalid_grant":
        if grant == "refresh_token":
            return AtsDisconnected(REVOKED_SENTENCE)
        return AtsRefused("Lever's permission was used up or too old. Press the toggle once more.")
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return AtsRefused(OPERATOR_SENTENCE)
    if status == httpx.codes.OK:
        return AtsUnavailable("Lever's login service answered with something unreadable. Try again in a few minutes.")
    said = translate.complaint(body)
    return AtsRefused(f"Lever refused to give Paletter access{f': “{said}”' if said else ''}.")


def _json(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, Mapping) else {}


def _seconds(value: Any) -> float:
    try:
        return max(0.0, float(value))
    except (TypeError, ValueError):
        return DEFAULT_LIFE
