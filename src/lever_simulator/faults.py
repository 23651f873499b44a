"""Strikes requests with the faults that were ordered, and keeps the log of all requests to Lever's addresses."""

import time
from contextlib import suppress
from typing import Any

from flask import Flask, Response, g, jsonify, request

from lever_simulator.here import the_world
from lever_simulator.spoiling import PROXY_PAGE, spoil
from lever_simulator.world import changes
from lever_simulator.world.incidents import CHANGE, Fault
from lever_simulator.world.request_log import Request
from lever_simulator.world.writes import Refused

WATCHED = ("/v1", "/authorize", "/oauth")

_WORDS = {
    401: ("UnauthorizedError", "The request requires authentication."),
    403: ("ForbiddenError", "Your Lever account settings don't authorize you to do this."),
    429: ("TooManyRequests", "You have exceeded the number of allowed requests."),
    500: ("InternalServerError", "Something went wrong on our end."),
    503: ("ServiceUnavailable", "Lever is down for maintenance."),
}


def watch(app: Flask) -> None:
    """Make `app` suffer ordered faults and log its requests. Register before any other hook."""
    app.before_request(_before)
    app.after_request(_after)


def words_for(status: int) -> dict[str, str]:
    code, message = _WORDS.get(status, ("Error", f"Answered {status} as ordered."))
    return {"code": code, "message": message}


def struck() -> list[Fault]:
    """Return the faults that hit the running request."""
    faults: list[Fault] = g.get("faults", [])
    return faults


def _before() -> Response | None:
    g.started = time.perf_counter()
    g.faults = []
    if not request.path.startswith(WATCHED):
        return None
    world = the_world()
    with world.lock:
        g.faults = world.faults.strike(request.method, request.path, request.args)
        for fault in g.faults:
            _make_the_change(fault)
    return next((reply for fault in g.faults if (reply := _strike(fault))), None)


def _make_the_change(fault: Fault) -> None:
    if fault.action == CHANGE and fault.change:
        # What it was to be done to may be gone by now: then there is nothing to do.
        with suppress(Refused):
            changes.do(the_world(), fault.change, address=request.path)


def _strike(fault: Fault) -> Response | None:
    """Answer in Lever's place, or return None when Lever is to do what was asked."""
    if fault.action == "hang":
        time.sleep(fault.seconds)
        return None
    if fault.action == "drop_before":
        return jsonify(dropped=True)
    if fault.action == "proxy_page":
        return Response(PROXY_PAGE, fault.answered, fault.headers, mimetype="text/html")
    if fault.action == "redirect":
        return Response(status=fault.answered, headers=fault.headers | {"Location": _elsewhere(fault.location or "")})
    words = _error_of(fault)
    return None if words is None else _answer(fault, words)


def _error_of(fault: Fault) -> dict[str, Any] | None:
    if fault.action == "invalid_offset":
        return {"code": "BadRequest", "message": f"Invalid offset token: {request.args.get('offset')}"}
    if fault.action == "status":
        return words_for(fault.answered) if fault.body is None else fault.body
    return None


def _answer(fault: Fault, words: dict[str, Any]) -> Response:
    reply = jsonify(words)
    reply.status_code = fault.answered
    reply.headers.update(fault.headers)
    return reply


def _elsewhere(host: str) -> str:
    return host.rstrip("/") + request.full_path.rstrip("?")


def _after(reply: Response) -> Response:
    if not request.path.startswith(WATCHED):
        return reply
    _log(reply.status_code)
    for fault in struck():
        reply = spoil(reply, fault)
    return reply


def _log(status: int) -> None:
    world = the_world()
    credential: Any = g.get("credential")
    entry = Request(
        method=request.method,
        path=request.path,
        query=request.query_string.decode(),
        status=status,
        at=world.clock.ms(),
        milliseconds=round((time.perf_counter() - g.started) * 1000, 1),
        credential=credential.name if credential else None,
        fault=", ".join(fault.label for fault in struck()) or None,
        arrived=g.started,
    )
    world.log.add(entry)
