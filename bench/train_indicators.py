"""Trains the indicators scorer on rated answers and writes its model.toml with the figures that belong to it.

    python bench/train_indicators.py --answers FOLDER --date 2026-11-23

FOLDER holds answers.jsonl (id, writer, question, answer) and ratings.csv (id, rater, one column per skill; 0 = no
evidence). The answers stay where they are: only coefficients, counts and a hash of the data go into the model. The
same data, rules and date give the same file, byte for byte.

Per skill: ridge regression of the raters' mean level on the distinct behaviours shown. No coefficient may be negative,
and each is drawn towards the mean of its group (the skill's own behaviours, those of the account), so that rare
behaviours borrow strength. The scale's upper end is anchored: ANCHORS made-up rows show everything and are a 5, since
few rated answers come near it. Both numbers hold for all skills alike. Figures are out of fold by writer.
"""

import argparse
import csv
import hashlib
import itertools
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paletter.scorers.gates import FEWEST_WORDS
from paletter.scorers.indicators.behaviours import RULES, SKILLS, Rules, account, rules, shown_in
from paletter.scorers.indicators.model import CLAIM, MODEL
from paletter.scorers.reading import Reading
from paletter.vocabulary.rubrics import HIGHEST_LEVEL
from paletter.vocabulary.transcripts import Segment

Numbers = NDArray[np.float64]
PULL = 100.0
ANCHORS = 6


@dataclass(frozen=True)
class Rated:
    """An answer with the mean of its raters per skill, where two of them at least saw evidence."""

    writer: str
    reading: Reading
    levels: dict[str, float]


@dataclass(frozen=True)
class Table:
    """One skill's material: a row per answer, a column per behaviour."""

    keys: list[str]
    own: int
    shown: Numbers
    levels: Numbers
    writers: NDArray[np.str_]
    log_words: Numbers
    silent: int
    """Answers that raters gave a level and in which no rule found anything."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--answers", type=Path, required=True, help="folder with answers.jsonl and ratings.csv")
    arguments.add_argument("--date", required=True, help="date to write into the model, as 2026-11-23")
    arguments.add_argument("--out", type=Path, default=MODEL)
    given = arguments.parse_args()
    answers = read(given.answers)
    lines, figures = [], []
    for skill in SKILLS:
        table = tabulated(skill, answers, rules()[skill])
        text, row = trained(skill, table, by_answer=rules()[skill].by_answer)
        lines.append(text)
        figures.append(row)
    given.out.write_text(header(given.answers, given.date) + "\n".join(lines), encoding="utf-8")
    print("\n".join(figures))


def read(folder: Path) -> list[Rated]:
    """Return the answers that are long enough to pass the gate, with their levels."""
    ratings = defaultdict(list)
    with (folder / "ratings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            ratings[row["id"]].append(row)
    found = []
    for line in (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        reading = Reading([Segment(0.0, 0.0, word) for word in answer["answer"].split()])
        if len(reading.tokens) >= FEWEST_WORDS:
            found.append(Rated(answer["writer"], reading, levels(ratings[answer["id"]])))
    return found


def levels(rows: list[dict[str, str]]) -> dict[str, float]:
    given = {skill: [float(row[skill]) for row in rows if float(row[skill]) > 0] for skill in SKILLS}
    return {skill: sum(values) / len(values) for skill, values in given.items() if len(values) >= 2}


def tabulated(skill: str, answers: list[Rated], the_rules: Rules) -> Table:
    keys = [b.key for b in (*the_rules.own, *the_rules.story)]
    rated = [answer for answer in answers if skill in answer.levels]
    rows, kept = [], []
    for answer in rated:
        given = account(answer.reading)
        own = shown_in(given, the_rules.own) if shown_in(given, [the_rules.example]) else {}
        if own or shown_in(given, [the_rules.claim]):
            found = {*own, *(shown_in(given, the_rules.story) if own else ())}
            rows.append([float(key in found) for key in keys])
            kept.append(answer)
    return Table(
        keys=keys,
        own=len(the_rules.own),
        shown=np.array(rows),
        levels=np.array([answer.levels[skill] for answer in kept]),
        writers=np.array([answer.writer for answer in kept]),
        log_words=np.log([len(answer.reading.tokens) for answer in kept]),
        silent=len(rated) - len(kept),
    )


def fitted(shown: Numbers, wanted: Numbers, own: int) -> tuple[float, Numbers]:
    """Return intercept and coefficients by coordinate descent; groups are the own behaviours and the account's."""
    shown = np.vstack([shown, np.ones((ANCHORS, shown.shape[1]))])
    wanted = np.append(wanted, [HIGHEST_LEVEL] * ANCHORS)
    columns = shown.shape[1]
    groups = np.array([column >= own for column in range(columns)])
    weights = np.full(columns, 0.1)
    intercept = float(wanted.mean())
    for _ in range(500):
        intercept = float((wanted - shown @ weights).mean())
        centres = {group: weights[groups == group].mean() for group in set(groups)}
        for column in range(columns):
            rest = wanted - intercept - shown @ weights + shown[:, column] * weights[column]
            pulled = shown[:, column] @ rest + PULL * centres[groups[column]]
            weights[column] = max(0.0, pulled / (shown[:, column].sum() + PULL))
    return intercept, weights


def predicted(table: Table, intercept: float, weights: Numbers, rows: NDArray[np.bool_]) -> Numbers:
    raw = intercept + table.shown[rows] @ weights
    return np.clip(np.where(table.shown[rows].any(axis=1), raw, np.minimum(raw, CLAIM)), 1, 5)


def out_of_fold(table: Table) -> tuple[Numbers, Numbers]:
    """Return what is predicted for each writer from all others: by the model, and from the number of words alone."""
    by_model, by_words = np.zeros(len(table.levels)), np.zeros(len(table.levels))
    for writer in sorted(set(table.writers)):
        held = table.writers == writer
        intercept, weights = fitted(table.shown[~held], table.levels[~held], table.own)
        by_model[held] = predicted(table, intercept, weights, held)
        line = np.polyfit(table.log_words[~held], table.levels[~held], 1)
        by_words[held] = np.clip(np.polyval(line, table.log_words[held]), 1, 5)
    return by_model, by_words


def several_answers(table: Table, intercept: float, weights: Numbers) -> float:
    """Return what to take off per doubling of the answers so that a writer's answers together get their mean level."""
    doublings, surplus = [], []
    for writer in sorted(set(table.writers)):
        rows = np.flatnonzero(table.writers == writer)
        for size in range(2, len(rows) + 1):
            for chosen in itertools.combinations(rows, size):
                together = table.shown[list(chosen)].max(axis=0)
                surplus.append(intercept + together @ weights - table.levels[list(chosen)].mean())
                doublings.append(math.log2(size))
    x, y = np.array(doublings), np.array(surplus)
    return max(0.0, float(x @ y / (x @ x)))


def trained(skill: str, table: Table, *, by_answer: bool) -> tuple[str, str]:
    intercept, weights = fitted(table.shown, table.levels, table.own)
    by_model, by_words = out_of_fold(table)
    errors = by_model - table.levels
    figures = {
        "answers": len(table.levels),
        "writers": len(set(table.writers)),
        "rated_but_nothing_found": table.silent,
        "r": r(by_model, table.levels),
        "mae": float(np.abs(errors).mean()),
        "r_beyond_words": partial(table.levels, by_model, table.log_words),
        "r_of_word_count": r(by_words, table.levels),
        "mae_of_word_count": float(np.abs(by_words - table.levels).mean()),
        "mae_of_mean": float(np.abs(table.levels - table.levels.mean()).mean()),
    }
    band = math.sqrt(float((errors**2).mean()))
    text = [f"[skills.{skill}]", f"intercept = {intercept:.3f}", f"band = {band:.2f}"]
    text.append(f"several_answers = {0.0 if by_answer else several_answers(table, intercept, weights):.3f}")
    text += [f"\n[skills.{skill}.coefficients]"]
    text += [f"{key} = {weight:.3f}" for key, weight in zip(table.keys, weights, strict=True)]
    text += [f"\n[skills.{skill}.out_of_fold]"]
    text += [
        f"{key} = {value:.2f}" if isinstance(value, float) else f"{key} = {value}" for key, value in figures.items()
    ]
    row = "  ".join(
        f"{key} {value:.2f}" if isinstance(value, float) else f"{key} {value}" for key, value in figures.items()
    )
    return "\n".join(text) + "\n", f"{skill:16} band {band:.2f}  {row}"


def r(one: Numbers, other: Numbers) -> float:
    return float(np.corrcoef(one, other)[0, 1]) if one.std() > 0 and other.std() > 0 else 0.0


def partial(levels: Numbers, by_model: Numbers, log_words: Numbers) -> float:
    """Return the correlation of model and raters with what the number of words tells taken out of both."""
    a, b, c = r(levels, by_model), r(levels, log_words), r(by_model, log_words)
    return (a - b * c) / math.sqrt((1 - b * b) * (1 - c * c))


def header(folder: Path, date: str) -> str:
    data = sha256(folder / "answers.jsonl", folder / "ratings.csv")
    rule_files = sha256(*sorted(RULES.glob("*.toml")))
    return (
        "# Coefficients of the indicators scorer. Written by bench/train_indicators.py; docs/scoring.md explains it.\n"
        "# `band` is the root of the mean squared error out of fold. The raters were language models.\n\n"
        f'version = "{date}-{rule_files[:8]}"\ntrained_on = "{date}"\ndata_sha256 = "{data}"\n'
        f'rules_sha256 = "{rule_files}"\npull = {PULL}\nanchors = {ANCHORS}\n\n'
    )


def sha256(*paths: Path) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
