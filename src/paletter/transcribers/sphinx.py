"""pocketsphinx: the built-in recogniser. English only, no download, modest: read docs/speech.md before trusting it."""

import json
from importlib import metadata

import numpy as np

from paletter.transcribers import voice
from paletter.transcribers.confined import ChildError, ChildTimedOut, Limits, run_confined, scratch_folder
from paletter.transcribers.protocol import Audio, TranscriberUnavailable
from paletter.vocabulary.transcripts import Segment, Transcript

MODULE = "paletter.transcribers.sphinx_child"
TRUST_FROM = 0.55
"""Mean word posterior from which the words may be scored unchecked; fitted by bench/fit_sphinx_trust.py."""
PATIENCE_SECONDS = 60.0
PATIENCE_PER_SECOND = 6.0


class SphinxTranscriber:
    """English words with times and posteriors, no punctuation, no capitals. Each recording gets a fresh decoder."""

    def __init__(self) -> None:
        self.name = f"sphinx:en-us pocketsphinx {metadata.version('pocketsphinx')}"

    def transcribe(self, audio: Audio, *, language: str | None = None) -> Transcript:
        """Return what was heard; `is_trusted` is False when the recogniser itself was unsure.

        Takes about half the recording's length on one core, in a child process. Raises TranscriberUnavailable for any
        language but English, and when the child fails.
        """
        if language is not None and language.partition("-")[0].lower() != "en":
            raise TranscriberUnavailable(
                f"The built-in recogniser only knows English, not “{language}”. "
                "Set a Whisper model (docs/speech.md), which knows many languages."
            )
        spans = voice.utterances(voice.speech_timing(audio))
        segments = self._listen(audio, spans) if spans else ()
        heard = Transcript(language="en", engine=self.name, segments=segments)
        return Transcript(
            "en", self.name, segments, is_trusted=heard.confidence is None or heard.confidence >= TRUST_FROM
        )

    def _listen(self, audio: Audio, spans: list[voice.Span]) -> tuple[Segment, ...]:
        seconds = sum(end - start for start, end in spans)
        with scratch_folder("sphinx") as folder:
            path = folder / "samples"
            (np.clip(audio, -1.0, 1.0) * 32767).astype("<i2").tofile(path)
            limits = Limits(wall_seconds=PATIENCE_SECONDS + PATIENCE_PER_SECOND * seconds)
            try:
                answer = run_confined(MODULE, "transcribe", str(path), json.dumps(spans), limits=limits)
            except ChildTimedOut as error:
                raise TranscriberUnavailable(
                    f"The built-in recogniser was stopped after {limits.wall_seconds:.0f} s. "
                    "This machine is too busy or too slow for it; try again later or set a Whisper model."
                ) from error
            except ChildError as error:
                raise TranscriberUnavailable(
                    "The built-in recogniser (pocketsphinx) does not run here. Install Paletter again. "
                    f"It said: {error}"
                ) from error
        return tuple(Segment(start, end, text, confidence) for start, end, text, confidence in answer["words"])
