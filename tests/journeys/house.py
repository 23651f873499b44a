"""The whole product as an operator runs it: web, worker and simulator as processes of their own, over real HTTP."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

T = TypeVar("T")


@dataclass(frozen=True)
class House:
    """A running Paletter with its own database and data folder, and the Lever that it talks to."""

    url: str
    lever_url: str
    data: Path
    environment: dict[str, str]

    def paletter(self, *arguments: str) -> str:
        """Run a command of the product and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "paletter", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def code_mailed_to(self, address: str) -> str:
        """Return the one-time code in the newest letter to this address, waiting for it a little."""
        letter = until(lambda: self._newest_letter(address, used=self.environment.get(f"LAST_{address}", "")))
        found = re.search(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", letter["text"], re.MULTILINE)
        assert found, letter["text"]
        self.environment[f"LAST_{address}"] = letter["sent_at"]
        return found.group(1)

    def _newest_letter(self, address: str, *, used: str) -> dict[str, Any] | None:
        for path in sorted((self.data / "mail").glob("*.json"), reverse=True):
            letter: dict[str, Any] = json.loads(path.read_text())
            if letter["to"] == address and letter["sent_at"] > used:
                return letter
        return None

    def in_lever(self, path: str, **query: str) -> Any:
        """Ask Lever's Data API as an outsider with an API key of its own would."""
        reply = httpx.get(f"{self.lever_url}/v1{path}", params=query, auth=("demo-api-key", ""), timeout=20)
        reply.raise_for_status()
        return reply.json()["data"]

    def lever_asks(self, path: str) -> Any:
        """Look into the simulated Lever by its control door."""
        reply = httpx.get(f"{self.lever_url}/_control/{path}", timeout=20)
        reply.raise_for_status()
        return reply.json()

    def lever_control(self, path: str, **body: Any) -> Any:
        """Steer the simulated Lever by its control door."""
        reply = httpx.post(f"{self.lever_url}/_control/{path}", json=body, timeout=20)
        reply.raise_for_status()
        return reply.json()


def until(found: Callable[[], T | None], *, seconds: float = 30, every: float = 0.25) -> T:
    """Return the first thing that is found; fails when nothing is in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        thing = found()
        if thing:
            return thing
        time.sleep(every)
    raise AssertionError(f"nothing within {seconds} s")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def a_database() -> Iterator[str]:
    """Make an empty database beside the tests' own and drop it afterwards."""
    server = os.environ["DATABASE_URL"]
    name = f"journey_{os.getpid()}_{int(time.time() * 1000) % 1_000_000}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    parts = urlsplit(server)
    try:
        # urlunsplit would drop the empty host of a socket address.
        yield urlunsplit(parts._replace(path=f"/{name}")) if parts.netloc else server.replace(parts.path, f"/{name}")
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


@contextmanager
def a_process(*command: str, environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a group of its own, and end the whole group afterwards."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)
        try:
            yield process
        finally:
            for how, seconds in ((signal.SIGTERM, 15), (signal.SIGKILL, 5)):
                if process.poll() is None:
                    os.killpg(process.pid, how)
                    try:
                        process.wait(seconds)
                    except subprocess.TimeoutExpired:
                        continue


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code < 500
    except httpx.HTTPError:
        return False


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    """Start simulator, web and worker, and wait until they answer."""
    port, lever_port = free_port(), free_port()
    url, lever_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{lever_port}"
    data = folder / "data"
    with a_database() as database:
        environment = os.environ | {
            "DATABASE_URL": database,
            "PALETTER_DATA_DIR": str(data),
            "PALETTER_PORT": str(port),
            "PALETTER_DEMO": "1",
            "PALETTER_TESTING": "1",
            "PALETTER_LEVER_CLIENT_ID": "paletter-demo",
            "PALETTER_LEVER_CLIENT_SECRET": "paletter-demo-secret",
            "PALETTER_LEVER_API_URL": f"{lever_url}/v1",
            "PALETTER_LEVER_AUTHORIZE_URL": f"{lever_url}/authorize",
            "PALETTER_LEVER_TOKEN_URL": f"{lever_url}/oauth/token",
            "PALETTER_LEVER_AUDIENCE": f"{lever_url}/v1/",
            "PALETTER_LEVER_APP_URL": lever_url,
        }
        python = sys.executable
        lever = (
            python, "-m", "lever_simulator", "--port", str(lever_port), "--redirect-uri", f"{url}/ats/lever/callback",
        )  # fmt: skip
        with (
            a_process(*lever, environment=environment, log=folder / "lever.log"),
            a_process(python, "-m", "paletter", "serve", environment=environment, log=folder / "web.log"),
        ):
            until(lambda: answers(f"{url}/healthz"), seconds=60)
            until(lambda: answers(lever_url), seconds=30)
            with a_process(python, "-m", "paletter", "worker", environment=environment, log=folder / "worker.log"):
                yield House(url=url, lever_url=lever_url, data=data, environment=dict(environment))
