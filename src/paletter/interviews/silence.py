"""A line that says nothing for long is hung up, so that it holds no thread that answers requests.

Web servers read a body for as long as the line lives, and know no limit of time. So somebody watches who reads, and
where one waits for too long, hangs up the lines of this process over which nothing went in either direction: to whoever
reads that is a line that died. Among them may be lines that are open for nothing, between two requests, and one whose
request has waited for a thread as long as that; clients open others.
Needs Linux, which tells how long a line has been silent; elsewhere nobody is hung up on.
"""

import array
import fcntl
import os
import socket
import struct
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic, sleep

import structlog

log = structlog.get_logger()

OPEN_FILES = Path("/proc/self/fd")
LOOKS = 4
"""So many times while one waits for a line is it looked at."""
SHORTEST_NAP = 0.1
LAST_SENT, LAST_RECEIVED = 44, 52
"""Where in Linux's tcp_info it stands how many milliseconds ago data went either way; the layout never changes."""
TCP_INFO_BYTES = 60

Read = Callable[[int], bytes]

_waiting: dict[int, tuple[float, float]] = {}
"""Who reads now: since when, and how long at most."""
_watchers: list[threading.Thread] = []
"""Who looks after them: one thread, or none. It stays for a while after the last read, since the next comes soon."""
_changing = threading.Lock()


def watched(read: Read, *, patience: float) -> Read:
    """Return a function that reads as `read` does; a line that says nothing for `patience` seconds is hung up."""

    def reading(size: int) -> bytes:
        mark = _begin(patience)
        try:
            return read(size)
        finally:
            _end(mark)

    return reading


def _begin(patience: float) -> int:
    mark = threading.get_ident()
    with _changing:
        _waiting[mark] = monotonic(), patience
        if not (_watchers and _watchers[0].is_alive()):
            _watchers[:] = [threading.Thread(target=_watch, name="silence", daemon=True)]
            _watchers[0].start()
    return mark


def _end(mark: int) -> None:
    with _changing:
        _waiting.pop(mark, None)


def _watch() -> None:
    """Look after all who read, until nobody does."""
    while True:
        with _changing:
            waits = list(_waiting.values())
            if not waits:
                _watchers.clear()
                return
        patience = min(patience for _, patience in waits)
        if any(monotonic() - since >= allowed for since, allowed in waits):
            hang_up(silent_for=patience)
        sleep(max(SHORTEST_NAP, patience / LOOKS))


def hang_up(*, silent_for: float) -> int:
    """Hang up all lines to this process's servers over which nothing went for so many seconds; return how many."""
    if sys.platform != "linux":
        return 0
    with ExitStack() as stack:
        found = [stack.enter_context(one) for one in _sockets()]
        ports = {one.getsockname()[1] for one in found if _listens(one)}
        silent = [one for one in found if not _listens(one) and _is_silent(one, ports, silent_for)]
        for one in silent:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
    if silent:
        log.info("silent lines were hung up", lines=len(silent))
    return len(silent)


def _sockets() -> Iterator[socket.socket]:
    """Yield the TCP sockets of this process, each under a number of its own beside whoever has it open."""
    for file in list(OPEN_FILES.iterdir()):
        with suppress(OSError):
            if file.readlink().name.startswith("socket:"):
                one = socket.socket(fileno=os.dup(int(file.name)))
                if one.family in (socket.AF_INET, socket.AF_INET6) and one.type == socket.SOCK_STREAM:
                    yield one
                else:
                    one.close()


def _listens(one: socket.socket) -> bool:
    return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _is_silent(one: socket.socket, ports: set[int], seconds: float) -> bool:
    """Tell whether it is a line to one of our ports, nothing went over it for so long, and nothing waits to be sent.

    Where something waits, a player was paused, and will read on.
    """
    try:
        if one.getsockname()[1] not in ports or not one.getpeername():
            return False
        facts = one.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_BYTES)
        unsent = array.array("i", [0])
        fcntl.ioctl(one, termios.TIOCOUTQ, unsent)
    except OSError:
        return False
    quiet = min(struct.unpack_from("=I", facts, at)[0] for at in (LAST_SENT, LAST_RECEIVED))
    return not unsent[0] and quiet >= seconds * 1000
