"""The rated answers that come with the project are whole, and their halves stay apart."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from paletter.assessments import shelf

FOLDER = Path(__file__).parents[1] / "data" / "interview-answers"
SKILLS = [rubric.competency.key for rubric in shelf.template("general-hospitality-foh").rubrics]
ALLOWED = {0.0, *(half / 2 for half in range(2, 11))}


def lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_answer_has_its_own_id_and_three_raters() -> None:
    ids = [row["id"] for row in lines("answers.jsonl")]

    assert len(set(ids)) == len(ids) == 252
    assert Counter((row["id"], row["rater"]) for row in table("ratings.csv")) == Counter(
        (key, rater) for key in ids for rater in ("r1", "r2", "r3")
    )


@pytest.mark.parametrize("name", ["ratings.csv", "aims.csv"])
def test_levels_are_half_points_from_one_to_five_or_no_evidence(name: str) -> None:
    assert {float(row[skill]) for row in table(name) for skill in SKILLS} <= ALLOWED


def test_speakers_gave_six_answers_each() -> None:
    assert set(Counter(row["writer"] for row in lines("answers.jsonl")).values()) == {6}


def test_a_third_of_the_pairs_of_each_kind_and_skill_is_for_testing_only() -> None:
    parts = Counter((row["skill"], row["kind"], row["part"]) for row in lines("pairs.jsonl"))

    for skill in SKILLS:
        for kind, size in (("equal_length", 15), ("short_strong_long_weak", 9), ("other_skill", 9)):
            assert parts[skill, kind, "test"] == size // 3
            assert parts[skill, kind, "train"] == size - size // 3


def test_pairs_of_equal_length_are_so() -> None:
    for pair in lines("pairs.jsonl"):
        if pair["kind"] == "equal_length":
            better, worse = len(pair["better"].split()), len(pair["worse"].split())
            assert abs(better - worse) <= 0.1 * max(better, worse), pair["id"]


def test_no_story_of_a_pair_is_an_answer_too() -> None:
    answers = {row["answer"] for row in lines("answers.jsonl")}

    assert not answers & {pair[side] for pair in lines("pairs.jsonl") for side in ("better", "worse")}
