"""A fresh Paletter beside a simulated Lever, each a process of its own, for measurements over real HTTP.

What Lever saw is read from the simulator's control door: it is the witness, not we.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

RATE, BURST = 10, 20
"""Lever's documented limit: so many requests a second, and so many at once after a pause."""
TICKS = os.sysconf("SC_CLK_TCK")
RETURN_TO = "http://127.0.0.1:8000/ats/lever/callback"


@dataclass(frozen=True)
class Lever:
    """The simulator, by its control door."""

    url: str

    def tell(self, path: str, **body: Any) -> Any:
        return httpx.post(f"{self.url}/_control/{path}", json=body, timeout=60).raise_for_status().json()

    def look(self, path: str) -> Any:
        return httpx.get(f"{self.url}/_control/{path}", timeout=60).raise_for_status().json()

    def forget(self, path: str) -> None:
        httpx.delete(f"{self.url}/_control/{path}", timeout=60).raise_for_status()

    def seen(self) -> list[dict[str, Any]]:
        """Return the calls of the Data API since `forget("requests")`, oldest first."""
        rows: list[dict[str, Any]] = self.look("requests?path=/v1/*")["requests"]
        return rows


@dataclass(frozen=True)
class Worker:
    process: subprocess.Popen[bytes]

    @property
    def peak_mb(self) -> float:
        return self._status("VmHWM") / 1024

    @property
    def now_mb(self) -> float:
        return self._status("VmRSS") / 1024

    @property
    def cpu(self) -> float:
        """Return the CPU seconds spent so far, user and system."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _status(self, name: str) -> int:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


@contextmanager
def a_house(seed: str, **settings: str) -> Iterator[Lever]:
    """Start a simulator and an empty database, and set Django up on them in this process."""
    from paletter.config import embedded

    with tempfile.TemporaryDirectory(prefix="paletter-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        lever = ("-m", "lever_simulator", "--port", str(port), "--seed", seed)
        stack.enter_context(_a_process(*lever, log=folder / "lever.log"))
        database = embedded.start(folder / "postgres")
        stack.callback(embedded.destroy, folder / "postgres")
        os.environ.update(_environment(folder, database, url), **settings)
        subprocess.run([sys.executable, "-m", "paletter", "migrate"], check=True, stdout=subprocess.DEVNULL)
        import django

        os.environ["DJANGO_SETTINGS_MODULE"] = "paletter.config.settings"
        django.setup()
        until(lambda: _answers(url), seconds=60)
        yield Lever(url)
        from django.db import connections

        connections.close_all()


def _environment(folder: Path, database: str, url: str) -> dict[str, str]:
    return {
        "DATABASE_URL": database,
        "PALETTER_DATA_DIR": str(folder / "data"),
        "PALETTER_TESTING": "1",
        "PALETTER_LOG": "json",
        "PALETTER_LEVER_CLIENT_ID": "paletter-demo",
        "PALETTER_LEVER_CLIENT_SECRET": "paletter-demo-secret",
        "PALETTER_LEVER_API_URL": f"{url}/v1",
        "PALETTER_LEVER_AUTHORIZE_URL": f"{url}/authorize",
        "PALETTER_LEVER_TOKEN_URL": f"{url}/oauth/token",
        "PALETTER_LEVER_AUDIENCE": f"{url}/v1/",
        "PALETTER_LEVER_APP_URL": url,
    }


@contextmanager
def workers(count: int, *, threads: int = 2) -> Iterator[list[Worker]]:
    """Run worker processes as an operator starts them."""
    log = Path(os.environ["PALETTER_DATA_DIR"]).parent
    with ExitStack() as stack:
        command = ("-m", "paletter", "worker", "--concurrency", str(threads))
        yield [
            Worker(stack.enter_context(_a_process(*command, log=log / f"worker-{number}.log")))
            for number in range(count)
        ]


@contextmanager
def _a_process(*arguments: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen([sys.executable, *arguments], stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def connected(lever: Lever) -> Any:
    """Return a connection with that Lever, of a new organisation and its recruiter."""
    from django.utils import timezone

    from paletter import plugins
    from paletter.accounts.models import Membership, Organisation, Role, User
    from paletter.assessments import stored
    from paletter.connections import connect

    stored.load_shelf()
    organisation = Organisation.objects.create(name="Fjord Hotel Group", slug="fjord")
    user = User.objects.create_user("alice@example.org")
    Membership.objects.create(organisation=organisation, user=user, role=Role.ADMIN)
    provider = plugins.ats_provider("lever")
    state, address = connect.begin(provider=provider, return_to=RETURN_TO)
    answer = parse_qs(urlsplit(lever.tell("authorize", url=address)["location"]).query)
    return connect.complete(
        organisation=organisation,
        user=user,
        provider=provider,
        code=answer["code"][0],
        state=answer["state"][0],
        expected_state=state,
        return_to=RETURN_TO,
        now=timezone.now(),
    )


def synced(connection: Any, workers_: list[Worker]) -> float:
    """Ask for a sync of postings and opportunities and return the seconds until it was whole and nothing waits."""
    from django.db import transaction

    from paletter.flow import triggers

    before, began = connection.opportunities_synced_at, time.monotonic()
    with transaction.atomic():
        triggers.sync_wanted(connection)

    def is_whole() -> bool:
        assert all(worker.process.poll() is None for worker in workers_), "a worker has ended"
        connection.refresh_from_db()
        return bool(connection.opportunities_synced_at != before and not waiting("sync%", "take%"))

    until(is_whole, seconds=600, every=0.1)
    return time.monotonic() - began


def waiting(*steps: str) -> int:
    """Return how many steps of these names (patterns of LIKE) wait or run."""
    from django.db import connection as database

    with database.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name LIKE ANY(%s)",
            [list(steps)],
        )
        ((count,),) = cursor.fetchall()
    return int(count)


def until(is_so: Callable[[], Any], *, seconds: float, every: float = 0.25) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            raise SystemExit(f"Nothing came of it within {seconds:.0f} seconds.")
        time.sleep(every)


def floor(requests: int) -> float:
    """Return the least seconds in which Lever's limit lets so many requests through."""
    return max(0.0, (requests - BURST) / RATE)


def span(seen: list[dict[str, Any]]) -> float:
    """Return the seconds between the first request and the end of the last, as Lever saw them."""
    if not seen:
        return 0.0
    return float(max(row["at"] for row in seen) - min(row["at"] - row["milliseconds"] for row in seen)) / 1000


def busiest_second(seen: list[dict[str, Any]]) -> int:
    """Return the largest number of requests that any one second held, wherever it begins."""
    moments, most, start = sorted(row["at"] for row in seen), 0, 0
    for end, at in enumerate(moments):
        while moments[start] <= at - 1000:
            start += 1
        most = max(most, end - start + 1)
    return most


def statuses(seen: list[dict[str, Any]]) -> dict[str, int]:
    return {str(status): count for status, count in sorted(Counter(row["status"] for row in seen).items())}


def report(title: str, figures: dict[str, Any], target: Path | None) -> None:
    """Print figures as a table and write them as JSON."""
    print(title)
    for name, value in figures.items():
        shown = f"{value:.2f}" if isinstance(value, float) else str(value)
        print(f"  {name.replace('_', ' '):44}{shown:>14}")
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(figures, indent=2) + "\n")


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/_control", timeout=5).is_success
    except httpx.HTTPError:
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
