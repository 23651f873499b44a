"""Children of our children: on Linux nothing that a program of ours started outlives us, however it or we end."""

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def end_with_parent() -> None:
    """In a child before its program begins: ask to be stopped when the parent dies, be it by SIGKILL."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def adopt() -> None:
    """Make processes whose parent dies our children, also those in sessions of their own (confined decoders)."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def bury(known: set[int]) -> None:
    """Take leave of an adopted child that ended; `known` are children that somebody else asks."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(ChildProcessError):
        ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if ended is not None and ended.si_pid not in known:
            os.waitpid(ended.si_pid, os.WNOHANG)


def end() -> None:
    """Kill all adopted children but the database, which others may use: its last user stops it."""
    for child in _children():
        if _program(child) != "postgres":
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def _children() -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            # The name in parentheses may hold anything, so what follows is read from its end.
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            if parent == os.getpid():
                found.append(int(path.parent.name))
    return found


def _program(number: int) -> str:
    try:
        return Path(f"/proc/{number}/comm").read_text().strip()
    except OSError:
        return ""
