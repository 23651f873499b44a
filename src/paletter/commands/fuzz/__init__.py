"""`paletter fuzz`: what becomes of damaged and hostile recordings, tried by the thousand.

Every file is made from a seed and a number, so the same command tries the same files again. The exit code is 1 when one
of them had no clear result: an error that is not about the file, a child that had to be stopped, something left behind.
"""

import argparse
import json
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from paletter.commands.fuzz import sources, telling, trying
from paletter.commands.fuzz.trying import Trial
from paletter.commands.printing import print_tables
from paletter.commands.progress import progress
from paletter.commands.stopping import Stop


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=1000, metavar="N", help="how many files (1000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which files (1)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="try one of them alone, and tell all of it")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), metavar="N", help="at once (2)")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="put files without a clear result there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every trial there")


def run(asked: argparse.Namespace) -> int:
    if asked.count < 1 or asked.jobs < 1:
        raise Stop("--count and --jobs begin at 1.")
    numbers = [asked.only] if asked.only is not None else list(range(asked.count))
    with tempfile.TemporaryDirectory(prefix="paletter-fuzz-") as folder:
        place = Path(folder)
        sources.write(place / "sources")
        with progress(len(numbers)) as begin:
            trials: list[Trial] = []
            for trial in _tried(numbers, asked, place):
                begin(f"{len(trials) + 1} tried, the last: {trial.kind}, {trial.outcome}")
                trials.append(trial)
    trials.sort(key=lambda trial: trial.number)
    if asked.json is not None:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps([asdict(trial) for trial in trials], indent=1) + "\n", encoding="utf-8")
    print_tables(telling.tables(trials), remarks=telling.remarks(trials, seed=asked.seed))
    return 1 if any(trial.is_fault for trial in trials) else 0


def _tried(numbers: list[int], asked: argparse.Namespace, place: Path) -> Iterator[Trial]:
    # Processes of their own: peaks of memory are told per process, and one that falls takes no other along.
    with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(trying.try_one, number, asked.seed, place, asked.keep) for number in numbers]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BrokenProcessPool as error:
            raise Stop(
                "A process that tries files fell itself. That is a fault of Paletter; please report it."
            ) from error
        finally:
            for future in waiting:
                future.cancel()
