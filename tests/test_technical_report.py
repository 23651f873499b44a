"""The technical report is written from what is measured, and says what is missing.

Here the built-in scorer is trained anew as a counter of words is, which takes no time; what its own training makes is
told by tests/training.
"""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from bench import technical_report
from paletter.commands.evaluate import contender
from paletter.evaluation.baselines import trained_on_words
from paletter.evaluation.findings import Contender

DATA = Path(__file__).parents[1] / "data" / "interview-answers"
TWO_WRITERS = 12


@pytest.fixture(scope="module")
def few(tmp_path_factory) -> Path:
    """Twelve of the rated answers, of two writers, and some pairs, so that a report is made in seconds."""
    folder = tmp_path_factory.mktemp("few")
    answers = (DATA / "answers.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:TWO_WRITERS]
    ids = {json.loads(line)["id"] for line in answers}
    head, *rows = (DATA / "ratings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    pairs = (DATA / "pairs.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "answers.jsonl").write_text("".join(answers), encoding="utf-8")
    (folder / "ratings.csv").write_text("".join([head, *(row for row in rows if row.split(",")[0] in ids)]))
    tested = [line for line in pairs if json.loads(line)["part"] == "test"]
    (folder / "pairs.jsonl").write_text("".join(tested[::4]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def one() -> Contender:
    """The built-in scorer as it ships, with a trainer that takes no time."""
    return replace(contender("indicators"), train=trained_on_words)


def made(one: Contender, real: Path, invented: Path) -> str:
    return technical_report.report(one, real, invented, day="2026-11-25", most=1, rounds=1)


@pytest.fixture(scope="module")
def report(one, few) -> str:
    return made(one, few, few)


def test_it_is_the_same_for_the_same_data_apart_from_speed(one, few, report):
    again = made(one, few, few)

    assert without_speed(again) == without_speed(report)


def without_speed(report: str) -> str:
    return re.sub(r"## Speed and memory.*?## How", "", report, flags=re.DOTALL)


def test_it_has_every_part_and_no_gap(report):
    for part in (
        "## Real answers", "## Invented answers", "levels at random", "the number of words", "## Pairs",
        "## What must not move a level", "## Speed and memory", "With words wrongly heard", "Left unscored",
    ):  # fmt: skip
        assert part in report
    assert "$" not in report


def test_it_says_what_raters_were_and_what_may_not_be_claimed(report):
    assert "The raters were language models" in report
    assert "May not be claimed" in report
    assert "MIT License, Copyright (c) 2024 Isaac Thompson" in report


def test_every_row_of_a_table_has_as_many_cells_as_its_head(report):
    for table in re.findall(r"(?:^\|.*\n?)+", report, flags=re.MULTILINE):
        assert len({line.count("|") for line in table.splitlines()}) == 1, table


def test_an_aim_is_reached_only_when_its_figure_says_so(report):
    rows = re.findall(r"\| at least (\d+) % \| (\d+) % \| (\S.*?) \|", report)

    assert len(rows) == 6
    for aim, value, verdict in rows:
        assert (verdict == "reached") == (int(value) >= int(aim))


def test_nobody_is_judged_by_a_model_that_has_seen_them(report):
    assert report.count("Each “writer” was judged by a model trained without it (2 models).") == 2


def test_the_built_in_scorer_can_be_trained_anew():
    assert contender("indicators").train is not None


def test_without_real_answers_their_part_says_that_it_is_missing(one, few, tmp_path):
    text = made(one, tmp_path / "nowhere", few)

    assert "They were not there when this report was written" in text
    assert "Real answers: levels at random" not in text
