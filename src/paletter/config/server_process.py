"""Whether a folder's database server runs, told apart from what a killed server left behind."""

import os
from pathlib import Path

PROCESSES = Path("/proc")


def is_running(data: Path) -> bool:
    """Tell whether a process of the server lives, be it only one that outlived its killed parent for a moment."""
    if not PROCESSES.is_dir():
        return _is_alive(_noted(data))
    return any(_works_in(process, data) for process in PROCESSES.glob("[0-9]*"))


def remove_traces(data: Path, socket: Path) -> None:
    """Remove what a killed server left. Only to be called when no process of the server lives.

    The number noted there may belong to any other process by now, and PostgreSQL would refuse to start.
    """
    for trace in (data / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
        trace.unlink(missing_ok=True)


def _works_in(process: Path, data: Path) -> bool:
    try:
        return (process / "comm").read_text().strip() == "postgres" and (process / "cwd").samefile(data)
    except OSError:
        return False  # gone meanwhile, or somebody else's


def _noted(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_alive(number: int | None) -> bool:
    if number is None:
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
