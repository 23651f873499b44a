"""Which stretches of sound are speech, window by window: silero's probabilities, and where they begin and end.

Takes blocks of samples one after the other and keeps of them no more than the model's own state.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from faster_whisper import vad

from paletter.transcribers.protocol import SAMPLE_RATE, Audio

WINDOW = 512
CONTEXT = 64
"""So many samples before a window are heard with it."""
BLOCK = 1024 * WINDOW
"""Half a minute: the model needs about 40 times as much memory as what it is given at once."""
SPEECH = 0.5
SILENCE = 0.35
"""A window in between goes on as what was before."""
PAUSE = SAMPLE_RATE * 250 // 1000
SHORTEST = SAMPLE_RATE * 100 // 1000
PAD = SAMPLE_RATE * 50 // 1000

Span = tuple[int, int]


def spans(blocks: Iterable[Audio]) -> list[Span]:
    """Return the stretches of speech as (first sample, sample after the last), in order and apart.

    All blocks but the last must hold a whole number of windows.
    """
    probabilities: list[float] = []
    length = 0
    state = np.zeros((1, 1, 128), np.float32), np.zeros((1, 1, 128), np.float32)
    context = np.zeros(CONTEXT, np.float32)
    for block in blocks:
        length += len(block)
        windows = np.pad(block, (0, -len(block) % WINDOW)).reshape(-1, WINDOW)
        before = np.vstack([context, windows[:-1, -CONTEXT:]])
        context = windows[-1, -CONTEXT:]
        found, *state = _session().run(
            None, {"input": np.concatenate([before, windows], 1), "h": state[0], "c": state[1]}
        )
        probabilities += found.ravel().tolist()
    return _apart(_stretches(probabilities, length), length)


@cache
def _session() -> Any:
    return vad.get_vad_model().session


def _stretches(probabilities: Iterable[float], length: int) -> Iterator[Span]:
    """Yield what is speech; a pause ends it once it has lasted, and begins where it began."""
    start: int | None = None
    pause: int | None = None
    for number, probability in enumerate(probabilities):
        at = number * WINDOW
        if probability >= SPEECH:
            start, pause = at if start is None else start, None
        elif start is not None and probability < SILENCE:
            pause = at if pause is None else pause
            if at - pause >= PAUSE:
                yield from _long_enough(start, pause)
                start = pause = None
    if start is not None:
        yield from _long_enough(start, length)


def _long_enough(start: int, end: int) -> Iterator[Span]:
    if end - start > SHORTEST:
        yield start, end


def _apart(found: Iterable[Span], length: int) -> list[Span]:
    """Give each stretch a little of the silence around it, to the middle of a pause at most."""
    stretches = list(found)
    gaps = [later[0] - earlier[1] for earlier, later in pairwise(stretches)]
    padded = []
    for number, (start, end) in enumerate(stretches):
        before = start if number == 0 else gaps[number - 1] // 2
        after = length - end if number == len(gaps) else gaps[number] // 2
        padded.append((start - min(PAD, before), end + min(PAD, after)))
    return padded
