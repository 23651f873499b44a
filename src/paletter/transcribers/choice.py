"""Chooses the recogniser that an operator asked for, or the best one that works here."""

from pathlib import Path
from typing import Literal

from paletter.transcribers.protocol import Transcriber, TranscriberUnavailable
from paletter.transcribers.sphinx import SphinxTranscriber
from paletter.transcribers.whisper import WhisperTranscriber

Engine = Literal["auto", "whisper", "sphinx"]


def choose(
    engine: Engine | str = "auto", *, model: str | Path | None = None, models: Path | None = None
) -> Transcriber:
    """Return the transcriber. `auto` is Whisper when `model` is set, else the built-in one.

    `model` is a folder or a name; names are looked for in the folder `models`.
    A model that is set but does not work is an error also for `auto`: the operator wanted it, and the built-in
    recogniser is much weaker. Raises TranscriberUnavailable.
    """
    if engine == "sphinx" or (engine == "auto" and not model):
        return SphinxTranscriber()
    if engine not in ("auto", "whisper"):
        raise TranscriberUnavailable(f"There is no recogniser “{engine}”. Choose auto, whisper or sphinx.")
    if not model:
        raise TranscriberUnavailable(
            "Whisper needs a model. Fetch one (“paletter models fetch small”) and set PALETTER_WHISPER_MODEL to its "
            "name or folder, or choose the engine “sphinx”."
        )
    return WhisperTranscriber(model, models=models)
