"""Keeps a world in a file, so that a restarted simulator knows all it knew.

Kept: the account with its tokens, the switches, the clock, the faults that have yet to strike, and how many requests
were seen. Not kept: the requests themselves. The file is replaced whole, so that a kill at any moment leaves either the
old one or the new one; what was changed in the instant before the kill may be missing.
"""

import json
import os
import sys
import threading
import time
import types
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from lever_simulator.world.account import Account
from lever_simulator.world.incidents import Fault
from lever_simulator.world.switches import Switches
from lever_simulator.world.world import World

RESTS = 3  # times as long as a save took, before the next one


class StateFileError(Exception):
    """The state file cannot be read or written; the message names it."""


class StateFile:
    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self, world: World) -> bool:
        """Put the saved state into `world`; return False when nothing was saved yet."""
        if not self.path.exists():
            return False
        try:
            saved = json.loads(self.path.read_text(encoding="utf-8"))
            account = _revive(Account, saved["account"])
            switches = _revive(Switches, saved["switches"])
            offset = float(saved["clock_offset"])
            faults = _revive(list[Fault], saved.get("faults", []))
            requests_seen = int(saved.get("requests_seen", 0))
        except OSError as error:
            raise StateFileError(f"The state file {self.path} cannot be read: {error.strerror}.") from error
        except (ValueError, KeyError, TypeError) as error:
            message = f"The state file {self.path} is not one of this program. Name another, or delete it."
            raise StateFileError(message) from error
        world.adopt(account)
        world.switches, world.clock.offset = switches, offset
        world.faults.restore(faults)
        world.log.seen = requests_seen
        return True

    def save(self, world: World) -> None:
        with world.lock:
            state = {
                "account": world.account,
                "switches": world.switches,
                "clock_offset": world.clock.offset,
                "faults": world.faults.standing(),
                "requests_seen": world.log.seen,
            }
            text = json.dumps(state, default=vars)
        beside = self.path.with_name(self.path.name + ".new")
        try:
            # Owner only: the file holds tokens.
            beside.touch(mode=0o600)
            with beside.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except OSError as error:
            raise StateFileError(f"The state file {self.path} cannot be written: {error.strerror}.") from error


class Saver(threading.Thread):
    """Saves soon after each change, many changes at once when they come fast."""

    def __init__(self, world: World, file: StateFile) -> None:
        super().__init__(name="saver", daemon=True)
        self._world, self._file = world, file
        self._wake, self._over = threading.Event(), threading.Event()

    def changed(self) -> None:
        self._wake.set()

    def run(self) -> None:
        while not self._over.is_set():
            self._wake.wait()
            self._wake.clear()
            # Nobody is served while a large account is written down, so most of the time nothing is written.
            self._over.wait(RESTS * self._save())
        self._save()

    def stop(self) -> None:
        """Save a last time and end."""
        self._over.set()
        self._wake.set()
        self.join(timeout=10)

    def _save(self) -> float:
        """Save, and return how many seconds it took."""
        begun = time.perf_counter()
        try:
            self._file.save(self._world)
        except StateFileError as error:
            sys.stderr.write(f"{error}\n")
        return time.perf_counter() - begun


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _revive(kind: Any, value: Any) -> Any:
    """Build `kind` (a dataclass, or a list, dict or optional of one) from plain JSON values."""
    origin, args = get_origin(kind), get_args(kind)
    if value is None or value.__class__ is kind:
        return value
    if origin in (Union, types.UnionType):
        return _revive(next(arg for arg in args if arg is not type(None)), value)
    if origin is list:
        return [_revive(args[0], item) for item in value]
    if origin is dict:
        return {key: _revive(args[1], item) for key, item in value.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        known = {field.name for field in fields(kind)}
        return kind(**{k: _revive(_hints(kind)[k], v) for k, v in value.items() if k in known})
    return value
