"""Tells what became of damaged files: counts by kind and outcome, and the extremes."""

import hashlib
from collections import Counter
from collections.abc import Sequence

from paletter.commands.fuzz.trying import TAKEN, Trial
from paletter.evaluation.tables import Table

MOST_FAULTS = 30


def tables(trials: Sequence[Trial]) -> list[Table]:
    """Return the tables of a run: outcomes by kind, extremes, and faults if there are any."""
    outcomes = sorted({trial.outcome for trial in trials}, key=lambda outcome: (outcome != TAKEN, outcome))
    counts = Counter((trial.kind, trial.outcome) for trial in trials)
    kinds = sorted({trial.kind for trial in trials})
    rows = [
        (kind, str(sum(t.kind == kind for t in trials)), *(str(counts[kind, o] or "") for o in outcomes))
        for kind in kinds
    ]
    rows.append(("all", str(len(trials)), *(str(sum(t.outcome == o for t in trials)) for o in outcomes)))
    made = [
        Table("outcomes", "What became of them", ("kind", "files", *outcomes), tuple(rows)),
        Table("extremes", "The most that one file took", ("what", "most", "by"), tuple(_extremes(trials)), texts=1),
    ]
    if faults := [trial for trial in trials if trial.is_fault][:MOST_FAULTS]:
        columns = ("number", "kind", "step", "outcome", "told")
        found = tuple((str(t.number), t.kind, t.stage, t.outcome, t.told) for t in faults)
        made.append(Table("faults", "Without a clear result", columns, found, "Again: --only NUMBER", texts=5))
    return made


def remarks(trials: Sequence[Trial], *, seed: int) -> list[str]:
    """Return a sentence that names the files, so that two runs can be compared."""
    digest = hashlib.sha256("".join(trial.sha256 for trial in trials).encode()).hexdigest()[:12]
    faults = sum(trial.is_fault for trial in trials)
    return [f"{len(trials)} files of seed {seed} ({digest}), {faults} without a clear result"]


def _extremes(trials: Sequence[Trial]) -> list[tuple[str, str, str]]:
    slowest = max(trials, key=lambda trial: trial.seconds)
    widest = max(trials, key=lambda trial: trial.disk)
    return [
        ("seconds", f"{slowest.seconds:.1f}", _named(slowest)),
        ("MB of disk beside the file", f"{widest.disk / 1e6:.1f}", _named(widest)),
        ("MB of memory of a child", f"{max(t.memory for t in trials) / 1e6:.0f}", ""),
        ("MB of memory of who asks", f"{max(t.own_memory for t in trials) / 1e6:.0f}", ""),
        ("seconds for all", f"{sum(t.seconds for t in trials):.0f}", "work of all jobs together"),
    ]


def _named(trial: Trial) -> str:
    return f"number {trial.number}, {trial.kind}, {trial.outcome}"
