"""What Paletter asks of a speech recogniser."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from paletter.vocabulary.transcripts import Transcript

SAMPLE_RATE = 16_000
"""Hertz; every engine gets mono samples at this rate."""

Audio = NDArray[np.float32]
"""Mono samples in -1..1 at SAMPLE_RATE, shape (n,)."""


class TranscriberUnavailable(Exception):
    """The engine cannot run here (no model, broken model). The message says what the operator can do."""


class Transcriber(Protocol):
    """Turns sound into words with times. `name` is stored with every transcript (engine and model)."""

    name: str

    def transcribe(self, audio: Audio, *, language: str | None = None) -> Transcript:
        """Return what was heard; a transcript without segments when nobody spoke."""
        ...
