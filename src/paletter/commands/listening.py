"""Recordings on this machine, heard without any server: what `assess` and `transcribe` share."""

from dataclasses import dataclass
from pathlib import Path

from paletter.commands.stopping import WRONG, Stop
from paletter.interviews import media
from paletter.transcribers import choice, voice
from paletter.transcribers.protocol import SAMPLE_RATE, Audio, Transcriber, TranscriberUnavailable
from paletter.vocabulary.transcripts import SpeechTiming, Transcript

ENGINES = ("auto", "whisper", "sphinx")


@dataclass(frozen=True)
class Heard:
    """What was heard in a file, and when there was speech. `duration` is in seconds."""

    transcript: Transcript
    timing: SpeechTiming
    duration: float


def transcriber(engine: str, *, model: str, models: Path) -> Transcriber:
    """Return the recogniser; raises Stop when it can't work here."""
    try:
        return choice.choose(engine, model=model or None, models=models)
    except TranscriberUnavailable as error:
        raise Stop(str(error), code=WRONG) from error


def hear(path: Path, engine: Transcriber, *, language: str | None = None) -> Heard:
    """Return what is said in a recording; the language is found out when none is given.

    Raises Stop for a file that can't be heard, naming it.
    """
    audio = _sound(path)
    try:
        return Heard(engine.transcribe(audio, language=language), voice.speech_timing(audio), len(audio) / SAMPLE_RATE)
    except TranscriberUnavailable as error:
        raise Stop(str(error)) from error


def timing(path: Path) -> tuple[SpeechTiming, float]:
    """Return when there is speech in a recording, and its seconds, without looking for words. Raises Stop."""
    audio = _sound(path)
    return voice.speech_timing(audio), len(audio) / SAMPLE_RATE


def _sound(path: Path) -> Audio:
    if not path.exists():
        raise Stop(f"There is no file “{path}”. Check the name and the folder.", code=WRONG)
    try:
        audio = media.decode_audio(path)
    except media.MediaError as error:
        raise Stop(str(error)) from error
    if not len(audio):
        raise Stop(f"“{path}” has no sound.")
    return audio
