"""What one interview costs in CPU, part by part, beside its anchor: decoding the same files with PyAV and nothing else.

    python bench/interview.py [--engine sphinx] [--rounds 3] [--json FILE]

Takes the six shipped demo recordings as one interview. CPU seconds are those of this process and of its ended children
(user and system), so they hold on a busy machine where the wall clock does not. Printed is the median of the rounds,
per interview and per recorded minute, and the ratio to the anchor of the same round.
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

import av

from paletter.assessments import shelf
from paletter.interviews import media
from paletter.scorers.indicators.scorer import IndicatorsScorer
from paletter.scores.assess import assess
from paletter.transcribers import choice, voice
from paletter.transcribers.protocol import SAMPLE_RATE
from paletter.vocabulary.scores import SpokenAnswer
from paletter.vocabulary.transcripts import Segment

RECORDINGS = Path(__file__).parent.parent / "src" / "paletter" / "commands" / "demo" / "recordings"
TEMPLATE = "general-hospitality-foh"
ANCHOR = "anchor: decode with PyAV alone"
HEARING = "hear"


def cpu() -> float:
    """Return the CPU seconds spent so far by this process and its ended children."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def spent(work: Callable[[], object]) -> float:
    before = cpu()
    work()
    return cpu() - before


def decoded_bare(files: list[Path]) -> None:
    """The anchor: every packet of sound decoded, in this process, without limits, remuxing or measuring."""
    for file in files:
        with av.open(str(file)) as container:
            for _frame in container.decode(audio=0):
                pass


def one_round(files: list[Path], engine: str, folder: Path) -> dict[str, float]:
    """Return CPU seconds by part for one interview."""
    playable = [folder / file.name for file in files]
    recogniser = choice.choose(engine, model=None)
    sounds = []
    seconds = {
        ANCHOR: spent(lambda: decoded_bare(files)),
        "remux in a confined child": spent(lambda: [media.remux(f, p) for f, p in zip(files, playable, strict=True)]),
        "decode in a confined child": spent(lambda: sounds.extend(media.decode_audio(p) for p in playable)),
        "find speech": spent(lambda: [voice.speech_timing(sound) for sound in sounds]),
        "score": spent(score),
        HEARING: spent(lambda: [recogniser.transcribe(sound, language="en") for sound in sounds]),
    }
    seconds["all but hearing"] = sum(value for part, value in seconds.items() if part not in (ANCHOR, HEARING))
    return seconds


def score() -> None:
    """Score the six answers as written, so that the recogniser's errors do not change the work."""
    template = shelf.template(TEMPLATE)
    texts = {row["question"]: row["text"] for row in tomllib.loads((RECORDINGS / "texts.toml").read_text())["answers"]}
    answers = [
        SpokenAnswer(
            id=question.key,
            question=question.text,
            words=tuple(Segment(0.4 * i, 0.4 * i + 0.3, word) for i, word in enumerate(texts[question.key].split())),
            competencies=question.competencies,
        )
        for question in template.questions
    ]
    assess(answers, template, IndicatorsScorer())


def main() -> None:
    parser = argparse.ArgumentParser(description="What one interview costs in CPU, part by part.")
    parser.add_argument("--engine", default="sphinx", choices=("auto", "sphinx", "whisper"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    files = sorted(RECORDINGS.glob("*.webm"))
    minutes = sum(len(media.decode_audio(file)) for file in files) / SAMPLE_RATE / 60
    rounds = []
    for number in range(asked.rounds):
        print(f"round {number + 1} of {asked.rounds}", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            rounds.append(one_round(files, asked.engine, Path(folder)))
    report(rounds, minutes, len(files), asked.json)


def report(rounds: list[dict[str, float]], minutes: float, answers: int, target: Path | None) -> None:
    rows = {}
    for part in rounds[0]:
        median = statistics.median(one[part] for one in rounds)
        ratio = statistics.median(one[part] / one[ANCHOR] for one in rounds)
        rows[part] = {"cpu_seconds": median, "per_recorded_minute": median / minutes, "times_the_anchor": ratio}
    print(f"{answers} answers, {minutes:.1f} minutes, median of {len(rounds)} rounds")
    print(f"{'part':34}{'CPU s':>9}{'per minute':>12}{'x anchor':>10}")
    for part, row in rows.items():
        print(f"{part:34}{row['cpu_seconds']:9.2f}{row['per_recorded_minute']:12.2f}{row['times_the_anchor']:10.1f}")
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps({"answers": answers, "minutes": minutes, "parts": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
