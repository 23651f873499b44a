"""Whisper models kept on this machine: each a folder with a note that says where its files came from.

Nothing here asks a network; fetching.py fills the folders.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

NOTE = "paletter-model.json"
WEIGHTS = "model.bin"
NEEDED = (WEIGHTS, "config.json", "tokenizer.json")
UNDER_WAY = ".fetching-"
BLOCK = 1024 * 1024
MODEL_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")

OF_THE_HUB = {
    "tiny": "Systran/faster-whisper-tiny",
    "tiny.en": "Systran/faster-whisper-tiny.en",
    "base": "Systran/faster-whisper-base",
    "base.en": "Systran/faster-whisper-base.en",
    "small": "Systran/faster-whisper-small",
    "small.en": "Systran/faster-whisper-small.en",
    "medium": "Systran/faster-whisper-medium",
    "medium.en": "Systran/faster-whisper-medium.en",
    "large-v1": "Systran/faster-whisper-large-v1",
    "large-v2": "Systran/faster-whisper-large-v2",
    "large-v3": "Systran/faster-whisper-large-v3",
    "large": "Systran/faster-whisper-large-v3",
    "distil-small.en": "Systran/faster-distil-whisper-small.en",
    "distil-medium.en": "Systran/faster-distil-whisper-medium.en",
    "distil-large-v2": "Systran/faster-distil-whisper-large-v2",
    "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
    "distil-large-v3.5": "distil-whisper/distil-large-v3.5-ct2",
    "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
}
"""Short names of models and where the hub has them, as faster-whisper names them (a test compares)."""


class ModelError(Exception):
    """A model can't be listed, fetched or removed. The message says what the operator can do."""


@dataclass(frozen=True)
class File:
    """One file of a model: `size` in bytes, `digest` in hexadecimal of `algorithm` (sha256, or git's sha1 of blobs)."""

    name: str
    size: int
    algorithm: str
    digest: str


@dataclass(frozen=True)
class Note:
    """Where a model came from: a repository of the hub at a commit, or a folder; and its files as they were checked."""

    source: str
    commit: str
    files: tuple[File, ...]


@dataclass(frozen=True)
class Model:
    """A model in its folder. `note` is None for one that somebody put there by hand; `size` is in bytes."""

    name: str
    folder: Path
    size: int
    note: Note | None

    @property
    def missing(self) -> list[str]:
        return [name for name in NEEDED if not (self.folder / name).is_file()]


def all_in(place: Path) -> list[Model]:
    """Return the models kept in a folder of models, by name; none when there is no such folder."""
    return [_read(folder) for folder in sorted(_folders(place)) if not folder.name.startswith(".")]


def under_way(place: Path) -> list[Model]:
    """Return what was fetched in part only: `size` tells how much."""
    folders = sorted(folder for folder in _folders(place) if folder.name.startswith(UNDER_WAY))
    return [Model(f.name.removeprefix(UNDER_WAY), f, _size(f), None) for f in folders]


def find(name: str, place: Path) -> Model | None:
    """Return the kept model of that name, or None."""
    folder = place / name
    return _read(folder) if MODEL_NAME.fullmatch(name) and folder.is_dir() else None


def wrong_files(model: Model) -> list[str]:
    """Read every file of a model and return the names of those that are not what was fetched; raises ModelError
    for a model without a note, of which nobody knows what it should be."""
    if model.note is None:
        raise ModelError(f"Nothing is known of the files of “{model.name}”: it was not fetched by Paletter.")
    return [file.name for file in model.note.files if not is_file(model.folder / file.name, file)]


def is_file(path: Path, file: File) -> bool:
    """Tell whether the bytes at path are those of `file`."""
    with suppress(FileNotFoundError):
        return path.stat().st_size == file.size and digest(path, file.algorithm) == file.digest
    return False


def digest(path: Path, algorithm: str) -> str:
    """Return the digest of a file in hexadecimal; `git-sha1` is git's name for content, with its length before it."""
    seen = hashlib.new("sha1" if algorithm == "git-sha1" else algorithm, usedforsecurity=False)
    if algorithm == "git-sha1":
        seen.update(b"blob %d\0" % path.stat().st_size)
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            seen.update(block)
    return seen.hexdigest()


def remove(model: Model) -> None:
    """Remove a kept model, or what came of one."""
    # First out of sight, so that nobody finds half a model.
    gone = model.folder.with_name(f".removing-{model.name}")
    shutil.rmtree(gone, ignore_errors=True)
    model.folder.rename(gone)
    shutil.rmtree(gone)


def write_note(folder: Path, note: Note) -> None:
    """Write down where a model came from."""
    (folder / NOTE).write_text(json.dumps(asdict(note), indent=1) + "\n", encoding="utf-8")


def _folders(place: Path) -> Iterator[Path]:
    with suppress(FileNotFoundError, NotADirectoryError):
        yield from (entry for entry in place.iterdir() if entry.is_dir())


def _read(folder: Path) -> Model:
    return Model(folder.name, folder, _size(folder), _note(folder))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def _note(folder: Path) -> Note | None:
    try:
        said = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        return Note(said["source"], said["commit"], tuple(File(**file) for file in said["files"]))
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None
