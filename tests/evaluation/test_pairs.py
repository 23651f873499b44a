import json

import pytest

from paletter.evaluation import pairs
from paletter.evaluation.lines import Unreadable
from paletter.evaluation.pairs import ALL, Pair
from paletter.evaluation.statistics import Share
from tests.evaluation.data import RUBRICS, SKILLS, TOLD, a_scorer

BETTER, WORSE = f"{TOLD} Better.", f"{TOLD} Worse."


def a_pair(key="p1", *, kind="equal_length", skill="service", better=BETTER, worse=WORSE, **more):
    return Pair(key, kind, skill, "Tell us about a guest.", better, worse, **more)


def line(**fields):
    whole = {"id": "p1", "kind": "equal_length", "skill": "service", "question": "?", "better": "A.", "worse": "B."}
    return json.dumps({key: value for key, value in (whole | fields).items() if value is not None}) + "\n"


def outcome(scorer, *chosen):
    return {(row.kind, row.skill, row.form): row for row in pairs.won(pairs.duels(chosen, RUBRICS, scorer))}


def last_word(levels):
    return a_scorer(lambda text: levels[text.rstrip(".").split()[-1].lower()])


def test_a_pair_is_won_when_the_better_one_has_the_higher_level():
    found = outcome(last_word({"better": 3.0, "worse": 2.9}), a_pair())

    assert {(row.won.count, row.won.of) for row in found.values()} == {(1, 1)}


def test_a_tie_is_lost_and_counted():
    row = outcome(last_word({"better": 3.0, "worse": 3.0}), a_pair())["equal_length", ALL, "as written"]

    assert (row.won.count, row.ties) == (0, 1)


@pytest.mark.parametrize(
    ("levels", "won", "unscored"),
    [
        ({"better": "No.", "worse": 1.0}, 0, (1, 0)),
        ({"better": "No.", "worse": "No."}, 0, (1, 1)),
        ({"better": 1.0, "worse": "No."}, 1, (0, 1)),
    ],
)
def test_an_unscored_side_loses(levels, won, unscored):
    row = outcome(last_word(levels), a_pair())["equal_length", ALL, "as written"]

    assert (row.won.count, row.unscored_better, row.unscored_worse) == (won, *unscored)


def test_a_scorer_that_needs_full_stops_loses_in_lower_case():
    found = outcome(a_scorer(lambda text: 4.0 if "Better." in text else 2.0), a_pair())

    assert found["equal_length", ALL, "as written"].won.count == 1
    assert found["equal_length", ALL, "lower case, no punctuation"].won.count == 0


def test_shares_are_told_per_kind_and_per_skill():
    chosen = [a_pair("1"), a_pair("2", skill="teamwork", better=WORSE, worse=BETTER), a_pair("3", kind="other_skill")]

    found = outcome(last_word({"better": 4.0, "worse": 2.0}), *chosen)

    assert found["equal_length", ALL, "as written"].won == Share(1, 2)
    assert found["equal_length", "service", "as written"].won.count == 1
    assert found["equal_length", "teamwork", "as written"].won.count == 0
    assert ("other_skill", "teamwork", "as written") not in found


def test_one_part_of_a_file_can_be_chosen(tmp_path):
    path = tmp_path / "pairs.jsonl"
    path.write_text(line(id="p1", part="train") + line(id="p2", part="test") + line(id="p3"), encoding="utf-8")

    assert [pair.id for pair in pairs.read(path, known=SKILLS, part="test")] == ["p2"]
    assert len(pairs.read(path, known=SKILLS)) == 3


@pytest.mark.parametrize(
    ("content", "part", "sentence"),
    [
        (line(skill="charm"), "", "line 1: there is no skill “charm”. Known skills: service"),
        (line(better=None), "", "line 1: “better” must be there and be text in quotes."),
        (line(part="train"), "test", "has no pairs of the part “test”. It has: train."),
        (line(), "test", "has no pairs of the part “test”. It has: no parts."),
        ("\n", "", "has no pairs."),
    ],
)
def test_what_is_wrong_with_a_file_of_pairs_is_told(tmp_path, content, part, sentence):
    path = tmp_path / "pairs.jsonl"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(Unreadable) as told:
        pairs.read(path, known=SKILLS, part=part)

    assert sentence in str(told.value)
