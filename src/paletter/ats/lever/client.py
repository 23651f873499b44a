"""Lever's Data API over HTTP: authorised, paced, patient. Gives back parsed JSON or one of the AtsErrors."""

import base64
import logging
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpx
import stamina

from paletter.ats.lever import refusals, rights, translate
from paletter.ats.lever.oauth import LeverOAuth
from paletter.ats.lever.retry_after import retry_after
from paletter.ats.lever.settings import LeverSettings
from paletter.ats.lever.wire import whole_reply
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


def _is_a_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


# Below WARNING these write down every address that is asked, and ours hold candidates' e-mail addresses. A filter holds
# whatever level somebody sets.
for _name in ("httpx", "httpcore", "httpcore.connection", "httpcore.http11", "httpcore.proxy"):
    logging.getLogger(_name).addFilter(_is_a_warning)

RENEW_BEFORE_EXPIRY = timedelta(minutes=5)
PAGE_SIZE = 100
LONGEST_ASKED_WAIT = 20.0
"""Longer waits that Lever asks for are the caller's to plan."""
LONGEST_PAUSE = 300.0
"""A 429 may keep everybody from asking for so long at most, whatever time it names."""
STARTS_OF_A_LIST = 3
BREATH = 0.25
"""Seconds for which nobody asks after a 429 that names no time; when that was too short, the pace doubles it."""
MOST_REDIRECTS = 3
SILENT_SENTENCE = "Lever is not answering. Paletter tries again by itself."
NOT_FOUND_SENTENCE = "Lever does not have this any more."
UNREADABLE_SENTENCE = "Lever answered with something unreadable. Paletter tries again by itself."

Query = Mapping[str, str | int | list[str]]


class InvalidOffset(AtsRefused):
    """The token of the next page has gone stale; the list starts over."""


class Forbidden(AtsRefused):
    """Lever said 403: a right is missing, or this one thing is not for us (it may be confidential)."""


class TooFast(AtsUnavailable):
    """Lever said 429. Nothing was done, so even a note may be sent again."""


def address(*parts: str) -> str:
    """Return a path of the Data API in which ids, being Lever's words, cannot break out. Raises AtsNotFound."""
    if not {"", ".", ".."}.isdisjoint(parts):
        # No id is like this, and whoever sends the request would resolve it.
        raise AtsNotFound(NOT_FOUND_SENTENCE)
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
            on=lambda error: _worth_repeating(error, call, patience.first_wait),
            attempts=patience.attempts,
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
        for _ in range(STARTS_OF_A_LIST):
            try:
                yield from self._unseen(path, right, query or {}, seen)
                return
            except InvalidOffset:
                continue
        raise AtsUnavailable("Lever forgets where its list goes on. Paletter tries again later.")

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
            if not translate.is_list(body):
                raise AtsUnavailable(UNREADABLE_SENTENCE)
            yield body
            used.add(offset)
            offset = translate.next_page(body)
            if not offset:
                # An end that is none would make what follows look deleted.
                if translate.says_more(body):
                    raise AtsUnavailable("Lever's list breaks off. Paletter tries again later.")
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
        if response.status_code == httpx.codes.UNAUTHORIZED and _may_be_cured(credentials, call):
            # A 401 means that nothing was done, so even a note may be sent again with fresh credentials.
            credentials = self.keeper.renew(credentials, self.oauth.refresh)
            response = self._send_once(call, credentials)
        if response.is_success:
            return _body(response, call)
        error = failure(response, call, credentials)
        if isinstance(error, AtsDisconnected) and self._lets_us_in_elsewhere(call, credentials):
            raise _forbidden(_complaint(response), call, credentials) from error
        raise error

    def _lets_us_in_elsewhere(self, call: Call, credentials: Credentials) -> bool:
        """Integrators have met 401 for a missing right, too: one right less must not pass for access that is gone."""
        path = "/opportunities" if call.path.startswith("/postings") else "/postings"
        elsewhere = Call("GET", path, call.right, query={"limit": 1})
        return self._send_once(elsewhere, credentials).is_success

    def _send_once(self, call: Call, credentials: Credentials) -> httpx.Response:
        url = self.settings.api_url.rstrip("/") + call.path
        params: Any = {key: value for key, value in call.query.items() if value != []} or None
        for _ in range(MOST_REDIRECTS + 1):
            if self.pace:
                self.pace.wait()
            response = self._ask(call, url, params, credentials)
            if self.pace and response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                asked = retry_after(response.headers, now=self.now()) or BREATH
                self.pace.slow_down(min(asked, LONGEST_PAUSE))
            if not response.has_redirect_location:
                return response
            url, params = self._next_address(call, url, response), None
        raise AtsUnavailable("Lever sends Paletter round in circles. Paletter tries again later.")

    def _ask(self, call: Call, url: str, params: Any, credentials: Credentials) -> httpx.Response:
        try:
            request = self.http.build_request(
                call.method, url, params=params, json=call.body, headers=_authorised(credentials)
            )
            return whole_reply(self.http, request, within=self.settings.patience.whole)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise AtsUnavailable(SILENT_SENTENCE) from error
        except httpx.RequestError as error:
            raise AtsSilent(SILENT_SENTENCE) from error
        except httpx.InvalidURL as error:
            raise AtsRefused("This is no id or address that Lever could know.") from error

    def _next_address(self, call: Call, url: str, response: httpx.Response) -> str:
        """Return where a read was moved to. Neither a token nor a write ever follows to another host."""
        try:
            target = urljoin(url, response.headers["location"])
        except ValueError as error:
            raise AtsUnavailable(UNREADABLE_SENTENCE) from error
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


def failure(response: httpx.Response, call: Call, credentials: Credentials) -> AtsError:
    """Return what an unsuccessful reply means, with a sentence for whoever can act."""
    status, said = response.status_code, _complaint(response)
    wait = retry_after(response.headers)
    if "invalid offset" in said.lower():
        return InvalidOffset("Lever forgot where a list went on.")
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return _unauthorised(status, said, call, credentials)
    if status == httpx.codes.NOT_FOUND:
        return AtsNotFound(NOT_FOUND_SENTENCE)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return TooFast("Lever asks Paletter to slow down. Paletter tries again by itself.", retry_after=wait)
    if status in (httpx.codes.BAD_GATEWAY, httpx.codes.GATEWAY_TIMEOUT):
        # Only the door answered; whoever is behind it may still be at work.
        return AtsSilent(SILENT_SENTENCE, retry_after=wait)
    if status >= 500 and status != httpx.codes.NOT_IMPLEMENTED:
        return AtsUnavailable("Lever has a disturbance. Paletter tries again by itself.", retry_after=wait)
    return AtsRefused(f"Lever did not accept what Paletter sent{f': “{said}”' if said else f' (status {status})'}.")


def _unauthorised(status: int, said: str, call: Call, credentials: Credentials) -> AtsError:
    if status == httpx.codes.UNAUTHORIZED and not _lacks(credentials, call):
        return AtsDisconnected(refusals.KEY_GONE if credentials.api_key else refusals.REVOKED)
    return _forbidden(said, call, credentials)


def _forbidden(said: str, call: Call, credentials: Credentials) -> Forbidden:
    by_key = bool(credentials.api_key)
    return Forbidden(refusals.forbidden(said, call.right, granted=credentials.scopes, by_key=by_key))


def _lacks(credentials: Credentials, call: Call) -> bool:
    """Tell whether a right is known to be missing; nothing is known of some."""
    return bool(credentials.scopes and rights.missing(credentials.scopes, of=[call.right]))


def _may_be_cured(credentials: Credentials, call: Call) -> bool:
    """Tell whether renewed credentials may get what these were refused: keys stay as they are, and so do rights."""
    return not credentials.api_key and not _lacks(credentials, call)


def _worth_repeating(error: Exception, call: Call, jitter: float) -> bool | float:
    """Tell stamina whether to try again: True for its own back-off, seconds when Lever named them."""
    if not isinstance(error, AtsUnavailable) or not (call.is_repeatable or isinstance(error, TooFast)):
        return False
    if error.retry_after is None:
        return True
    # Never sooner than asked, and not all at the same moment.
    return error.retry_after + random.uniform(0, jitter) if error.retry_after <= LONGEST_ASKED_WAIT else False  # noqa: S311


def _body(response: httpx.Response, call: Call) -> Any:
    if not response.content:
        return None
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        # What could not be read may well have been done.
        kind = AtsUnavailable if call.is_repeatable else AtsSilent
        raise kind(UNREADABLE_SENTENCE) from error


def _complaint(response: httpx.Response) -> str:
    try:
        return translate.complaint(response.json())
    except (ValueError, RecursionError):
        return ""
