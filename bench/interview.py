"""What one interview costs, part by part and engine by engine, beside its anchor: decoding the same files with PyAV.

    python bench/interview.py [--engine sphinx] [--engine whisper --model NAME] [--rounds 3] [--json FILE]

Takes the six shipped demo recordings as one interview. CPU seconds are those of this process and of its ended children
(user and system), so they hold on a busy machine where the wall clock does not; the wall clock is told beside them.
Printed is the median of the rounds, per interview and per recorded minute, and the ratio to the anchor of the same
round. Without a model, `whisper` runs with a tiny one of random weights: it costs what loading, finding speech and the
features cost, and nothing of what a real model costs.
"""

import argparse
import json
import resource
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from paletter.assessments import shelf
from paletter.config.options import options
from paletter.interviews import media
from paletter.scorers.indicators.scorer import IndicatorsScorer
from paletter.scores.assess import assess
from paletter.transcribers import choice, voice
from paletter.transcribers.protocol import SAMPLE_RATE, Audio, Transcriber
from paletter.vocabulary.scores import SpokenAnswer
from paletter.vocabulary.transcripts import Segment

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.transcribers.tiny_whisper import a_tiny_whisper

RECORDINGS = Path(__file__).parent.parent / "src" / "paletter" / "commands" / "demo" / "recordings"
TEMPLATE = "general-hospitality-foh"
ANCHOR = "anchor: decode with PyAV alone"
WITHOUT_HEARING = "all of these, without hearing"


def cpu() -> float:
    """Return the CPU seconds spent so far by this process and its ended children."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


@dataclass(frozen=True)
class Cost:
    """CPU and wall-clock seconds of a part."""

    cpu: float
    wall: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.cpu + other.cpu, self.wall + other.wall)


def spent(work: Callable[[], object]) -> Cost:
    before, start = cpu(), time.monotonic()
    work()
    return Cost(cpu() - before, time.monotonic() - start)


def decoded_bare(files: list[Path]) -> None:
    """The anchor: every packet of sound decoded, in this process, without limits, remuxing or measuring."""
    for file in files:
        with av.open(str(file)) as container:
            for _frame in container.decode(audio=0):
                pass


def one_round(files: list[Path], engines: dict[str, Transcriber], folder: Path) -> dict[str, Cost]:
    """Return what each part of one interview costs."""
    playable = [folder / file.name for file in files]
    sounds: list[Audio] = []
    facts: list[media.MediaFacts] = []
    costs = {
        ANCHOR: spent(lambda: decoded_bare(files)),
        "remux in a confined child": spent(
            lambda: facts.extend(media.remux(f, p) for f, p in zip(files, playable, strict=True))
        ),
        "decode in a confined child": spent(lambda: sounds.extend(media.decode_audio(p) for p in playable)),
        "find speech": spent(lambda: [voice.speech_timing(sound) for sound in sounds]),
        "make posters": spent(lambda: [media.poster(p, folder / "poster") for p in playable]),
        "score": spent(score),
    }
    costs[WITHOUT_HEARING] = sum((cost for part, cost in costs.items() if part != ANCHOR), Cost(0, 0))
    for name, engine in engines.items():
        costs[f"hear: {name}"] = spent(lambda engine=engine: [engine.transcribe(sound) for sound in sounds])  # type: ignore[misc]
    costs["on demand: H.264 variant"] = spent(
        lambda: [media.encode(p, folder / "variant", seconds=f.duration) for p, f in zip(playable, facts, strict=True)]
    )
    return costs


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


def engines(asked: argparse.Namespace, folder: Path) -> dict[str, Transcriber]:
    """Return the recognisers to be compared, by the names under which they are told; loaded, as in a worker."""
    made: dict[str, Transcriber] = {}
    for name in dict.fromkeys(asked.engine or ("sphinx", "whisper")):
        if name == "whisper" and not asked.model:
            engine = choice.choose(name, model=a_tiny_whisper(folder / "tiny"))
            made["whisper, TINY RANDOM MODEL"] = engine
        else:
            engine = choice.choose(name, model=asked.model, models=options().models_dir)
            made[engine.name] = engine
        engine.transcribe(np.zeros(SAMPLE_RATE, np.float32))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="What one interview costs, part by part and engine by engine.")
    parser.add_argument("--engine", action="append", choices=("sphinx", "whisper"), help="may be given twice")
    parser.add_argument("--model", help="name or folder of a Whisper model; a tiny random one without")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    files = sorted(RECORDINGS.glob("*.webm"))
    minutes = sum(len(media.decode_audio(file)) for file in files) / SAMPLE_RATE / 60
    rounds = []
    with tempfile.TemporaryDirectory() as models:
        compared = engines(asked, Path(models))
        for number in range(asked.rounds):
            print(f"round {number + 1} of {asked.rounds}", file=sys.stderr)
            with tempfile.TemporaryDirectory() as folder:
                rounds.append(one_round(files, compared, Path(folder)))
    report(rounds, minutes, len(files), asked.json)


def report(rounds: list[dict[str, Cost]], minutes: float, answers: int, target: Path | None) -> None:
    rows = {}
    for part in rounds[0]:
        spent_cpu = statistics.median(one[part].cpu for one in rounds)
        wall = statistics.median(one[part].wall for one in rounds)
        ratio = statistics.median(one[part].cpu / one[ANCHOR].cpu for one in rounds)
        rows[part] = {
            "cpu_seconds": spent_cpu,
            "cpu_per_recorded_minute": spent_cpu / minutes,
            "wall_seconds": wall,
            "wall_per_recorded_minute": wall / minutes,
            "times_the_anchor": ratio,
        }
    print(f"{answers} answers, {minutes:.1f} minutes, median of {len(rounds)} rounds; per recorded minute in brackets")
    print(f"{'part':40}{'CPU s':>18}{'wall s':>18}{'x anchor':>10}")
    for part, row in rows.items():
        told = [f"{row[f'{k}_seconds']:.2f} ({row[f'{k}_per_recorded_minute']:.2f})" for k in ("cpu", "wall")]
        print(f"{part:40}{told[0]:>18}{told[1]:>18}{row['times_the_anchor']:10.1f}")
    if target is not None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps({"answers": answers, "minutes": minutes, "parts": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
