"""Training on a part of the project's own material: the same twice, and what must hold of what it makes."""

import hashlib
import json
import tomllib
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from paletter.evaluation.ratings import RatedAnswer, mark
from paletter.scorers.indicators import detecting, model
from paletter.scorers.indicators.behaviours import RULES
from paletter.scorers.indicators.catalogue import SKILLS, catalogue
from paletter.scorers.indicators.scorer import IndicatorsScorer
from paletter.training.coefficients import GAP, Table, fitted
from paletter.training.material import DATA, Material, material, texts_of_others
from paletter.training.train import Origin, Trained, fold_of, model_file, signs_file, train
from paletter.vocabulary.scores import CompetencyScore
from tests.scorers.answers import TEMPLATE, an_interview


@pytest.fixture(scope="module")
def some() -> Material:
    whole = material()
    pairs = whole.pairs[::8]
    sides = {key for pair in pairs for key in (pair.better, pair.worse)}
    rated = [one for one in whole.examples if not one.key.startswith("pairs:")][::8]
    kept = (*rated, *(one for one in whole.examples if one.key in sides))
    return replace(whole, examples=kept, pairs=pairs, clauses=whole.clauses[::25])


@pytest.fixture(scope="module")
def trained(some) -> Trained:
    return train(some)


def test_the_same_material_gives_the_same_files(some, trained):
    first, second = trained, train(some)

    origin = Origin(on=date(2026, 11, 25), data=("d",), material="m", texts_of_others=("0123456789ab",))
    assert signs_file(first) == signs_file(second)
    assert model_file(first, origin) == model_file(second, origin)


def test_what_was_trained_judges_an_interview_and_speaks_for_and_against_as_the_catalogue_says(trained):
    skills = {skill: dict(row) for skill, row in trained.skills.items()}
    scorer = IndicatorsScorer(model.loaded({"version": "1", "skills": skills}), detecting.loaded(trained.signs))

    results = [scorer.score(an_interview(), TEMPLATE.rubric(skill)) for skill in SKILLS]

    assert sum(isinstance(result, CompetencyScore) for result in results) >= 4
    for row in trained.skills.values():
        for code, weight in row["coefficients"].items():
            assert weight <= 0 if catalogue()[code].against else weight >= 0


def test_answers_of_others_take_no_place_of_the_projects_own_that_have_the_same_id():
    own = next(one for one in material().examples if one.key.startswith("answers:"))
    other = RatedAnswer(own.key.split(":")[1], "Why?", "I always do my very best.", {"r1": {"teamwork": 2.0}})

    together = {one.key: one for one in material([other]).examples}

    assert together[own.key] == own
    assert together[f"siop-2024:{other.id}"].text == other.text
    assert together[f"siop-2024:{other.id}"].marks is None


def test_the_model_names_texts_of_others_by_marks_alone():
    other = RatedAnswer("mine-1", "Why?", "I always do my very best.", {"r1": {"teamwork": 2.0}})

    assert texts_of_others(material([other])) == [mark("i always do my very best")]


def test_texts_that_are_for_testing_only_are_not_learned_from():
    ends = {example.key.split(":")[1] for example in material().examples if example.key.startswith("pairs:")}

    assert ends and not ends & _test_pairs()


def _test_pairs() -> set[str]:
    lines = (DATA / "interview-answers" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    return {pair["id"] for pair in map(json.loads, lines) if pair["part"] == "test"}


def test_marks_lie_within_their_answers():
    for example in material().examples:
        for first, last, codes in example.marks or ():
            assert 0 <= first <= last < len(example.text.split())
            assert codes <= set(catalogue())


def test_the_shipped_model_was_trained_with_the_shipped_signs_and_rules():
    content = hashlib.sha256(detecting.SIGNS.read_bytes())
    for path in sorted(RULES.glob("*.toml")):
        content.update(path.read_bytes())

    assert tomllib.loads(model.MODEL.read_text(encoding="utf-8"))["rules_sha256"] == content.hexdigest()


def test_somebody_is_in_the_same_fold_everywhere():
    assert fold_of("w63") == fold_of("w63") and {fold_of(f"w{n}") for n in range(60)} == {0, 1, 2, 3, 4}


def a_table(shown, levels, towards, gaps=()) -> Table:
    rows = np.array(shown, dtype=float)
    names = np.array([str(n) for n in range(len(rows))])
    differences = np.array(gaps, dtype=float).reshape(-1, rows.shape[1])
    pairs = np.array([f"p{n}" for n in range(len(differences))], dtype=str)
    return Table(rows, np.array(levels, dtype=float), np.ones(len(rows)), names, np.array(towards), differences, pairs)


def test_a_behaviour_is_worth_what_levels_rise_by_where_it_is_shown():
    start, (worth,) = fitted(a_table([[0.0], [1.0]] * 500, [2.0, 4.0] * 500, [1.0]))

    assert start == pytest.approx(2.0, abs=0.1) and worth == pytest.approx(2.0, abs=0.1)


def test_what_seems_to_lower_levels_although_it_speaks_for_the_skill_is_worth_nothing():
    _, (worth,) = fitted(a_table([[0.0], [1.0]] * 500, [4.0, 2.0] * 500, [1.0]))

    assert worth == 0


def test_pairs_raise_what_only_the_better_answers_show():
    rated = ([[0.0], [1.0]] * 5, [3.0, 3.0] * 5, [1.0])

    _, (alone,) = fitted(a_table(*rated))
    _, (with_pairs,) = fitted(a_table(*rated, gaps=[[1.0]] * 50))

    assert alone < 0.2 < with_pairs < GAP
