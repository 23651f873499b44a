"""Lever's Data API over HTTP: authorised, paced, patient. Gives back parsed JSON or one of the AtsErrors."""

import base64
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpx
import stamina

from paletter.ats.lever import rights, translate
from paletter.ats.lever.oauth import REVOKED_SENTENCE, LeverOAuth
from paletter.ats.lever.settings import LeverSettings
from paletter.ats.protocol import (
    AtsDisconnected,
    AtsError,
    AtsNotFound,
    AtsRefused,
    AtsSilent,
    AtsUnavailable,
    CredentialKeeper,
    Credentials,
    Pace,
)

# At INFO httpx writes down every address it asks, and ours hold candidates' e-mail addresses.
logging.getLogger("httpx").setLevel(logging.WARNING)

RENEW_BEFORE_EXPIRY = timedelta(minutes=5)
PAGE_SIZE = 100
LONGEST_ASKED_WAIT = 20.0
BREATH = 1.0
"""Seconds for which nobody asks after a 429 that names no time."""
MOST_REDIRECTS = 3
SILENT_SENTENCE = "Lever is not answering. Paletter tries again by itself."

Query = Mapping[str, str | int | list[str]]


class InvalidOffset(AtsRefused):
    """The token of the next page has gone stale; the list starts over."""


def address(*parts: str) -> str:
    """Return a path of the Data API in which ids, being Lever's words, cannot break out."""
    return "/" + "/".join(quote(part, safe="") for part in parts)


@dataclass(frozen=True)
class Call:
    """One request. `right` is what a 403 lacks. Only a repeatable one is sent again when its reply was lost."""

    method: str
    path: str
    right: str
    query: Query = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    is_repeatable: bool = True


@dataclass(frozen=True)
class LeverClient:
    settings: LeverSettings
    http: httpx.Client
    oauth: LeverOAuth
    keeper: CredentialKeeper
    now: Callable[[], datetime]
    pace: Pace | None = None

    def send(self, call: Call) -> Any:
        """Return the reply's JSON, None when it has no body. Quick faults of repeatable calls are waited out."""
        patience = self.settings.patience
        attempts = stamina.retry_context(
            on=_worth_repeating,
            attempts=patience.attempts if call.is_repeatable else 1,
            timeout=patience.longest_all,
            wait_initial=patience.first_wait,
            wait_max=patience.longest_wait,
            wait_jitter=patience.first_wait,
        )
        for attempt in attempts:
            with attempt:
                return self._send_authorised(call)
        raise AssertionError("stamina either returns or raises")  # pragma: no cover

    def rows(self, path: str, *, right: str, query: Query | None = None) -> Iterator[translate.Json]:
        """Yield the rows of all pages, each id once: a row that moves between two pages may be listed twice."""
        seen: set[str] = set()
        try:
            yield from self._unseen(path, right, query or {}, seen)
        except InvalidOffset:
            yield from self._unseen(path, right, query or {}, seen)

    def _unseen(self, path: str, right: str, query: Query, seen: set[str]) -> Iterator[translate.Json]:
        for body in self._pages(path, right, query):
            for row in translate.rows(body):
                external_id = str(row.get("id"))
                if external_id not in seen:
                    seen.add(external_id)
                    yield row

    def _pages(self, path: str, right: str, query: Query) -> Iterator[Any]:
        offset, used = "", set[str]()
        while True:
            page: dict[str, str | int | list[str]] = {**query, "limit": PAGE_SIZE}
            if offset:
                # Passed on exactly as it came: it is already percent-encoded, and Lever wants it encoded twice.
                page["offset"] = offset
            body = self.send(Call("GET", path, right, query=page))
            yield body
            used.add(offset)
            offset = translate.next_page(body)
            if not offset:
                return
            if offset in used:
                raise AtsUnavailable("Lever's list goes in circles. Paletter tries again later.")

    def credentials(self) -> Credentials:
        """Return credentials that still live a while, renewed by the keeper when they are about to run out."""
        kept = self.keeper.read()
        is_ending = kept.expires_at is not None and kept.expires_at - RENEW_BEFORE_EXPIRY <= self.now()
        if is_ending and kept.refresh_token:
            return self.keeper.renew(kept, self.oauth.refresh)
        return kept

    def _send_authorised(self, call: Call) -> Any:
        credentials = self.credentials()
        response = self._send_once(call, credentials)
        if response.status_code == httpx.codes.UNAUTHORIZED and not credentials.api_key:
            # A 401 means that nothing was done, so even a note may be sent again with fresh credentials.
            response = self._send_once(call, self.keeper.renew(credentials, self.oauth.refresh))
        if response.is_success:
            return _body(response)
        raise failure(response, call)

    def _send_once(self, call: Call, credentials: Credentials) -> httpx.Response:
        url = self.settings.api_url.rstrip("/") + call.path
        params: Any = {key: value for key, value in call.query.items() if value != []} or None
        for _ in range(MOST_REDIRECTS + 1):
            if self.pace:
                self.pace.wait()
            response = self._ask(call, url, params, credentials)
            if self.pace and response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                self.pace.slow_down(_retry_after(response) or BREATH)
            if not response.has_redirect_location:
                return response
            url, params = self._next_address(call, url, response), None
        raise AtsUnavailable("Lever sends Paletter round in circles. Paletter tries again later.")

    def _ask(self, call: Call, url: str, params: Any, credentials: Credentials) -> httpx.Response:
        try:
            return self.http.request(call.method, url, params=params, json=call.body, headers=_authorised(credentials))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise AtsUnavailable(SILENT_SENTENCE) from error
        except httpx.RequestError as error:
            raise AtsSilent(SILENT_SENTENCE) from error

    def _next_address(self, call: Call, url: str, response: httpx.Response) -> str:
        """Return where a read was moved to. Neither a token nor a write ever follows to another host."""
        target = urljoin(url, response.headers["location"])
        if call.method == "GET" and urlsplit(target)[:2] == urlsplit(url)[:2]:
            return target
        raise AtsRefused(
            f"Lever moved to {urlsplit(target).hostname}. Ask whoever runs Paletter to set PALETTER_LEVER_API_URL to "
            "the new address, if it is Lever's."
        )


def _authorised(credentials: Credentials) -> dict[str, str]:
    """A key goes as user name with an empty password, as Lever documents it."""
    if credentials.api_key:
        return {"Authorization": "Basic " + base64.b64encode(f"{credentials.api_key}:".encode()).decode()}
    return {"Authorization": f"Bearer {credentials.access_token}"}


def failure(response: httpx.Response, call: Call) -> AtsError:
    """Return what an unsuccessful reply means, with a sentence for whoever can act."""
    status, said = response.status_code, _complaint(response)
    if status == httpx.codes.UNAUTHORIZED:
        return AtsDisconnected(REVOKED_SENTENCE)
    if status == httpx.codes.FORBIDDEN:
        return AtsRefused(_forbidden(said, call.right))
    if status == httpx.codes.NOT_FOUND:
        return AtsNotFound("Lever does not have this any more.")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return AtsUnavailable(
            "Lever asks Paletter to slow down. Paletter tries again by itself.", retry_after=_retry_after(response)
        )
    if status in (httpx.codes.BAD_GATEWAY, httpx.codes.GATEWAY_TIMEOUT):
        # Only the door answered; whoever is behind it may still be at work.
        return AtsSilent(SILENT_SENTENCE, retry_after=_retry_after(response))
    if status >= 500:
        return AtsUnavailable(
            "Lever has a disturbance. Paletter tries again by itself.", retry_after=_retry_after(response)
        )
    if "invalid offset" in said.lower():
        return InvalidOffset("Lever forgot where a list went on.")
    return AtsRefused(f"Lever did not accept what Paletter sent{f': “{said}”' if said else f' (status {status})'}.")


def _forbidden(said: str, right: str) -> str:
    if "signing key" in said:
        return (
            "Paletter's access belongs to another Lever environment (sandbox or production). Ask whoever runs "
            "Paletter to check the PALETTER_LEVER_… addresses, then connect again."
        )
    reason = rights.RIGHTS.get(right, "do its work")
    return (
        f"Lever does not let Paletter {reason}: the right {right} is missing"
        f"{f' (Lever says: “{said}”)' if said else ''}. Connect again with a Super Admin's login and accept all rights."
    )


def _worth_repeating(error: Exception) -> bool | float:
    """Tell stamina whether to try again: True for its own back-off, seconds when Lever named them."""
    if not isinstance(error, AtsUnavailable):
        return False
    if error.retry_after is None:
        return True
    return error.retry_after if error.retry_after <= LONGEST_ASKED_WAIT else False


def _body(response: httpx.Response) -> Any:
    if not response.content:
        return None
    try:
        return response.json()
    except ValueError as error:
        raise AtsUnavailable("Lever answered with something unreadable. Paletter tries again by itself.") from error


def _complaint(response: httpx.Response) -> str:
    try:
        return translate.complaint(response.json())
    except ValueError:
        return ""


def _retry_after(response: httpx.Response) -> float | None:
    """Lever documents no Retry-After; it is honoured where it is sent, as seconds."""
    try:
        return max(0.0, float(response.headers.get("retry-after", "")))
    except ValueError:
        return None
