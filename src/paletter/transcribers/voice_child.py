"""The child process that finds speech in a file of samples; voice.py starts it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from paletter.transcribers import speech_windows
from paletter.transcribers.confined import serve
from paletter.transcribers.protocol import Audio


def find_speech(arguments: Sequence[str]) -> dict[str, Any]:
    """path of raw float32 samples -> the spans of speech as [first sample, sample after the last]."""
    (path,) = arguments
    return {"spans": [list(span) for span in speech_windows.spans(_blocks(Path(path)))]}


def _blocks(path: Path) -> Iterator[Audio]:
    with path.open("rb") as file:
        while block := file.read(speech_windows.BLOCK * 4):
            samples = np.frombuffer(block[: len(block) // 4 * 4], dtype="<f4").astype(np.float32)
            yield np.clip(np.nan_to_num(samples, copy=False), -1.0, 1.0, out=samples)


if __name__ == "__main__":
    serve({"find_speech": find_speech})
