"""How the Data API answers: envelopes, pages, errors, Lever's own headers."""

import json
from collections.abc import Callable, Iterable
from heapq import nsmallest
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from flask import Response, jsonify

from lever_simulator.here import the_world

Json = dict[str, Any]
Item = TypeVar("Item")
Place = tuple[int, int, str]
EXTRA_FIELDS: Json = {"addedLater": {"version": 2, "notes": [None]}, "newFlag": None}


class ApiError(Exception):
    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}


def bad_request(message: str) -> ApiError:
    return ApiError(400, "BadRequest", message)


def forbidden(message: str = "Your Lever account settings don't authorize you to do this.") -> ApiError:
    return ApiError(403, "ForbiddenError", message)


def invalid_offset(offset: str) -> ApiError:
    return ApiError(the_world().switches.invalid_offset_status, "BadRequest", f"Invalid offset token: {offset}")


def not_found(noun: str, thing_id: str) -> ApiError:
    return ApiError(404, "ResourceNotFound", f"{noun} {thing_id} was not found")


def error_reply(error: ApiError) -> Response:
    reply = jsonify(code=error.code, message=error.message)
    reply.status_code = error.status
    reply.headers.update(error.headers)
    return reply


def sign(reply: Response) -> Response:
    reply.headers["server"] = "lever-data-api"
    reply.headers["x-lever-region"] = "global"
    if the_world().switches.extra_fields and reply.is_json:
        reply.set_data(json.dumps(with_extra_fields(reply.get_json())))
    return reply


def with_extra_fields(value: Any) -> Any:
    """Return `value` with fields in every object, also the inner ones, that no documentation has."""
    if isinstance(value, list):
        return [with_extra_fields(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: with_extra_fields(item) for key, item in value.items()} | EXTRA_FIELDS


def single(data: Json, status: int = 200, **beside: Any) -> tuple[Json, int]:
    return {**beside, "data": data}, status


def page(
    items: Iterable[Item],
    *,
    shape: Callable[[Item], Json],
    place: Callable[[Item], Place],
    limit: int,
    offset: str | None,
) -> Json:
    """Return one page of `items` in the order of their place: rank, then newest first.

    `next` is already percent-encoded, as Lever's is; a client that sends it on through its own encoder gets the
    next page, one that decodes it first does not.
    """
    keyed = ((_sort_key(place(item)), item) for item in items)
    if offset:
        after = _sort_key(_read_offset(offset))
        keyed = (pair for pair in keyed if pair[0] > after)
    ordered = nsmallest(limit + 1, keyed, key=lambda pair: pair[0])
    shown = [item for _, item in ordered[:limit]]
    answer: Json = {"data": [shape(item) for item in shown], "hasNext": len(ordered) > limit}
    if answer["hasNext"]:
        answer["next"] = _write_offset(place(shown[-1]))
    return answer


def _sort_key(place: Place) -> Place:
    rank, at, thing_id = place
    return rank, -at, thing_id


def _write_offset(place: Place) -> str:
    return quote(json.dumps(place, separators=(",", ":")), safe="")


def _read_offset(offset: str) -> Place:
    try:
        rank, at, thing_id = json.loads(unquote(offset))
        place = (int(rank), int(at), str(thing_id))
    except (ValueError, TypeError) as error:
        raise invalid_offset(offset) from error
    if _write_offset(place) != offset:
        raise invalid_offset(offset)
    return place
