"""Makes strangers' recordings playable and hearable without ever opening them in this process.

Each function starts a child with limits (decoding.py) and waits for it, so a broken or hostile file costs an
exception and a moment, never a worker; other threads go on meanwhile.
"""

import contextlib
import errno
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar

import numpy as np

from paletter.transcribers import voice
from paletter.transcribers.confined import ChildCrashed, ChildTimedOut, Limits, Refusal, run_confined, scratch_folder
from paletter.transcribers.protocol import SAMPLE_RATE, Audio
from paletter.vocabulary.limits import LONGEST_RECORDING_SECONDS
from paletter.vocabulary.transcripts import SpeechTiming

LONGEST_SECONDS = LONGEST_RECORDING_SECONDS
LARGEST_BYTES = 2 * 1024**3
PATIENCE_SECONDS = 60.0
SLOW_DISK_BYTES_PER_SECOND = 10 * 1024**2
DECODING = "paletter.interviews.decoding"
ENCODING = "paletter.interviews.encoding"
PATIENCE_PER_ENCODED_SECOND = 3.0
ENCODED_BYTES_PER_SECOND = 400_000
"""More than the bounded bit rates of encoding.py can come to."""

T = TypeVar("T")


class MediaError(Exception):
    """A file can't be used as a recording. The message names the file and says what can be done."""


class NotMedia(MediaError):
    """The file is no recording of a kind that we take, or there is no such file."""


class MediaTooLarge(MediaError):
    """The file has more bytes than we open."""


class MediaTooLong(MediaError):
    """The recording runs longer than we decode."""


class MediaDamaged(MediaError):
    """The file says it is a recording, but its content can't be read."""


class DecodingTimedOut(MediaError):
    """Reading took longer than any sound file of that size would."""


@dataclass(frozen=True)
class MediaFacts:
    """What code found in the packets of a recording, never what its sender claimed. `duration` is in seconds."""

    container: Literal["webm", "mp4"]
    duration: float
    has_audio: bool
    has_video: bool
    width: int | None
    height: int | None
    video_codec: str | None
    audio_codec: str | None


def probe(path: Path, *, longest: float = LONGEST_SECONDS) -> MediaFacts:
    """Return the facts of a WebM or MP4 recording. Raises MediaError."""
    with _told_about(path, longest):
        return _recording(_ask("probe", path, str(longest)))


def remux(source: Path, target: Path, *, longest: float = LONGEST_SECONDS) -> MediaFacts:
    """Write source's packets to target with a duration and an index, so that players can seek.

    The container stays the same and the first packet is at second 0. Target appears whole or not at all; its folder
    must exist. Returns the facts of the target. Raises MediaError.
    """

    def write(part: Path) -> MediaFacts:
        return _recording(_ask("remux", source, str(part), str(longest), writes=_size(source) * 2))

    with _told_about(source, longest):
        return _appear(target, write)


def decode_audio(path: Path, *, longest: float = LONGEST_SECONDS) -> Audio:
    """Return the sound of a recording or sound file (WAV, FLAC, Ogg, MP3 too), 16 kHz mono float32, shape (n,).

    Sample n is heard n/16000 seconds after the start of the remuxed file. Empty when there is no sound track.
    Raises MediaError.
    """
    with _told_about(path, longest), scratch_folder("sound") as folder:
        raw = folder / "samples"
        _decode(path, raw, longest)
        samples: Audio = np.fromfile(raw, dtype="<f4").astype(np.float32, copy=False)
        # In place: an hour of sound is a quarter of a gigabyte.
        np.nan_to_num(samples, copy=False)
        return np.clip(samples, -1.0, 1.0, out=samples)


def speech_timing(path: Path, *, longest: float = LONGEST_SECONDS) -> SpeechTiming:
    """Return when somebody speaks in a recording; neither its sound nor the model that looks is in this process.

    Raises MediaError, and confined.ChildError when the search itself failed.
    """
    with scratch_folder("speech") as folder:
        raw = folder / "samples"
        with _told_about(path, longest):
            _decode(path, raw, longest)
        return voice.speech_timing_of(raw)


def poster(path: Path, target: Path) -> tuple[int, int] | None:
    """Write a JPEG still to target and return its (width, height), or None, writing nothing, without a picture.

    Raises MediaError.
    """

    def write(part: Path) -> tuple[int, int] | None:
        size = _ask("poster", path, str(part), module=ENCODING)
        return (int(size["width"]), int(size["height"])) if size["width"] else None

    with _told_about(path, LONGEST_SECONDS):
        return _appear(target, write)


def encode(path: Path, target: Path, *, seconds: float, longest: float = LONGEST_SECONDS) -> float:
    """Write a variant that every player knows: MP4 of H.264 and AAC, upright, one size, index first.

    `seconds` is the recording's length as `remux` found it. Returns the variant's length in seconds. Takes up to about
    the recording's length on one core. Target appears whole or not at all. Raises MediaError.
    """

    def write(part: Path) -> float:
        answer = _ask(
            "encode", path, str(part), str(longest), module=ENCODING,
            writes=int(seconds * ENCODED_BYTES_PER_SECOND), patience=seconds * PATIENCE_PER_ENCODED_SECOND,
        )  # fmt: skip
        return float(answer["seconds"])

    with _told_about(path, longest):
        return _appear(target, write)


def _decode(path: Path, target: Path, longest: float) -> None:
    bound = int((longest + 60) * SAMPLE_RATE * 4)
    _ask("decode_audio", path, str(target), str(longest), writes=bound)


def _ask(
    verb: str, path: Path, *arguments: str, module: str = DECODING, writes: int = 0, patience: float = 0.0
) -> Mapping[str, Any]:
    size = _size(path)
    if size > LARGEST_BYTES:
        raise Refusal("large")
    limits = Limits(
        wall_seconds=PATIENCE_SECONDS + size / SLOW_DISK_BYTES_PER_SECOND + patience,
        file_bytes=16 * 1024**2 + writes,
    )
    return run_confined(module, verb, str(path.resolve()), *arguments, limits=limits)


def _size(path: Path) -> int:
    if path.is_dir():
        raise NotMedia(f"“{path.name}” is a folder. Give the recording itself.")
    if not path.is_file():
        raise NotMedia(f"There is no file “{path}”. Check the name and the folder.")
    try:
        with path.open("rb"):
            return path.stat().st_size
    except PermissionError as error:
        raise NotMedia(f"“{path.name}” can't be read: its permissions do not allow it.") from error


def _recording(facts: Mapping[str, Any]) -> MediaFacts:
    if facts["container"] not in ("webm", "mp4"):
        raise Refusal("not_media")
    start = facts["start"] if facts["start"] > 0 else 0.0
    known = {key: value for key, value in facts.items() if key not in ("start", "end")}
    return MediaFacts(duration=facts["end"] - start, **known)


def _appear(target: Path, write: Callable[[Path], T]) -> T:
    """Let `write` fill a hidden neighbour of target and give it target's name when it is whole and on disk."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    part = Path(name)
    try:
        result = write(part)
        if part.stat().st_size:
            _sync(part)
            part.replace(target)
            _sync(target.parent)
        return result
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told_about(path: Path, longest: float) -> Iterator[None]:
    """Turn what the child says into an error about this file."""
    try:
        yield
    except Refusal as refusal:
        _raise(refusal.kind, path, longest, refusal)
    except ChildCrashed as error:
        _raise("damaged", path, longest, error)
    except ChildTimedOut as error:
        raise DecodingTimedOut(
            f"Reading “{path.name}” took too long and was stopped. Record it again, or save it anew as WebM or MP4."
        ) from error


def _raise(kind: str, path: Path, longest: float, cause: Exception) -> NoReturn:
    if kind == "disk":
        number = int(getattr(cause, "detail", "") or errno.ENOSPC)
        raise OSError(number, os.strerror(number)) from cause
    if kind == "not_media":
        raise NotMedia(
            f"“{path.name}” is not a recording that Paletter can read. Use WebM or MP4 (for sound alone also WAV, "
            "FLAC, Ogg or MP3)."
        ) from cause
    if kind == "long":
        raise MediaTooLong(f"“{path.name}” is longer than {longest / 60:.0f} minutes. Cut it into parts.") from cause
    if kind == "large":
        raise MediaTooLarge(
            f"“{path.name}” is larger than {LARGEST_BYTES / 1024**3:.0f} GiB. Record it at a lower quality."
        ) from cause
    raise MediaDamaged(
        f"“{path.name}” is damaged and can't be played or heard. Record it again, or upload it again if you have it."
    ) from cause
