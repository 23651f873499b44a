"""Lines that say nothing are hung up, and no others."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from paletter.interviews import receiving, silence


@dataclass
class Call:
    """One line: `near` is our server's end of it, `far` the client's."""

    near: socket.socket
    far: socket.socket

    def read(self, size: int) -> bytes:
        """Wait until all that was asked for has come, as web servers do."""
        came = b""
        while len(came) < size and (more := self.near.recv(size - len(came))):
            came += more
        return came

    @property
    def is_over(self) -> bool:
        self.far.settimeout(0.05)
        try:
            return self.far.recv(1) == b""
        except TimeoutError:
            return False


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def call(server: socket.socket) -> Iterator[Call]:
    made = called(server)
    yield made
    made.near.close()
    made.far.close()


def called(server: socket.socket) -> Call:
    far = socket.create_connection(server.getsockname())
    return Call(server.accept()[0], far)


def watching() -> int:
    return sum(thread.name == "silence" for thread in threading.enumerate())


def test_a_line_that_says_nothing_is_hung_up_and_what_it_said_before_is_read(call: Call) -> None:
    call.far.sendall(b"half a ")
    begun = time.monotonic()

    assert silence.watched(call.read, patience=0.5)(100) == b"half a "

    assert 0.4 < time.monotonic() - begun < 10
    assert call.is_over


def test_what_came_is_a_piece_that_was_cut(call: Call, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    call.far.sendall(b"half a piece")

    with receiving.receive(silence.watched(call.read, patience=0.5), 100_000) as piece:
        assert (piece.size, piece.is_cut) == (12, True)


def test_a_slow_line_is_waited_for(call: Call) -> None:
    def drip() -> None:
        for _ in range(10):
            time.sleep(0.2)
            call.far.sendall(b"x")

    dripping = threading.Thread(target=drip)
    dripping.start()

    assert silence.watched(call.read, patience=1)(10) == b"x" * 10
    dripping.join()
    assert not call.is_over


def test_who_waits_for_nobody_is_left_alone(call: Call) -> None:
    assert silence.hang_up(silent_for=60) == 0
    assert not call.is_over


def test_a_line_over_which_something_went_is_left_alone(server: socket.socket, call: Call) -> None:
    time.sleep(0.6)
    lively = [called(server), called(server)]
    lively[0].near.sendall(b"x")
    lively[1].far.sendall(b"x")

    assert silence.hang_up(silent_for=0.5) == 1

    assert call.is_over
    assert lively[0].far.recv(1) == b"x"
    assert not any(one.is_over for one in lively)


def test_a_paused_player_is_left_alone(call: Call) -> None:
    call.near.setblocking(False)
    with pytest.raises(BlockingIOError):
        while True:
            call.near.send(b"x" * 100_000)
    time.sleep(0.6)

    assert silence.hang_up(silent_for=0.5) == 0


def test_lines_to_others_are_left_alone(call: Call, server: socket.socket) -> None:
    """As to a database: this end's port is none that we listen on."""
    server.close()
    time.sleep(0.6)

    assert silence.hang_up(silent_for=0.5) == 0
    assert not call.is_over


def test_nobody_watches_once_nobody_reads(call: Call) -> None:
    call.far.sendall(b"x")
    silence.watched(call.read, patience=0.2)(1)

    for _ in range(100):
        if not watching():
            break
        time.sleep(0.05)
    assert watching() == 0


def test_what_breaks_while_reading_breaks_where_it_was_read() -> None:
    def broken(size: int) -> bytes:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        silence.watched(broken, patience=5)(1)


def test_one_thread_watches_however_many_blocks_are_read():
    read = silence.watched(lambda size: b"x" * size, patience=10)

    for _ in range(200):
        read(10)

    assert sum(thread.name == "silence" for thread in threading.enumerate()) == 1
