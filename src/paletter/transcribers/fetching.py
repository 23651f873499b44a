"""Brings a model onto this machine, from the hub or from a folder: in pieces that count, and whole or not at all.

What came of a file stays in a hidden folder until its digest is right, so a fetch that was cut off goes on where it
ended. Only the operator's command calls this; nothing that handles recordings does.
"""

import contextlib
import errno
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from paletter.transcribers.kept_models import (
    BLOCK,
    MODEL_NAME,
    NEEDED,
    UNDER_WAY,
    File,
    Model,
    ModelError,
    Note,
    digest,
    find,
    is_file,
    write_note,
)

WANTED = (*NEEDED, "preprocessor_config.json", "vocabulary.json", "vocabulary.txt")
RESERVE = 256 * 1024**2
"""Bytes that stay free on the disk, for recordings that come meanwhile."""
ATTEMPTS = 5

Told = Callable[[int, int], None]
"""Is told how many bytes are here, and of how many."""


class NoRoomForModel(ModelError):
    """The disk has not enough room."""


class SourceFailed(ModelError):
    """The source can't be reached or broke off; trying again may help."""


class Source(Protocol):
    """Where a model comes from."""

    name: str
    commit: str

    def files(self) -> list[File]:
        """Return all its files. Raises ModelError."""
        ...

    def read(self, file: File, offset: int) -> Iterator[bytes]:
        """Yield the bytes of a file from offset on. Raises SourceFailed, also in the middle."""
        ...


class FolderSource:
    """A model folder, such as one on a disk that was carried here."""

    commit = ""

    def __init__(self, folder: Path) -> None:
        self.name = str(folder.resolve())
        self._folder = folder

    def files(self) -> list[File]:
        found = [path for path in sorted(self._folder.iterdir()) if path.name in WANTED and path.is_file()]
        return [File(path.name, path.stat().st_size, "sha256", digest(path, "sha256")) for path in found]

    def read(self, file: File, offset: int) -> Iterator[bytes]:
        try:
            with (self._folder / file.name).open("rb") as opened:
                opened.seek(offset)
                while block := opened.read(BLOCK):
                    yield block
        except OSError as error:
            raise SourceFailed(f"“{file.name}” can't be read from {self._folder} ({error.strerror}).") from error


def fetch(
    source: Source,
    name: str,
    place: Path,
    *,
    told: Told = lambda _here, _all: None,
    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    sleep: Callable[[float], None] = time.sleep,
) -> Model:
    """Fetch a model into `place` under `name` and return it; every file's digest has been checked then.

    A model that is there already and the same costs its reading only. Raises ModelError: another model of that name,
    another fetch of it at work, files missing at the source, NoRoomForModel before the first byte is asked for,
    SourceFailed after some attempts; what came until then is kept for the next time.
    """
    if not MODEL_NAME.fullmatch(name):
        raise ModelError(f"“{name}” can't be the name of a model here: use letters, digits, dots and hyphens.")
    files = _complete(source)
    whole = sum(file.size for file in files)
    if (kept := find(name, place)) is not None:
        return _same(kept, files)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(place / f"{UNDER_WAY}{name}") as folder:
        _forget_others(folder, files)
        _check_room(place, whole - _here(folder), free)
        before = 0
        for file in files:
            _fetch(source, file, folder, told=_shifted(told, before, whole), sleep=sleep)
            before += file.size
        write_note(folder, Note(source.name, source.commit, tuple(files)))
        _sync(folder)
        folder.rename(place / name)
        _sync(place)
    found = find(name, place)
    assert found is not None  # noqa: S101 - it was just put there
    return found


def _shifted(told: Told, before: int, whole: int) -> Callable[[int], None]:
    return lambda here: told(before + here, whole)


def _complete(source: Source) -> list[File]:
    files = [file for file in source.files() if file.name in WANTED]
    missing = [name for name in NEEDED if name not in {file.name for file in files}]
    if missing:
        raise ModelError(
            f"{source.name} is no faster-whisper model: {' and '.join(missing)} missing. "
            "Name one in CTranslate2's format, such as “small”."
        )
    return files


def _same(kept: Model, files: list[File]) -> Model:
    if all(is_file(kept.folder / file.name, file) for file in files):
        return kept
    raise ModelError(
        f"There is another model “{kept.name}” here, or a damaged one. Remove it first "
        f"(“paletter models remove {kept.name}”), or fetch this one under another name (--as)."
    )


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    folder.mkdir(mode=0o700, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ModelError("This model is being fetched already, by another command. Wait for it.") from error
        yield folder
    finally:
        os.close(handle)


def _part(folder: Path, file: File) -> Path:
    # The digest in the name: what came of another edition of the file is never gone on with.
    return folder / f"{file.name}.{file.digest[:16]}.part"


def _forget_others(folder: Path, files: list[File]) -> None:
    ours = {_part(folder, file) for file in files}
    ours |= {folder / file.name for file in files if is_file(folder / file.name, file)}
    for path in folder.iterdir():
        if path not in ours:
            path.unlink()


def _here(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _check_room(place: Path, needed: int, free: Callable[[Path], int]) -> None:
    there = free(place)
    if there < needed + RESERVE:
        raise NoRoomForModel(
            f"There is no room for this model: {needed / 1e6:.0f} MB are needed in {place} and "
            f"{RESERVE / 1e6:.0f} MB must stay free, but only {there / 1e6:.0f} MB are. Make room, or take a smaller "
            "model."
        )


def _fetch(
    source: Source, file: File, folder: Path, *, told: Callable[[int], None], sleep: Callable[[float], None]
) -> None:
    """Bring one file here, going on after breaks, and check it."""
    part = _part(folder, file)
    whole = folder / file.name
    if whole.exists():
        told(file.size)
        return
    if part.exists() and part.stat().st_size > file.size:
        part.unlink()
    for attempt in range(1, ATTEMPTS + 1):
        before = part.stat().st_size if part.exists() else 0
        try:
            _append(source, file, part, told)
        except SourceFailed:
            came = part.stat().st_size if part.exists() else 0
            if attempt == ATTEMPTS and came == before:
                raise
            sleep(min(2.0**attempt, 30.0))
            continue
        if is_file(part, file):
            part.rename(whole)
            return
        part.unlink()
        raise ModelError(
            f"“{file.name}” is not what {source.name} promised: its {file.algorithm} is another. It was thrown away. "
            "Try again; if that happens twice, somebody on the way changes it."
        )
    raise SourceFailed(f"The line to {source.name} broke again and again. What came is kept; the same command goes on.")


def _append(source: Source, file: File, part: Path, told: Callable[[int], None]) -> None:
    try:
        with part.open("ab") as out:
            here = out.tell()
            told(here)
            for block in source.read(file, here) if here < file.size else ():
                if here + len(block) > file.size:
                    raise ModelError(f"{source.name} sends more for “{file.name}” than it promised; it was stopped.")
                out.write(block)
                here += len(block)
                told(here)
            out.flush()
            os.fsync(out.fileno())
        if here < file.size:
            raise SourceFailed(f"{source.name} sent only {here} of {file.size} bytes of “{file.name}”.")
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoomForModel(
                "The disk is full. What came is kept; make room and the same command goes on, or “paletter models "
                "remove” throws it away."
            ) from error
        raise


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
