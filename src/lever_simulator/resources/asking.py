"""How the Data API is asked: who asks, with which rights, and what the query and the body say."""

import base64
import binascii
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from flask import g, request

from lever_simulator.here import the_account, the_world
from lever_simulator.resources.answering import ApiError, Json, bad_request, forbidden
from lever_simulator.world import consents
from lever_simulator.world.grants import CONFIDENTIAL_ACCESS, allows
from lever_simulator.world.switches import Switches

P = ParamSpec("P")
R = TypeVar("R")

TRUE, FALSE = ("true", "1", "yes"), ("false", "0", "no")


@dataclass(frozen=True)
class Credential:
    name: str
    scopes: frozenset[str]
    user: str | None = None  # who authorized the app; nobody stands behind an API key

    def may(self, scope: str) -> bool:
        return allows(self.scopes, scope)


def identify() -> None:
    """Find out who asks, and count the request against their limit."""
    g.credential = _credential()
    switches = the_world().switches
    _limit(g.credential, switches)
    if not switches.package_has_api:
        raise forbidden()


def _limit(credential: Credential, switches: Switches) -> None:
    world, counted = the_world(), "everybody" if switches.bucket == "account" else credential.name
    rate, burst = switches.requests_per_second, switches.burst
    if not world.limiter.admits(counted, now=world.clock.now(), rate=rate, burst=burst):
        wait = {"Retry-After": "1"} if switches.limit_names_a_wait else {}
        raise ApiError(429, "TooManyRequests", "You have exceeded the number of allowed requests.", wait)


def _credential() -> Credential:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return _bearer(value.strip())
    if kind.lower() == "basic":
        return _api_key(value.strip())
    raise _unauthorized()


def _bearer(token: str) -> Credential:
    found = consents.access_of(the_world(), token)
    if found:
        access, grant = found
        return Credential(f"grant {grant.id}", frozenset(access.scopes), grant.user_id)
    if token.count(".") == 2 and not consents.is_ours(the_world(), token):
        raise ApiError(403, "ForbiddenError", "Unable to find a signing key that matches")
    raise _unauthorized()


def _api_key(value: str) -> Credential:
    try:
        key, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise _unauthorized() from error
    found = the_account().api_keys.get(key)
    if found is None or password:
        raise _unauthorized()
    return Credential(f"key {found.name}", frozenset(found.scopes))


def _unauthorized() -> ApiError:
    return ApiError(401, "UnauthorizedError", "The request requires authentication.")


def needs(scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only those call a resource who were given `scope`."""

    def guarded(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)
        def guard(*args: P.args, **kwargs: P.kwargs) -> R:
            require(scope)
            return view(*args, **kwargs)

        return guard

    return guarded


def require(scope: str) -> None:
    if not _may(scope):
        raise _unauthorized() if the_world().switches.missing_scope_status == 401 else forbidden()


def may_see_confidential() -> bool:
    return _may(CONFIDENTIAL_ACCESS)


def _may(scope: str) -> bool:
    return bool(g.credential.may(scope)) and scope not in the_world().switches.missing_scopes


# ---- the query


def asked(name: str) -> list[str]:
    """Return all values of a query parameter, written `name=` or `name[]=`."""
    return request.args.getlist(name) + request.args.getlist(f"{name}[]")


def asked_among(name: str, known: tuple[str, ...]) -> list[str]:
    """Return all values of a parameter that has few possible ones; others are refused."""
    values = asked(name)
    if unknown := [value for value in values if value not in known]:
        raise bad_request(f"{name} cannot be {unknown[0]}; it is one of {', '.join(known)}")
    return values


def asked_confidentiality() -> str:
    values = asked_among("confidentiality", ("confidential", "non-confidential", "all"))
    return values[0] if values else "non-confidential"


def asked_flag(name: str) -> bool | None:
    values = asked(name)
    if not values:
        return None
    if values[0].lower() not in TRUE + FALSE:
        raise bad_request(f"{name} must be true or false")
    return values[0].lower() in TRUE


def asked_moment(name: str) -> int | None:
    values = asked(name)
    if not values:
        return None
    try:
        return int(values[0])
    except ValueError as error:
        raise bad_request(f"{name} must be a timestamp in milliseconds") from error


def asked_range(name: str) -> Callable[[int | None], bool]:
    """Return the test that `<name>_start` and `<name>_end` (inclusive) ask for; no time passes only the open range."""
    start, end = asked_moment(f"{name}_start"), asked_moment(f"{name}_end")

    def within(moment: int | None) -> bool:
        if start is None and end is None:
            return True
        return moment is not None and (start is None or moment >= start) and (end is None or moment <= end)

    return within


def asked_limit() -> int:
    values = asked("limit")
    if not values:
        return 100
    if not values[0].isdigit() or not 1 <= int(values[0]) <= 100:
        raise bad_request("limit must be between 1 and 100")
    return int(values[0])


def asked_page() -> dict[str, Any]:
    return {"limit": asked_limit(), "offset": request.args.get("offset")}


def asked_deletion_window() -> Callable[[int | None], bool]:
    """Return the test that the window asks for.

    The documentation requires both ends. Recorded is a request without either that was answered with 200; what
    it covers is not known, here the last 30 days.
    """
    start, end = asked_moment("deleted_at_start"), asked_moment("deleted_at_end")
    if start is None and end is None:
        since = the_world().clock.ms() - 30 * 86_400_000
        return lambda moment: moment is not None and moment >= since
    if start is None or end is None:
        raise bad_request("deleted_at_start and deleted_at_end are required together")
    if end < start or end - start > 30 * 86_400_000:
        raise bad_request("deleted_at_start and deleted_at_end must span at most 30 days")
    return asked_range("deleted_at")


def performer() -> str | None:
    """Return the user id in `perform_as`, or None when it is absent."""
    user_id = request.args.get("perform_as")
    if not user_id:
        return None
    user = the_account().users.get(user_id)
    if user is None or user.deactivated_at is not None:
        raise bad_request(f"perform_as: user {user_id} was not found or is deactivated")
    return user_id


def acting_user() -> str:
    """Return the user id in `perform_as`, or answer 400 when it is absent."""
    user_id = performer()
    if user_id is None:
        raise bad_request("perform_as is required")
    return user_id


# ---- the body


def body() -> Json:
    """Return the body, sent as JSON, as a form or as multipart; `a[]` and `a[b]` mean what they do in forms."""
    if request.form or request.files:
        return _unfold(request.form.to_dict(flat=False))
    if not request.get_data():
        return {}
    sent = request.get_json(force=True, silent=True)
    if not isinstance(sent, dict):
        raise bad_request("The body is not a JSON object")
    return sent


def _unfold(form: dict[str, list[str]]) -> Json:
    result: Json = {}
    for key, values in form.items():
        name, *inner = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", key)
        if inner and inner[0]:
            result.setdefault(name, {})[inner[0]] = values[0]
        elif inner or len(values) > 1:
            result[name] = values
        else:
            result[name] = values[0]
    return result


def texts(sent: Json, name: str) -> list[str]:
    """Return a required list of strings; a lone string counts as a list of one."""
    value = sent.get(name)
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values or not all(isinstance(v, str) and v for v in values):
        raise bad_request(f"{name} must be a list of strings")
    return values


def required_text(sent: Json, name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str) or not value.strip():
        raise bad_request(f"{name} is required")
    return value


def flag(sent: Json, name: str) -> bool:
    """Return a switch, false when it is absent or empty; forms send it as a word."""
    value = sent.get(name)
    word = str(value).lower()
    if value in (None, ""):
        return False
    if word not in TRUE + FALSE:
        raise bad_request(f"{name} must be true or false")
    return word in TRUE


def moment(sent: Json, name: str) -> int | None:
    value = sent.get(name)
    if value in (None, ""):
        return None
    try:
        return int(str(value))
    except ValueError as error:
        raise bad_request(f"{name} must be a timestamp in milliseconds") from error


def past_moment(sent: Json, name: str) -> int | None:
    """Return a time that may lie back but not ahead, or None when it was not sent."""
    at = moment(sent, name)
    if at is not None and at > the_world().clock.ms():
        raise bad_request(f"{name} must not be in the future")
    return at
