"""Bytes come in: a piece is received into an unnamed temporary file before anything of it is believed.

Of one take only one piece is received at a time; a second line is told to wait. That lock only saves lines and disks:
which bytes become part of a take is decided under its row's lock, by their offset, so a lock that is lost or taken over
costs a repetition and nothing else. The system lets go of it when the process dies; and who has been silent for a
while, as a line is that died without a word, loses it to whoever goes on.
"""

import errno
import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from paletter.interviews import room
from paletter.interviews.places import BLOCK

SPOOLED = 1024 * 1024
LOOKED_AHEAD = 8 * 1024 * 1024
"""Of a piece whose size nobody told: how many bytes come in before the disk's room is looked at again."""
SILENT_AFTER = 10.0
"""Seconds without a block, after which another line may go on with a take."""
LOCKS = "receiving"
NO_ROOM = gettext_lazy("The server has no room just now. Your answer is safe on your device and is sent again.")


class UploadRefused(Exception):
    """The server won't take these bytes; the message says why."""


class NoRoom(UploadRefused):
    """The disk is full."""


class Locked(UploadRefused):
    """Bytes of this take are just coming in on another line."""


@dataclass
class Piece:
    """Received bytes, not yet part of a take. `is_cut` when fewer came than were announced."""

    file: IO[bytes]
    size: int
    is_cut: bool

    def __enter__(self) -> "Piece":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def has(self, algorithm: str, digest: bytes) -> bool:
        """Tell whether the bytes have this checksum."""
        self.file.seek(0)
        found = hashlib.new(algorithm, usedforsecurity=False)
        while block := self.file.read(BLOCK):
            found.update(block)
        return found.digest() == digest


def receive(
    read: Callable[[int], bytes],
    announced: int | None,
    *,
    most: int = 0,
    on_block: Callable[[], None] = lambda: None,
) -> Piece:
    """Read a piece of `announced` bytes from the line, in blocks; memory stays under a megabyte and a bit.

    Where nobody announced how many, None, all is read that comes, but no more than one byte beyond `most`. A line that
    dies yields what came until then; `is_cut` tells so where it can be known. Raises NoRoom.
    """
    file = tempfile.SpooledTemporaryFile(max_size=SPOOLED, dir=str(spool()))  # noqa: SIM115 - Piece closes it
    wanted, ahead = (most + 1, LOOKED_AHEAD) if announced is None else (announced, announced)
    size = looked = 0
    try:
        while size < wanted:
            if size == looked:
                looked = min(wanted, size + ahead)
                _look_for_room(looked - size)
            block = _read(read, min(BLOCK, looked - size))
            if not block:
                break
            file.write(block)
            size += len(block)
            on_block()
    except OSError as error:
        file.close()
        raise no_room(error) from error
    except NoRoom:
        file.close()
        raise
    return Piece(file=file, size=size, is_cut=announced is not None and size < announced)


def _look_for_room(size: int) -> None:
    if not room.on_disk(spool(), size):
        raise NoRoom(NO_ROOM)


def _read(read: Callable[[int], bytes], size: int) -> bytes:
    """Read from the line; a dead line reads as its end."""
    try:
        return read(size)
    except OSError:
        return b""


def spool() -> Path:
    """Return the folder for pieces under way, on the disk of the recordings: temporary folders are often memory."""
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def no_room(error: OSError) -> NoRoom:
    """Return what a full disk is to the sender; any other trouble with it is raised again."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        raise error
    return NoRoom(NO_ROOM)


# --- one line at a time ---


@contextmanager
def alone(take: UUID) -> Iterator[Callable[[], None]]:
    """Be the only one who receives bytes of a take, among all processes that share the folder of recordings.

    Yields what `receive` is to call for each block. Raises Locked, or OSError.
    """
    place = _lock_of(take)
    spool()
    place.parent.mkdir(mode=0o700, exist_ok=True)
    handle = _taken(place)
    try:
        yield lambda: os.utime(handle)
    finally:
        # Removed before it is let go of, so that nobody can hold a file that is not there any more.
        if _is_at(place, handle):
            place.unlink(missing_ok=True)
        os.close(handle)


def is_under_way(take: UUID) -> bool:
    """Tell whether bytes of a take are just coming in. Makes nothing: a disk that is away must not seem to be empty."""
    try:
        handle = os.open(_lock_of(take), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return _is_held_by_another(handle) and not _is_silent(handle)
    finally:
        os.close(handle)


def _lock_of(take: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / LOCKS / str(take)


def _taken(place: Path) -> int:
    """Return the handle of the locked file. Raises Locked."""
    while True:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            is_held, is_silent = _is_held_by_another(handle), _is_silent(handle)
        except OSError:
            os.close(handle)
            raise
        if is_held:
            os.close(handle)
            if not is_silent:
                raise Locked(gettext("This take is just being sent on another line. Please try again in a moment."))
            place.unlink(missing_ok=True)
        elif _is_at(place, handle):
            os.utime(handle)
            return handle
        else:
            os.close(handle)


def _is_held_by_another(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _is_silent(handle: int) -> bool:
    return time.time() - os.fstat(handle).st_mtime > SILENT_AFTER


def _is_at(place: Path, handle: int) -> bool:
    try:
        return os.path.samestat(place.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False
