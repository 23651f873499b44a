"""Fits how strongly the errors of two skills of one person go together: scores.fit.SHARED_ERROR.

    python bench/fit_shared_error.py [FOLDER with answers.jsonl and ratings.csv …] [--scorer indicators] [--models 5]

Takes each writer's answers for an interview: a skill is judged from all answers in which raters saw it, by a model that
was trained without this writer, and its error is the level less the mean of the raters' levels. Printed is, for each
folder and for all together, the mean product of the errors of two skills of one writer as a share of the product of
their spreads, which is what the standard error of the fit score wants, with a 95 % interval over writers drawn anew;
beside it the error that fit scores then tell of themselves, and the one they had. Minutes of processor time a folder.
"""

import argparse
import sys
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paletter.commands.evaluate import contender, known_rubrics
from paletter.evaluation import ratings
from paletter.evaluation.bootstrap import DRAWS, SEED
from paletter.evaluation.folds import WRITER
from paletter.evaluation.ratings import RatedAnswer
from paletter.scorers.protocol import Scorer
from paletter.scores.assess import written
from paletter.scores.evidence import verify
from paletter.scores.fit import SHARED_ERROR
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import CompetencyScore, SpokenAnswer

DATA = Path(__file__).parents[1] / "data" / "interview-answers"

Errors = NDArray[np.float64]
"""A row for each writer, a column for each skill; nan where raters or scorer gave none."""


def main() -> None:
    asked = argparse.ArgumentParser(description="Fits how strongly the errors of two skills go together.")
    asked.add_argument("folders", nargs="*", type=Path, default=[DATA, DATA / "ordinary"])
    asked.add_argument("--scorer", default="indicators")
    asked.add_argument("--models", type=int, default=5, help="so many models, each without as many of the writers")
    given = asked.parse_args()
    tables = []
    for folder in given.folders:
        tables.append(errors(given.scorer, folder, models=given.models))
        print(told(str(folder.name), tables[-1]), flush=True)
    if len(tables) > 1:
        print(told("together", np.vstack(tables)))


def errors(scorer: str, folder: Path, *, models: int) -> Errors:
    """Return the errors of each writer's levels, judged by models that were trained without the writer."""
    rubrics = known_rubrics()
    rated = ratings.read(folder / "ratings.csv", known=tuple(rubrics))
    train = contender(scorer).train
    if train is None:
        raise SystemExit(f"Nothing here can train “{scorer}” anew, so its errors on what it has seen would flatter it.")
    writers = sorted({answer.fields[WRITER] for answer in rated.answers})
    rows = []
    for first in range(models):
        held = writers[first::models]
        print(f"Training without {', '.join(held)}", file=sys.stderr, flush=True)
        judge = train([answer for answer in rated.answers if answer.fields[WRITER] not in held])
        for writer in held:
            mine = [answer for answer in rated.answers if answer.fields[WRITER] == writer]
            rows.append([error(judge, mine, rubrics[skill]) for skill in rated.skills])
    return np.array(rows)


def error(judge: Scorer, answers: Sequence[RatedAnswer], rubric: BarsRubric) -> float:
    """Return level less the raters' mean over the answers in which they saw the skill; nan where either is missing."""
    skill = rubric.competency.key
    levels = {answer.id: level for answer in answers if (level := answer.level(skill)) is not None}
    shown = [SpokenAnswer(one.id, one.question, written(one.text)) for one in answers if one.id in levels]
    if not shown:
        return np.nan
    result = verify(judge.score(shown, rubric), shown).result
    return result.level - float(np.mean(list(levels.values()))) if isinstance(result, CompetencyScore) else np.nan


def shared(table: Errors) -> float:
    """Return the mean product of the errors of two skills of one writer, as a share of that of their spreads."""
    bands = spreads(table)
    products, limits = 0.0, 0.0
    for one, other in combinations(range(table.shape[1]), 2):
        both = ~np.isnan(table[:, one]) & ~np.isnan(table[:, other])
        products += float((table[both, one] * table[both, other]).sum())
        limits += bands[one] * bands[other] * int(both.sum())
    return products / limits


def spreads(table: Errors) -> Errors:
    """Return the root of the mean squared error of each skill, as bands are told."""
    found: Errors = np.sqrt(np.nanmean(table**2, axis=0))
    return found


def interval(table: Errors) -> tuple[float, float]:
    """Return the 95 % interval of `shared` over writers drawn anew."""
    random = np.random.default_rng(SEED)
    drawn = [shared(table[random.integers(len(table), size=len(table))]) for _ in range(DRAWS)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def of_fit_scores(table: Errors, share: float) -> tuple[float, float]:
    """Return the error that fit scores of equal weights tell on the average with such a share, and the one they had."""
    bands, expected, had = spreads(table), [], []
    for row in table:
        seen = ~np.isnan(row)
        if 2 * seen.sum() >= len(row):
            parts = bands[seen] / seen.sum()
            expected.append((1 - share) * float((parts**2).sum()) + share * float(parts.sum() ** 2))
            had.append(float(row[seen].mean()) ** 2)
    return float(np.sqrt(np.mean(expected))), float(np.sqrt(np.mean(had)))


def told(name: str, table: Errors) -> str:
    share, (low, high) = shared(table), interval(table)
    found, had = of_fit_scores(table, share)
    now, _ = of_fit_scores(table, SHARED_ERROR)
    lines = [
        f"{name}: {len(table)} writers, {int((~np.isnan(table)).sum())} levels",
        f"  spread of errors by skill: {', '.join(f'{value:.2f}' for value in spreads(table))}",
        f"  shared: {share:.2f} ({low:.2f} to {high:.2f})",
        f"  without each skill's mean error: {shared(centred(table)):.2f}",
        f"  fit scores were wrong by {had:.2f}; told with that share {found:.2f}, with {SHARED_ERROR} {now:.2f}",
    ]
    return "\n".join(lines)


def centred(table: Errors) -> Errors:
    found: Errors = table - np.nanmean(table, axis=0)
    return found


if __name__ == "__main__":
    main()
