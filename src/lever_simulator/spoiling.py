"""How a finished reply is spoiled on its way to the caller."""

import socket
import time
from collections.abc import Callable, Iterator

from flask import Response, request

from lever_simulator.world.incidents import Fault

PROXY_PAGE = "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n"
LEVER_S_OWN = ("server", "x-lever-region")
PIECES = 20  # in which a trickling body comes


class Dropped(ConnectionResetError):
    """The connection was cut as ordered, in a simulator that has no wire."""

    def __init__(self) -> None:
        super().__init__("The simulator dropped the connection, as ordered.")


def spoil(reply: Response, fault: Fault) -> Response:
    """Return what is left of `reply`; raises Dropped when it was to be lost and there is no wire to cut."""
    way = _WAYS.get(fault.action)
    return way(reply, fault) if way else reply


def _lose(reply: Response, _fault: Fault) -> Response:
    _cut(request.environ.get("werkzeug.socket"))
    return reply


def _halve(reply: Response, _fault: Fault) -> Response:
    body = reply.get_data()
    reply.set_data(body[: len(body) // 2])
    return reply


def _cut_short(reply: Response, _fault: Fault) -> Response:
    """Promise the whole body, send half of it, and hang up."""
    body, wire = reply.get_data(), request.environ.get("werkzeug.socket")

    def half() -> Iterator[bytes]:
        yield body[: len(body) // 2]
        _cut(wire)

    return _stream(reply, half(), len(body))


def _trickle(reply: Response, fault: Fault) -> Response:
    """Let the body take `seconds`, in pieces so small that no read is ever long without a byte."""
    body = reply.get_data()
    size = max(1, -(-len(body) // PIECES))

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(body), size):
            time.sleep(fault.seconds / PIECES)
            yield body[start : start + size]

    return _stream(reply, pieces(), len(body))


def _stream(reply: Response, pieces: Iterator[bytes], length: int) -> Response:
    reply.response = pieces
    reply.headers["Content-Length"] = str(length)
    return reply


def _as_by_a_proxy(reply: Response, _fault: Fault) -> Response:
    for name in LEVER_S_OWN:
        reply.headers.pop(name, None)
    return reply


def _cut(wire: socket.socket | None) -> None:
    if wire is None:
        raise Dropped
    wire.shutdown(socket.SHUT_RDWR)


_WAYS: dict[str, Callable[[Response, Fault], Response]] = {
    "drop_before": _lose,
    "drop_after": _lose,
    "half_json": _halve,
    "cut_short": _cut_short,
    "trickle": _trickle,
    "proxy_page": _as_by_a_proxy,
}
