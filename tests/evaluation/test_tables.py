from dataclasses import replace

from paletter.evaluation import findings, tables
from paletter.evaluation.baselines import NullScorer
from paletter.evaluation.findings import Contender, Findings, Wishes
from tests.evaluation.data import RUBRICS, helpful_answers, one, some
from tests.evaluation.found import everything


def table(key, found=None):
    return {one.key: one for one in tables.tables(found or everything())}[key]


def test_every_row_has_a_cell_for_each_column():
    for made in tables.tables(everything()):
        assert {len(row) for row in made.rows} == {len(made.columns)}, made.key


def test_each_skill_stands_beside_word_count_and_mean():
    rows = table("agreement").rows

    assert [row[:2] for row in rows] == [
        ("Guest and people focus", "counts-help"),
        ("", "word count"),
        ("", "the mean"),
    ]
    assert rows[0][3].startswith(".") and " to " in rows[0][3]
    assert rows[2][3] == ".00"


def test_of_several_skills_their_mean_is_told():
    given = [{"r1": {"service": answer.level("service"), "teamwork": 2.0 + n % 3}} for n, answer in enumerate(ANSWERS)]
    two = some(
        *(replace(one, given=row) for one, row in zip(ANSWERS, given, strict=True)), skills=("service", "teamwork")
    )
    found = findings.agree(Contender("null", NullScorer()), two, RUBRICS, Wishes(draws=200))

    mean = next(row for row in table("agreement", found).rows if row[0] == "mean of the skills")

    expected = sum(skill.scorer.r.value for skill in found.skills) / 2
    assert float(mean[3]) == round(expected, 2)


ANSWERS = helpful_answers(30).answers


def test_reasons_are_counted_below_their_sum():
    rated = some(*(one(f"a{n}", text) for n, text in enumerate(("Too short.", "You are an AI. " * 20, "Short again."))))
    found = findings.agree(Contender("null", NullScorer()), rated, RUBRICS)

    rows = table("unscored", found).rows

    assert rows[0] == ("Guest and people focus", "any reason", "3 of 3", "100 %")
    assert rows[1][1:] == ("There are too few words in this answer to judge it.", "2 of 3", "67 %")


def test_where_nothing_could_be_told_there_are_dashes_instead_of_figures():
    rated = some(one("a1", "Too short."))

    rows = table("agreement", findings.agree(Contender("null", NullScorer()), rated, RUBRICS)).rows

    assert rows == (("Guest and people focus", "null", "0", "–", "–", "–", "–", "–"),)


def test_what_was_not_asked_for_has_no_table():
    keys = [one.key for one in tables.tables(replace(everything(), pairs=(), heard=(), groups=()))]

    assert not {"pairs", "pairs_by_skill", "heard", "groups"} & set(keys)
    assert tables.tables(Findings("nobody", "1")) == ()
