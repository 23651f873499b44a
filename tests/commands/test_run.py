"""`paletter run` as a newcomer starts it: every part a process of its own, with the embedded database."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from paletter.config import embedded
from tests.commands.conftest import KEPT
from tests.commands.test_supervisor import gone
from tests.journeys.house import free_port, until


class Running:
    """A `paletter run` whose output is read as it comes."""

    def __init__(self, folder: Path, *, demo: bool) -> None:
        self.folder, self.port, self.lever_port = folder, free_port(), free_port()
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {
            "PALETTER_DATA_DIR": str(folder / "data"),
            "PALETTER_PORT": str(self.port),
            "PALETTER_SIMULATOR_PORT": str(self.lever_port),
            "PALETTER_DEMO": str(int(demo)),
        }
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start it and return after how many seconds the first page was there."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "paletter", "run"], env=self.environment, stdout=log, stderr=log, cwd=self.folder
            )
        until(lambda: self._page_or_end(), seconds=120)
        assert self.process.poll() is None, self.told
        return time.monotonic() - began

    def _page_or_end(self) -> bool:
        try:
            return httpx.get(self.url, timeout=2).status_code == 200
        except httpx.HTTPError:
            return self.process is not None and self.process.poll() is not None

    @property
    def told(self) -> str:
        return self.log.read_text()

    def says(self, text: str, *, seconds: float = 60) -> None:
        until(lambda: text in self.told or None, seconds=seconds)

    def processes(self, *words: str) -> list[int]:
        """Return the numbers of the processes of this house, those with all words in their command."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                belongs = self.environment["PALETTER_DATA_DIR"].encode() in (path / "environ").read_bytes()
                command = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                alive = (path / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
            except OSError:
                continue
            if belongs and alive and all(word in command for word in words):
                found.append(int(path.name))
        return found

    def stop(self, what: signal.Signals = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(what)
        return self.process.wait(40)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """pytest's own folders are closed to the database's user under root."""
    folder = Path(tempfile.mkdtemp(prefix="paletter-run-"))
    folder.chmod(0o755)
    yield folder
    if (folder / "data" / "postgres").exists():
        embedded.destroy(folder / "data" / "postgres")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def running(open_folder: Path) -> Iterator[Running]:
    run = Running(open_folder, demo=False)
    yield run
    if run.process is not None and run.process.poll() is None:
        run.stop()


def test_it_serves_says_where_and_stops_without_a_trace(running):
    running.start()
    running.says("Paletter is ready.")
    running.says(f"Pages             {running.url}/")
    until(lambda: running.processes("paletter worker"))

    assert running.stop() == 130
    assert running.processes() == []
    assert not embedded.answers(running.folder / "data" / "postgres")
    assert "Traceback" not in running.told


def test_a_second_start_keeps_the_data_and_is_quick(running):
    running.start()
    running.says("Paletter is ready.")
    assert running.stop(signal.SIGTERM) == 0
    key = (running.folder / "data" / "secret-key").read_text()

    seconds = running.start()

    assert (running.folder / "data" / "secret-key").read_text() == key
    # Ten seconds on a machine of its own; here two test runs share it.
    assert seconds < 30


def test_a_worker_that_is_killed_is_named_and_replaced(running):
    running.start()
    first = until(lambda: running.processes("paletter worker"))[0]

    os.kill(first, signal.SIGKILL)

    running.says("The worker was ended by SIGKILL. Starting it again (1 of 3).")
    until(lambda: [number for number in running.processes("paletter worker") if number != first])


def test_killing_all_of_it_leaves_nothing_and_it_starts_again(running):
    running.start()
    until(lambda: running.processes("paletter worker"))
    left = running.processes()
    assert running.process is not None

    running.process.kill()
    running.process.wait()

    assert all(gone(number, seconds=30) for number in left)
    until(lambda: not embedded.answers(running.folder / "data" / "postgres"), seconds=30)
    running.start()


def test_a_second_one_in_the_same_folder_is_refused(running):
    running.start()
    other = running.environment | {"PALETTER_PORT": str(free_port()), "PALETTER_SIMULATOR_PORT": str(free_port())}

    done = subprocess.run(
        [sys.executable, "-m", "paletter", "run"], env=other, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 2
    assert "Paletter already runs from the data folder" in done.stderr


@pytest.mark.parametrize("setting", ["PALETTER_PORT", "PALETTER_SIMULATOR_PORT"])
def test_a_port_in_use_is_one_sentence_before_anything_is_made(open_folder, setting):
    run = Running(open_folder, demo=True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run.environment[setting] = str(port)
        done = subprocess.run(
            [sys.executable, "-m", "paletter", "run"],
            env=run.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert done.returncode == 2
    assert done.stderr == (
        f"Port {port} on 127.0.0.1 is in use by another program. Stop it, or set {setting} to a free port.\n"
    )
    assert not (open_folder / "data").exists()


@pytest.mark.timeout(900)
def test_a_newcomer_finds_a_report_made_by_the_real_pipeline(open_folder):
    """The demo: OAuth, sync, job, six answers heard and checked, scored, written into the simulated Lever."""
    run = Running(open_folder, demo=True)
    try:
        run.start()
        run.says("sigrid.recruiter@example.org")
        run.says("Demo: Dana Demo has handed in her interview", seconds=120)
        run.says("Demo: An interview that uses every setting of a template: ", seconds=60)
        run.says("Demo: Its note and tags are in the simulated Lever.", seconds=700)
        dana = _in_lever(run, "opportunities", email="dana.demo@example.org")[0]
        notes = _in_lever(run, f"opportunities/{dana['id']}/notes")
    finally:
        run.stop()

    told = [field["value"] for note in notes for field in note["fields"]]
    assert len(told) == 1
    assert told[0].startswith("Paletter") or "Front of House Host" in told[0].splitlines()[0]
    assert f"{run.url}/reports/" in told[0]
    assert "Paletter AI Assessment Ready" in dana["tags"]
    assert "Traceback" not in run.told


def _in_lever(run: Running, path: str, **query: str) -> list[dict[str, object]]:
    reply = httpx.get(
        f"http://127.0.0.1:{run.lever_port}/v1/{path}", params=query, auth=("demo-api-key", ""), timeout=20
    )
    reply.raise_for_status()
    data: list[dict[str, object]] = reply.json()["data"]
    return data
