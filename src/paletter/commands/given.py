"""An answer's words: heard by the recogniser, or given in a file that came with the recording."""

import json
from dataclasses import dataclass
from pathlib import Path

from paletter.commands import listening
from paletter.commands.stopping import WRONG, Stop
from paletter.reports.report import WordSource, WordsView
from paletter.transcribers.protocol import Transcriber
from paletter.transcripts.alignment import realign, share_changed
from paletter.vocabulary.transcripts import Segment, SpeechTiming, Transcript

GIVEN = "given"


@dataclass(frozen=True)
class Words:
    """The words that count, what the recogniser heard beside them, and when there was speech."""

    counting: WordsView
    heard: WordsView | None
    timing: SpeechTiming
    duration: float


def read(path: Path) -> Transcript | str:
    """Return a transcript file: with times when it is JSON of `paletter transcribe`, else its text. Raises Stop."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"The transcript “{path}” can't be read: {error}.", code=WRONG) from error
    if path.suffix.lower() != ".json":
        return text
    try:
        content = json.loads(text)
        return Transcript(
            language=str(content["language"]),
            engine=str(content["engine"]),
            segments=tuple(_segment(word) for word in content["words"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Stop(
            f"The transcript “{path}” is not what “paletter transcribe” writes ({error}). "
            "Write it anew, or give plain text in a .txt file.",
            code=WRONG,
        ) from error


def words_of(recording: Path, text: Transcript | str | None, engine: Transcriber) -> Words:
    """Return the words of a recording: the given ones where there are any. Raises Stop."""
    if isinstance(text, Transcript):
        timing, duration = listening.timing(recording)
        return Words(WordsView(WordSource.GIVEN, text), None, timing, duration)
    heard = listening.hear(recording, engine)
    recognised = WordsView(WordSource.RECOGNISED, heard.transcript)
    if text is None:
        return Words(recognised, None, heard.timing, heard.duration)
    # The file has words and no times; the recogniser's times tell where they are said.
    segments = realign(heard.transcript.segments, text, duration=heard.duration)
    transcript = Transcript(heard.transcript.language, GIVEN, segments)
    changed = share_changed(heard.transcript.segments, segments)
    return Words(WordsView(WordSource.GIVEN, transcript, changed), recognised, heard.timing, heard.duration)


def _segment(word: dict[str, object]) -> Segment:
    start, end, confidence = word["start"], word["end"], word.get("confidence")
    if not isinstance(start, (int, float)) or not isinstance(end, (int, float)) or not 0 <= start <= end:
        raise ValueError(f"the times of “{word['word']}” can't be")
    return Segment(
        float(start), float(end), str(word["word"]), float(confidence) if isinstance(confidence, (int, float)) else None
    )
