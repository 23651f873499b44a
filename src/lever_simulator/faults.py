"""Strikes requests with the faults that were ordered, and keeps the log of all requests to Lever's addresses."""

import socket
import time
from typing import Any

from flask import Flask, Response, g, jsonify, request

from lever_simulator.here import the_world
from lever_simulator.world.incidents import Fault, Request

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


def _before() -> Response | None:
    g.started = time.perf_counter()
    g.fault = None
    if not request.path.startswith(WATCHED):
        return None
    with the_world().lock:
        g.fault = the_world().faults.strike(request.method, request.path)
    return _strike(g.fault) if g.fault else None


def _strike(fault: Fault) -> Response | None:
    if fault.action == "hang":
        time.sleep(fault.seconds)
        return None
    if fault.action == "drop_before":
        return jsonify(dropped=True)
    if fault.action == "status":
        reply = jsonify(words_for(fault.status) if fault.body is None else fault.body)
        reply.status_code = fault.status
        reply.headers.update(fault.headers)
        return reply
    return None


def _after(reply: Response) -> Response:
    if not request.path.startswith(WATCHED):
        return reply
    fault: Fault | None = g.get("fault")
    _log(reply.status_code, fault)
    if fault and fault.action.startswith("drop"):
        _drop_the_connection()
    return reply


def _log(status: int, fault: Fault | None) -> None:
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
        fault=fault.action if fault else None,
    )
    world.log.add(entry)


def _drop_the_connection() -> None:
    connection = request.environ.get("werkzeug.socket")
    if connection is None:  # played in process: there is no wire to cut
        raise ConnectionResetError("The simulator dropped the connection, as ordered.")
    connection.shutdown(socket.SHUT_RDWR)
