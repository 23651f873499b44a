"""The command line as a person types it: a process of its own, with an environment that the test knows."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.house import a_database

SPEECH = Path(__file__).parents[1] / "data" / "speech"
KEPT = ("PATH", "HOME", "PYTHONPATH", "LANG", "TMPDIR", "LD_LIBRARY_PATH")


class Shell:
    """Runs `paletter` with nothing in its environment but what is set here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}

    def paletter(self, *arguments: str | Path, timeout: float = 280) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "paletter", *map(str, arguments)],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell without a database and with a data folder that must never come to be."""
    shell = Shell(tmp_path)
    shell.environment["PALETTER_DATA_DIR"] = str(tmp_path / "no-data-folder")
    shell.environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nowhere"
    return shell


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Shell]:
    """A shell of an installation with an empty database of its own."""
    shell = Shell(tmp_path)
    with closing(a_database_url()) as urls:
        shell.environment |= {"PALETTER_DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": next(urls)}
        yield shell


def a_database_url() -> Iterator[str]:
    with a_database() as url:
        yield url
