"""Tries one file as an answer goes, and looks on: what came of it, how long, how much memory, how much disk."""

import hashlib
import os
import re
import resource
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from paletter.commands.fuzz import sources
from paletter.commands.fuzz.damage import Files, sample
from paletter.interviews import media

TAKEN = "taken"
CLEAR = (media.NotMedia, media.MediaDamaged, media.MediaTooLong, media.MediaTooLarge)
LOOK_SECONDS = 0.02
CHILD = b"paletter.interviews."
HIGH_WATER = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
ALLOWED = {"playable", "poster.jpg", "variant.mp4"}


@dataclass(frozen=True)
class Trial:
    """What became of one file. `stage` is the step that refused it; sizes in bytes.

    `memory` is that of its largest child, 0 where the system doesn't tell; `own_memory` the most of this process yet.
    """

    number: int
    kind: str
    size: int
    sha256: str
    outcome: str
    stage: str
    seconds: float
    disk: int
    memory: int
    own_memory: int
    is_fault: bool
    told: str


def try_one(number: int, seed: int, place: Path, keep: Path | None) -> Trial:
    """Make file `number`, try it and remove it; it stays in `keep` when it had no clear result."""
    made = sample(number, seed, _files(place / "sources"))
    folder = Path(tempfile.mkdtemp(dir=place))
    inside, scratch = folder / "answer", folder / "scratch"
    inside.mkdir()
    scratch.mkdir()
    path = folder / f"upload{made.suffix}"
    made.write(path)
    # Children make their folders where this points to, so that what they write is seen.
    before, tempfile.tempdir = tempfile.tempdir, str(scratch)
    start = time.monotonic()
    try:
        with _Watch(inside, scratch) as watch:
            outcome, stage, told, is_fault = outcome_of(path, inside)
    finally:
        tempfile.tempdir = before
    seconds = time.monotonic() - start
    left = sorted(p.name for p in (*scratch.iterdir(), *inside.iterdir()) if p.name not in ALLOWED)
    if left and not is_fault:
        outcome, told, is_fault = "left behind", ", ".join(left), True
    if is_fault and keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, keep / f"{seed}-{number}{made.suffix}")
    shutil.rmtree(folder)
    return Trial(
        number=number, kind=made.kind, size=len(made.content) + made.holes,
        sha256=hashlib.sha256(made.content).hexdigest(), outcome=outcome, stage=stage, seconds=round(seconds, 3),
        disk=watch.disk, memory=watch.memory,
        own_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, is_fault=is_fault, told=told,
    )  # fmt: skip


@cache
def _files(folder: Path) -> Files:
    return sources.read(folder)


def outcome_of(path: Path, folder: Path) -> tuple[str, str, str, bool]:
    """(outcome, stage, sentence, whether that is a fault)."""
    stage = ["remux"]
    try:
        try:
            _as_an_answer(path, folder, stage)
        except media.NotMedia:
            # Sound files are no answers, but `paletter transcribe` hears them.
            stage[0] = "hear"
            media.decode_audio(path)
    except CLEAR as error:
        return type(error).__name__, stage[0], str(error), False
    except Exception as error:
        return type(error).__name__, stage[0], repr(error)[:500], True
    return TAKEN, "", "", False


def _as_an_answer(path: Path, folder: Path, stage: list[str]) -> None:
    playable = folder / "playable"
    facts = media.remux(path, playable)
    stage[0] = "hear"
    if facts.has_audio:
        media.speech_timing(playable)
    stage[0] = "poster"
    media.poster(playable, folder / "poster.jpg")
    stage[0] = "variant"
    media.encode(playable, folder / "variant.mp4", seconds=facts.duration)


class _Watch:
    """Looks again and again, and remembers the most room that folders and the most memory that a child took."""

    def __init__(self, *folders: Path) -> None:
        self.disk = self.memory = 0
        self._folders = folders
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._done.wait(LOOK_SECONDS):
            self.disk = max(self.disk, sum(_room(folder) for folder in self._folders))
            self.memory = max(self.memory, _memory_of_children())


def _room(folder: Path) -> int:
    room = 0
    # Folders come and go while one looks; what is gone takes no room.
    for where, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                room += Path(where, name).lstat().st_blocks * 512
    return room


def _memory_of_children() -> int:
    """The most that a living child has used since it began, in bytes.

    What the system tells of ended ones counts this process in, since they began as copies of it.
    """
    most = 0
    for children in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            for number in children.read_text().split():
                with suppress(OSError):
                    # One that has not begun its own program yet still shows this process's memory as its own.
                    is_ours = CHILD in Path("/proc", number, "cmdline").read_bytes()
                    found = HIGH_WATER.search(Path("/proc", number, "status").read_text()) if is_ours else None
                    most = max(most, int(found[1]) * 1024 if found else 0)
    return most
