import hashlib
from pathlib import Path

import pytest

from paletter.evaluation import ratings
from paletter.evaluation.lines import Unreadable
from tests.evaluation.data import SKILLS, an_answer, written


def read(folder, rows, *, answers=None, header="", **more):
    path = written(folder, answers or [an_answer("a1"), an_answer("a2")], rows, header)
    return ratings.read(path, known=SKILLS, **more)


def test_a_level_is_the_mean_of_the_raters_who_saw_evidence(tmp_path):
    rated = read(tmp_path, ["a1,r1,2,0", "a1,r2,3,0", "a1,r3,0,4"])

    assert rated.answers[0].level("service") == 2.5


def test_where_only_one_of_several_raters_saw_evidence_there_is_no_level(tmp_path):
    rated = read(tmp_path, ["a1,r1,2,0", "a1,r2,3,0", "a1,r3,0,4"])

    assert rated.answers[0].level("teamwork") is None
    assert rated.with_level("teamwork") == []


def test_a_single_rater_is_enough_where_nobody_else_rated(tmp_path):
    rated = read(tmp_path, ["a1,r1,2,0"])

    assert (rated.answers[0].level("service"), rated.answers[0].level("teamwork")) == (2.0, None)


def test_answers_that_nobody_rated_are_left_out(tmp_path):
    assert [answer.id for answer in read(tmp_path, ["a2,r1,2,0"]).answers] == ["a2"]


def test_levels_need_not_be_half_points(tmp_path):
    assert read(tmp_path, ["a1,r1,2.37,0"]).answers[0].level("service") == 2.37


def test_only_skills_that_were_rated_are_evaluated(tmp_path):
    assert read(tmp_path, ["a1,r1,2,0"]).skills == ("service", "teamwork")


def test_what_the_line_of_an_answer_says_beside_is_kept(tmp_path):
    rated = read(tmp_path, ["a1,r1,2,0"], answers=[an_answer("a1", writer="w7", region="north")])

    assert rated.answers[0].fields["writer"] == "w7"
    assert rated.answers[0].fields["region"] == "north"


def test_answers_may_lie_elsewhere(tmp_path):
    path = written(tmp_path, [an_answer("a1")], ["a1,r1,2,0"])
    elsewhere = (tmp_path / "answers.jsonl").rename(tmp_path / "texts.jsonl")

    assert len(ratings.read(path, known=SKILLS, answers=elsewhere).answers) == 1


def test_groups_stand_in_the_ratings_or_in_a_table_of_their_own(tmp_path):
    more = tmp_path / "groups.csv"
    more.write_text("id,first language\na1,Thai\n", encoding="utf-8")

    rated = read(
        tmp_path, ["a1,r1,2,bar", "a1,r2,2,bar", "a2,r1,2,"], header="id,rater,service,group_place", groups=more
    )

    assert rated.groupings == ("group_place", "first language")
    assert [dict(answer.groups) for answer in rated.answers] == [
        {"group_place": "bar", "first language": "Thai"},
        {"group_place": "not told"},
    ]


def test_a_table_as_spreadsheets_save_it_is_read(tmp_path):
    path = written(tmp_path, [an_answer("a1")], [])
    path.write_bytes('\ufeffid,rater,service\r\na1,"Rater, the first",2.5\r\n\r\n'.encode())

    assert ratings.read(path, known=SKILLS).raters == ("Rater, the first",)


def test_the_digest_is_that_of_answers_and_ratings(tmp_path):
    rated = read(tmp_path, ["a1,r1,2,0"])
    content = (tmp_path / "answers.jsonl").read_bytes() + (tmp_path / "rated.csv").read_bytes()

    assert rated.digest == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["a9,r1,2,0"], "rated.csv names an answer “a9”, and {folder}/answers.jsonl has none of that id."),
        (["a1,r1,5.5,0"], "rated.csv, row 2: “service” is 5.5; levels go from 1 to 5, and 0 says that"),
        (["a1,r1,0.5,0"], "“service” is 0.5; levels go from 1 to 5"),
        (["a1,r1,-1,0"], "“service” is -1; levels go from 1 to 5"),
        (["a1,r1,nan,0"], "“service” is nan; levels go from 1 to 5"),
        (["a1,r1,good,0"], "“service” is “good”, which is no number; write 2.5 for two and a half."),
        (["a1,r1,,0"], "“service” is empty; write 0 where the answer gives no evidence for it."),
        (["a1,r1,2,0", "a1,r1,3,0"], "rated.csv, row 3: “r1” has rated “a1” already in a row above."),
        (["a1,,2,0"], "“rater” is empty."),
        (["a1,r1,2"], "row 2: has 3 cells, and the first line names 4."),
        (["a1,r1,2,5,0"], "row 2: has 5 cells, and the first line names 4."),
        (['a1,"r1,2,0'], "is no comma-separated row"),
        ([], "rated.csv has no ratings below its first line."),
    ],
)
def test_what_is_wrong_with_ratings_is_told_in_a_sentence(tmp_path, rows, sentence):
    with pytest.raises(Unreadable) as told:
        read(tmp_path, rows)

    assert sentence.format(folder=tmp_path) in str(told.value)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("id;rater;service", "has no column “id”; its first line says: id;rater;service. It must be comma-separated"),
        ("id,service", "has no column “rater”"),
        ("id,rater", "has no column of a skill. Known skills: service, communication"),
        ("id,rater,servcie", "has a column “servcie”, which is neither a skill nor a group."),
        ("id,rater,service,service", "has two columns named “service”; which one counts?"),
        ("", "has no column “id”; its first line says: nothing."),
    ],
)
def test_what_is_wrong_with_the_first_line_is_told(tmp_path, header, sentence):
    path = written(tmp_path, [an_answer()], [])
    path.write_text(header + "\n", encoding="utf-8")

    with pytest.raises(Unreadable) as told:
        ratings.read(path, known=SKILLS)

    assert sentence in str(told.value)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{not json", "answers.jsonl, line 1: is no JSON"),
        ("[1]", "line 1: must be an object"),
        ('{"id": "a1", "question": "?"}', "“answer” must be there and be text in quotes."),
        ('{"id": "a1", "question": "?", "answer": " "}', "“answer” must be there and be text in quotes."),
        ('{"id": 1, "question": "?", "answer": "."}', "“id” must be there and be text in quotes."),
        ('{"id": "a1", "question": "?", "answer": "."}\n' * 2, "line 2: there is an answer “a1” already"),
    ],
)
def test_what_is_wrong_with_answers_is_told_with_its_line(tmp_path, line, sentence):
    path = written(tmp_path, [], ["a1,r1,2,0"])
    (tmp_path / "answers.jsonl").write_text(line, encoding="utf-8")

    with pytest.raises(Unreadable) as told:
        ratings.read(path, known=SKILLS)

    assert sentence in str(told.value)


def test_groups_that_contradict_each_other_are_told(tmp_path):
    with pytest.raises(Unreadable) as told:
        read(tmp_path, ["a1,r1,2,bar", "a1,r2,2,desk"], header="id,rater,service,group")

    assert "row 3: “group” is “desk”, and a row above says “bar” for the same answer." in str(told.value)


def test_missing_files_and_other_encodings_are_told(tmp_path):
    with pytest.raises(Unreadable, match=r"There is no file “.*nowhere.csv”\. Check the name and the folder\."):
        ratings.read(tmp_path / "nowhere.csv", known=SKILLS)
    with pytest.raises(Unreadable, match="can't be read"):
        ratings.read(tmp_path, known=SKILLS)
    path = written(tmp_path, [an_answer()], ["a1,r1,2,0"])
    path.write_bytes(path.read_text().replace("r1", "Bjørn").encode("latin-1"))
    with pytest.raises(Unreadable, match="is not written in UTF-8"):
        ratings.read(path, known=SKILLS)


def test_the_rated_answers_that_come_with_the_project_can_be_read():
    rated = ratings.read(Path(__file__).parents[2] / "data" / "interview-answers" / "ratings.csv", known=SKILLS)

    assert len(rated.answers) == 252
    assert [len(rated.with_level(skill)) for skill in SKILLS] == [134, 252, 118, 162, 103, 186]
