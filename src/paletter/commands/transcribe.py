"""`paletter transcribe FILE`: what is said in a recording, as JSON on standard output."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from paletter.commands import listening
from paletter.commands.opening import settings_read
from paletter.commands.progress import progress
from paletter.vocabulary.transcripts import Transcript


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a recording, video or sound")
    parser.add_argument("--engine", choices=listening.ENGINES, help="the recogniser; without it PALETTER_ENGINE")
    parser.add_argument("--model", help="name or folder of a Whisper model; without it PALETTER_WHISPER_MODEL")
    parser.add_argument("--language", metavar="CODE", help="what is spoken, such as “de”; found out when left away")


def run(asked: argparse.Namespace) -> int:
    options = settings_read()
    engine = listening.transcriber(
        asked.engine or options.engine, model=asked.model or options.whisper_model, models=options.models_dir
    )
    with progress(1) as begin:
        begin(f"Listening to {asked.file.name}")
        heard = listening.hear(asked.file, engine, language=asked.language)
    sys.stdout.write(json.dumps(as_json(heard.transcript), ensure_ascii=False) + "\n")
    return 0


def as_json(transcript: Transcript) -> dict[str, Any]:
    """Return a transcript in the shape that other programs read."""
    return {
        "engine": transcript.engine,
        "language": transcript.language,
        "text": transcript.text,
        "words": [
            {"word": word.text, "start": word.start, "end": word.end, "confidence": word.confidence}
            for word in transcript.segments
        ],
    }
