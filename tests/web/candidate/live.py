"""A real web server, the line to it, and what may happen to both."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.test import Client

from tests.cast import a_candidate
from tests.flow.processes import paletter
from tests.journeys.house import answers, until

TOKEN = "a" * 32


def carols_headers() -> dict[str, str]:
    """Return what Carol's browser sends along, whichever server answers."""
    client = Client()
    client.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}


class Server:
    """A live server, which is several processes."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process, self.url = process, url

    def kill(self) -> None:
        """Kill it with all of its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def peak_memory(self) -> int:
        """Return the most bytes that one of its processes ever held."""
        peaks = [0]
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if os.getpgid(int(process.name)) == self.process.pid:
                    status = (process / "status").read_text()
                    peaks += [int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")]
        return max(peaks)


@contextmanager
def a_server(port: int, log: Path) -> Iterator[Server]:
    url = f"http://127.0.0.1:{port}"
    with paletter("serve", "--no-migrate", log=log, PALETTER_PORT=str(port)) as process:
        until(lambda: answers(f"{url}/healthz"), seconds=60)
        yield Server(process, url)


class BreakingLine:
    """Forwards to a port, and cuts the line once, when so many bytes have gone up. `breaks` counts how often it did."""

    def __init__(self, to: int, *, after: int) -> None:
        self.to, self.left, self.breaks = to, after, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> "BreakingLine":
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
                threading.Thread(target=self._up, args=(near, far), daemon=True).start()
                threading.Thread(target=self._down, args=(far, near), daemon=True).start()

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        with near, far, suppress(OSError):
            while block := near.recv(16 * 1024):
                self.left -= len(block)
                if self.left <= 0 and not self.breaks:
                    self.breaks += 1
                    far.sendall(block[: len(block) // 2])
                    break
                far.sendall(block)
            # Both ways: a thread that waits in the other one must hear of it.
            near.shutdown(socket.SHUT_RDWR)
            far.shutdown(socket.SHUT_RDWR)

    def _down(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while block := far.recv(16 * 1024):
                near.sendall(block)
            near.shutdown(socket.SHUT_WR)
