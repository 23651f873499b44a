"""Keeps several programs running as one: starts them, starts one again that died, and stops all with their children."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType

from paletter.commands import orphans
from paletter.commands.stopping import FAILED, INTERRUPTED, WRONG

RESTARTS = 3
"""So often in a row a program is started again; one that then ran for STEADY_SECONDS begins anew."""
STEADY_SECONDS = 60.0
PATIENCE_SECONDS = 10.0
TICK_SECONDS = 0.1


@dataclass
class Program:
    """A program to keep running.

    One that is `once` may end by itself and is not missed; one that is `leaned_on` is stopped after the others.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    once: bool = False
    leaned_on: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    restarts: int = field(default=0)

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches us alone, and its children can be stopped with it.
        self.process = subprocess.Popen(
            self.command, env=dict(self.environment), start_new_session=True, preexec_fn=orphans.end_with_parent
        )
        self.started_at = time.monotonic()

    def tell(self, what: signal.Signals) -> None:
        """Send a signal to the program and all of its group."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, what)

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self.process.poll() if self.process else None


class Supervisor:
    """Use as a context manager: whatever happens inside, nothing that was started outlives it."""

    def __init__(self, *, say: Callable[[str], None]) -> None:
        self._say = say
        self._programs: list[Program] = []
        self._stopping: int | None = None
        self._handlers: dict[signal.Signals, object] = {}

    def __enter__(self) -> "Supervisor":
        orphans.adopt()
        for what in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._handlers[what] = signal.signal(what, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_all()
        for what, handler in self._handlers.items():
            signal.signal(what, handler)  # type: ignore[arg-type]

    def start(self, program: Program) -> None:
        """Start a program, and keep it running from then on."""
        self._programs.append(program)
        program.start()

    def wait_for(self, is_there: Callable[[], bool]) -> int | None:
        """Return None as soon as something is there, else the exit code with which all has to end."""
        while (code := self._look_after()) is None:
            if is_there():
                return None
            time.sleep(TICK_SECONDS)
        return code

    def run(self) -> int:
        """Look after the programs until one fails for good or somebody stops us; return the exit code."""
        while (code := self._look_after()) is None:
            time.sleep(TICK_SECONDS)
        return code

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._stopping is not None:
            # Asked twice: somebody is in a hurry.
            for program in self._programs:
                program.tell(signal.SIGKILL)
        self._stopping = INTERRUPTED if number == signal.SIGINT else 0

    def _look_after(self) -> int | None:
        if self._stopping is not None:
            return self._stopping
        for program in list(self._programs):
            if program.exit_code is not None and (code := self._ended(program)) is not None:
                return code
        orphans.bury({p.process.pid for p in self._programs if p.process})
        return None

    def _ended(self, program: Program) -> int | None:
        """A program ended: start it again, or return the exit code with which all has to end."""
        program.tell(signal.SIGKILL)  # what it left of its children
        how = _how(program.exit_code)
        if program.once:
            self._programs.remove(program)
            if program.exit_code != 0:
                self._say(f"The {program.name} {how}; everything else goes on.")
            return None
        if program.exit_code == WRONG:
            return WRONG  # it said why, and would say it again
        if time.monotonic() - program.started_at > STEADY_SECONDS:
            program.restarts = 0
        program.restarts += 1
        if program.restarts > RESTARTS:
            self._say(f"The {program.name} {how} again and again. Stopping everything; the reason stands above.")
            return FAILED
        self._say(f"The {program.name} {how}. Starting it again ({program.restarts} of {RESTARTS}).")
        program.start()
        return None

    def _stop_all(self) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        for is_leaned_on in (False, True):
            wave = [program for program in self._programs if program.leaned_on is is_leaned_on]
            for program in wave:
                program.tell(signal.SIGTERM)
            while any(program.exit_code is None for program in wave) and time.monotonic() < end:
                time.sleep(TICK_SECONDS)
        for program in self._programs:
            program.tell(signal.SIGKILL)
            if program.process:
                program.process.wait()
        orphans.end()


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"
