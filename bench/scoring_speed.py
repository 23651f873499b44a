"""How fast a scorer is on one core, and how much memory it takes: each rated answer judged on all six skills.

    python bench/scoring_speed.py [--scorer indicators] [--answers FILE] [--rounds 5]

Runs pinned to one core, in a process that has loaded nothing else, and prints JSON. Seconds are those of the processor,
so they hold on a busy machine too; printed are the median, the slowest and the fastest round.
"""

import argparse
import json
import os
import re
import statistics
import time
from pathlib import Path

from paletter import plugins
from paletter.assessments import shelf
from paletter.scores.assess import score_written

ANSWERS = Path(__file__).parents[1] / "data" / "interview-answers" / "answers.jsonl"
KIB_PER_MB = 1024


def main() -> None:
    asked = argparse.ArgumentParser(description="How fast a scorer is on one core, and how much memory it takes.")
    asked.add_argument("--scorer", default="indicators")
    asked.add_argument("--answers", type=Path, default=ANSWERS)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    print(json.dumps(measured(given.scorer, given.answers, given.rounds)))


def measured(name: str, path: Path, rounds: int) -> dict[str, float]:
    answers = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rubrics = shelf.template("general-hospitality-foh").rubrics
    scorer = plugins.scorer_named(name)
    rates = []
    for _ in range(rounds):
        begun = time.process_time()
        for answer in answers:
            score_written(
                answer_id=answer["id"],
                question=answer["question"],
                text=answer["answer"],
                scorer=scorer,
                rubrics=rubrics,
            )
        rates.append(len(answers) / (time.process_time() - begun))
    return {
        "answers": len(answers),
        "skills": len(rubrics),
        "rounds": rounds,
        "answers_per_second": statistics.median(rates),
        "slowest": min(rates),
        "fastest": max(rates),
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """Return the most memory that this program held. What getrusage tells would include whoever started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / KIB_PER_MB


if __name__ == "__main__":
    main()
