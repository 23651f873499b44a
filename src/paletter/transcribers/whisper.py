"""faster-whisper from a model folder: many languages, punctuation, better on accents than the built-in recogniser.

A model is never downloaded here: `paletter models fetch` brings it, or the operator copies its folder (docs/speech.md).
"""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2  # type: ignore[import-untyped]
import faster_whisper

from paletter.transcribers import kept_models
from paletter.transcribers.kept_models import NEEDED, WEIGHTS
from paletter.transcribers.protocol import SAMPLE_RATE, Audio, TranscriberUnavailable
from paletter.vocabulary.transcripts import Segment, Transcript

MEBIBYTE = 1024 * 1024
PAUSE_MS = 500
LISTENED_SEGMENTS = 4
"""Up to so many half minutes are listened to until the language is sure."""
SURE_OF_LANGUAGE = 0.5
TRUST_FROM = 0.5
"""Mean word probability from which the words may be scored unchecked; a guard, not fitted (docs/speech.md)."""
LEAST_LIKELY = -1.0
MOST_REPETITIVE = 2.4
"""Whisper's own bounds for a piece that failed: mean log probability of its tokens, and how well its text packs."""
MOST_FAILED = 0.25
"""Share of words in pieces that failed, above which an answer is not trusted."""


class WhisperTranscriber:
    """Words with times and probabilities. The model is loaded at the first use and kept; one recording at a time."""

    def __init__(self, model: str | Path, *, models: Path | None = None) -> None:
        """`model` is a folder, or the name of one in the folder `models` or in the hub's cache on this machine.

        Raises TranscriberUnavailable when it is missing or incomplete.
        """
        self.folder = find_model(model, models)
        self.name = f"whisper:{Path(model).name} {fingerprint(self.folder)}"
        self._model: Any = None
        self._lock = threading.Lock()

    def transcribe(self, audio: Audio, *, language: str | None = None) -> Transcript:
        """Return what was heard, in the language that was spoken unless one is given.

        `is_trusted` is False when the language was a guess or Whisper itself doubts its words. Raises
        TranscriberUnavailable.
        """
        with self._lock:
            if self._model is None:
                self._model = _load(self.folder)
            return self._listen(audio, language)

    def _listen(self, audio: Audio, language: str | None) -> Transcript:
        known = _known(language, self._model)
        try:
            found, info = self._model.transcribe(
                audio,
                language=known,
                language_detection_segments=LISTENED_SEGMENTS,
                language_detection_threshold=SURE_OF_LANGUAGE,
                word_timestamps=True,
                vad_filter=True,
                vad_parameters={"min_silence_duration_ms": PAUSE_MS},
                condition_on_previous_text=False,
                log_prob_threshold=LEAST_LIKELY,
                compression_ratio_threshold=MOST_REPETITIVE,
            )
            pieces = [
                Piece(float(one.avg_logprob), float(one.compression_ratio), tuple(one.words or ())) for one in found
            ]
        except RuntimeError as error:
            raise TranscriberUnavailable(
                f"The Whisper model in {self.folder} fails on this machine ({error}). Try a smaller model."
            ) from error
        segments = _in_order([word for piece in pieces for word in piece.words], len(audio) / SAMPLE_RATE)
        sureness = 1.0 if known is not None else float(info.language_probability)
        is_trusted = is_plausible(pieces, language_probability=sureness)
        return Transcript(info.language, self.name, segments, is_trusted=is_trusted)


@dataclass(frozen=True)
class Piece:
    """A stretch as Whisper wrote it: mean log probability of its tokens, how well it packs, and its words."""

    log_probability: float
    compression: float
    words: tuple[Any, ...]


def is_plausible(pieces: Sequence[Piece], *, language_probability: float) -> bool:
    """Tell whether Whisper itself believes in what it wrote. Nothing heard is nothing doubtful."""
    words = [word for piece in pieces for word in piece.words]
    if not words:
        return True
    failed = sum(len(p.words) for p in pieces if p.log_probability < LEAST_LIKELY or p.compression > MOST_REPETITIVE)
    mean = sum(float(word.probability) for word in words) / len(words)
    is_sure = language_probability >= SURE_OF_LANGUAGE
    return is_sure and mean >= TRUST_FROM and failed <= MOST_FAILED * len(words)


def find_model(model: str | Path, models: Path | None = None) -> Path:
    """Return the folder of a model: a kept one by name, a folder, or one in the hub's cache; never asks the network.

    Raises TranscriberUnavailable when there is none, or files are missing in it.
    """
    kept = kept_models.find(str(model), models) if models is not None else None
    folder = kept.folder if kept is not None else Path(model).expanduser()
    if not folder.is_dir():
        folder = _cached(str(model))
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise TranscriberUnavailable(
            f"The Whisper model folder {folder} is not complete: {' and '.join(missing)} missing. "
            "Copy the whole folder of a faster-whisper model."
        )
    return folder


def fingerprint(folder: Path) -> str:
    """Return a short mark of the weights (their beginning and size), the same wherever the folder lies."""
    weights = folder / WEIGHTS
    with weights.open("rb") as file:
        seen = hashlib.sha256(file.read(MEBIBYTE))
    seen.update(str(weights.stat().st_size).encode())
    return seen.hexdigest()[:12]


def _cached(name: str) -> Path:
    try:
        return Path(faster_whisper.download_model(name, local_files_only=True))
    except Exception as error:  # the hub's client has a dozen ways to say that it has no such thing
        raise TranscriberUnavailable(
            f"There is no Whisper model “{name}”. Fetch one (“paletter models fetch small”) or set the folder of a "
            "faster-whisper model, with model.bin in it; models are not downloaded while recordings are processed."
        ) from error


def _load(folder: Path) -> Any:
    device, numbers = numbers_for(ctranslate2.get_cuda_device_count())
    try:
        return faster_whisper.WhisperModel(str(folder), device=device, compute_type=numbers, local_files_only=True)
    except Exception as error:  # ctranslate2, tokenizers and json each have their own words for a broken file
        raise TranscriberUnavailable(
            f"The Whisper model in {folder} can't be loaded ({error}). Copy it again; it may be cut or of another kind."
        ) from error


def numbers_for(gpus: int) -> tuple[str, str]:
    """Return where a model runs and with which numbers: 16-bit floats on a GPU, 8-bit integers without."""
    return ("cuda", "float16") if gpus else ("cpu", "int8")


def _known(language: str | None, model: Any) -> str | None:
    if language is None:
        return None
    code = language.partition("-")[0].lower()
    if code not in model.supported_languages:
        raise TranscriberUnavailable(f"This Whisper model does not know the language “{language}”.")
    return code


def _in_order(words: list[Any], duration: float) -> tuple[Segment, ...]:
    """Words as segments; Whisper's times may step back a little or pass the end, ours never do."""
    segments: list[Segment] = []
    earliest = 0.0
    for word in words:
        text = word.word.strip()
        if not text:
            continue
        start = min(max(float(word.start), earliest), duration)
        end = min(max(float(word.end), start), duration)
        segments.append(Segment(start, end, text, min(1.0, max(0.0, float(word.probability)))))
        earliest = start
    return tuple(segments)
