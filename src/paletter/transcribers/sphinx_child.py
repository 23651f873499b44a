"""The child process in which pocketsphinx listens; sphinx.py starts it. It holds Python's lock for seconds."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pocketsphinx

from paletter.transcribers.confined import serve

SAMPLE_RATE = 16_000
FRAMES_PER_SECOND = 100


def transcribe(arguments: Sequence[str]) -> dict[str, Any]:
    """path of int16 samples, [[start, end], …] in seconds -> words as [start, end, text, posterior]."""
    path, spans = arguments
    samples = memoryview(Path(path).read_bytes()).cast("h")
    # One decoder per recording: a used one has adapted itself to the voice before.
    decoder = pocketsphinx.Decoder(loglevel="FATAL")
    words: list[list[Any]] = []
    for start, end in json.loads(spans):
        words += _words(decoder, samples[int(start * SAMPLE_RATE) : int(end * SAMPLE_RATE)].tobytes(), start, end)
    return {"words": words}


def _words(decoder: Any, sound: bytes, start: float, end: float) -> list[list[Any]]:
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()
    return [
        [
            min(end, start + segment.start_frame / FRAMES_PER_SECOND),
            min(end, start + (segment.end_frame + 1) / FRAMES_PER_SECOND),
            segment.word.partition("(")[0],
            min(1.0, max(0.0, segment.prob)),
        ]
        for segment in decoder.seg() or ()
        if segment.word[0] not in "<[+"
    ]


if __name__ == "__main__":
    serve({"transcribe": transcribe})
