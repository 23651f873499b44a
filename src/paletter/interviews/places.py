"""Where the files of recordings lie: what every place for them must do, and the disk, which is one (bucket: another).

A take has at most one file of each kind. An upload grows by pieces; every other file appears whole or not at all.
Nothing here knows of rows, people or rights.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, BinaryIO, Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

BLOCK = 64 * 1024


class File(StrEnum):
    """The files that a take may have."""

    UPLOAD = "upload"
    """The bytes as the browser sent them."""
    PLAYABLE = "playable"
    """The same packets with a length and an index, so that players can seek."""
    VARIANT = "variant"
    """The same in another coding, for players that can't play the first."""
    POSTER = "poster"
    """A still picture, JPEG."""
    PROMPT = "prompt"
    """No take's file, but what belongs to a question; the id is then of this file alone (prompts)."""


class Stored(Protocol):
    """A file that is open for reading. `version` is another one as soon as the bytes are others; it tells no more."""

    size: int
    version: str

    def pieces(self, *, first: int, length: int, at_most: int) -> Iterator[bytes]:
        """Yield `length` bytes from byte `first` on, at most so many at a time; fewer where the file ends."""
        ...

    def close(self) -> None: ...


class Place(Protocol):
    """Keeps files of takes. Every call may raise OSError, ENOSPC or EDQUOT when there is no room."""

    def append(self, take: UUID, piece: IO[bytes], *, at: int) -> None:
        """Put a piece, from where it stands, behind the first `at` bytes of a take's upload, and see it safe.

        More bytes than `at` were never confirmed to anybody and are cut off first. The caller makes sure that nobody
        else appends to the take meanwhile, and that `at` bytes are there.
        """
        ...

    def finish(self, take: UUID) -> None:
        """Put an upload that is whole where it stays. Safe to repeat; one that must go on after all still can."""
        ...

    def size(self, take: UUID, file: File) -> int:
        """Return how many bytes of a file are safe; 0 when there is none."""
        ...

    def open(self, take: UUID, file: File) -> Stored:
        """Open a file. Raises FileNotFoundError."""
        ...

    def url(self, take: UUID, file: File, *, content_type: str) -> str | None:
        """Return an address that serves a file to whoever has it, for a short time; None where pages must serve it."""
        ...

    def reading(self, take: UUID, file: File) -> AbstractContextManager[Path]:
        """Lend a file as one on this machine, to be read and left as it is. Raises FileNotFoundError."""
        ...

    def writing(self, take: UUID, file: File) -> AbstractContextManager[Path]:
        """Lend a name on this machine where nothing is; what was written there becomes the file when the block ends.

        Nothing becomes of it when the block raises, or wrote nothing: what was there before stays.
        """
        ...

    def kept(self, file: File) -> Iterator[tuple[UUID, datetime]]:
        """Yield all ids under which a file of this kind stays, and since when; a look through everything."""
        ...

    def remove(self, take: UUID) -> bool:
        """Remove all files of a take and tell whether they are gone; False is worth another try."""
        ...

    def remove_file(self, take: UUID, file: File) -> None:
        """Remove one file; none there is well too."""
        ...


def current() -> Place:
    """Return where recordings are kept."""
    place: Place = import_string(settings.RECORDINGS)()
    return place


def disk() -> "Disk":
    """Return this machine's own place for recordings."""
    return Disk(Path(settings.MEDIA_ROOT))


@dataclass
class OnDisk:
    """A file of the disk, open."""

    file: BinaryIO
    size: int
    version: str

    def pieces(self, *, first: int, length: int, at_most: int) -> Iterator[bytes]:
        self.file.seek(first)
        while length > 0 and (piece := self.file.read(min(at_most, length))):
            length -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()


@dataclass(frozen=True)
class Disk:
    """A folder with one folder a take, which only this user of the machine may read."""

    root: Path

    def folder(self, take: UUID) -> Path:
        """Return where a take's files lie."""
        return self.root / str(take)

    def append(self, take: UUID, piece: IO[bytes], *, at: int) -> None:
        folder = self._made(take)
        path = folder / File.UPLOAD
        is_first = not path.exists()
        with path.open("ab") as file:
            if file.tell() > at:
                file.truncate(at)
            shutil.copyfileobj(piece, file, BLOCK)
            file.flush()
            os.fsync(file.fileno())
        if is_first:
            _sync_folders(folder)

    def finish(self, take: UUID) -> None:
        """It lies there already."""

    def size(self, take: UUID, file: File) -> int:
        try:
            return (self.folder(take) / file).stat().st_size
        except FileNotFoundError:
            return 0

    def open(self, take: UUID, file: File) -> OnDisk:
        opened = (self.folder(take) / file).open("rb")
        found = os.fstat(opened.fileno())
        version = f"{found.st_ino:x}-{found.st_size:x}-{found.st_mtime_ns:x}"
        return OnDisk(opened, found.st_size, version)

    def url(self, take: UUID, file: File, *, content_type: str) -> str | None:
        return None

    @contextmanager
    def reading(self, take: UUID, file: File) -> Iterator[Path]:
        path = self.folder(take) / file
        path.stat()
        yield path

    @contextmanager
    def writing(self, take: UUID, file: File) -> Iterator[Path]:
        folder = self._made(take)
        try:
            with tempfile.TemporaryDirectory(prefix=f".{file}.", dir=folder) as scratch:
                part = Path(scratch) / file
                yield part
                if part.exists():
                    _sync(part)
                    part.replace(folder / file)
                    _sync_folders(folder)
        finally:
            # Not left behind for a take whose files were removed meanwhile.
            with contextlib.suppress(OSError):
                folder.rmdir()

    def kept(self, file: File) -> Iterator[tuple[UUID, datetime]]:
        for path in self.root.glob(f"*/{file}"):
            with contextlib.suppress(ValueError, FileNotFoundError):
                yield UUID(path.parent.name), datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def remove(self, take: UUID) -> bool:
        folder = self.folder(take)
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            # The folder, or a file in it that somebody else has just removed. No root at all is no answer.
            return folder.parent.is_dir() and not folder.exists()
        except OSError:
            return False
        return True

    def remove_file(self, take: UUID, file: File) -> None:
        with contextlib.suppress(FileNotFoundError):
            (self.folder(take) / file).unlink()

    def _made(self, take: UUID) -> Path:
        folder = self.folder(take)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder


def _sync_folders(folder: Path) -> None:
    """Make sure that a new file is found again after a power cut."""
    for one in (folder, folder.parent):
        _sync(one)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
