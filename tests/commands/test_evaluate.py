import json
from pathlib import Path

import pytest

from tests.scorers.language_model.player import a_player, failing

DATA = Path(__file__).parents[2] / "data" / "interview-answers"


@pytest.fixture
def few(shell):
    """The first twelve rated answers that come with the project, of two writers, beside three pairs."""
    answers = (DATA / "answers.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:12]
    ids = {json.loads(line)["id"] for line in answers}
    head, *rows = (DATA / "ratings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (shell.folder / "answers.jsonl").write_text("".join(answers), encoding="utf-8")
    kept = [row for row in rows if row.split(",")[0] in ids]
    (shell.folder / "rated.csv").write_text("".join([head, *kept]), encoding="utf-8")
    pairs = (DATA / "pairs.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)[:3]
    (shell.folder / "pairs.jsonl").write_text("".join(pairs), encoding="utf-8")
    return shell


def test_agreement_is_printed_beside_the_baselines_and_the_raters(few):
    done = few.paletter("evaluate", "rated.csv")

    assert done.returncode == 0
    for text in ("Guest and people focus", "indicators", "word count", "the mean", "The raters among themselves"):
        assert text in done.stdout


def test_a_part_of_the_answers_that_the_model_was_trained_on_is_known_again(few):
    done = few.paletter("evaluate", "rated.csv", "--pairs", "pairs.jsonl")

    assert "! THESE FIGURES FLATTER: the scorer was trained on these very answers" in done.stdout
    assert "! THESE FIGURES FLATTER: the scorer was trained on 2 of these 3 pairs" in done.stdout


def test_all_is_written_as_csv_json_and_a_page(few):
    done = few.paletter(
        "evaluate", "rated.csv", "--pairs", "pairs.jsonl", "--words-wrong", "10,30", "--as-heard",
        "--csv", "e.csv", "--json", "e.json", "--page", "e.html",
    )  # fmt: skip

    assert done.returncode == 0
    content = json.loads((few.folder / "e.json").read_text(encoding="utf-8"))
    assert [skill["skill"] for skill in content["skills"]][:2] == ["service", "communication"]
    assert {row["condition"] for row in content["heard"]} == {
        "lower case, no punctuation",
        "10 % of words wrong",
        "30 % of words wrong",
    }
    assert content["pairs"][0]["won"]["of"] == 3
    assert (few.folder / "e.csv").read_text(encoding="utf-8").startswith("table,of,skill,")
    assert (few.folder / "e.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_levels_at_random_can_be_evaluated_like_any_scorer(few):
    done = few.paletter("evaluate", "rated.csv", "--scorer", "null", "--json", "e.json")

    content = json.loads((few.folder / "e.json").read_text(encoding="utf-8"))
    assert done.returncode == 0
    assert content["scorer"] == "null"


def test_the_word_counter_is_trained_without_the_writer_and_learns_from_all_answers_for_pairs(few):
    done = few.paletter("evaluate", "rated.csv", "--scorer", "words", "--pairs", "pairs.jsonl")

    assert done.returncode == 0
    assert "! Each “writer” was judged by a model trained without it (2 models)." in done.stdout
    assert "3 of 3" in done.stdout or "of 3," in done.stdout


def test_a_part_of_the_pairs_can_be_judged_alone(few):
    pairs = [json.loads(line) for line in (few.folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    some = [pair | {"part": "test" if at else "train"} for at, pair in enumerate(pairs)]
    (few.folder / "some.jsonl").write_text("\n".join(map(json.dumps, some)), encoding="utf-8")

    done = few.paletter("evaluate", "--pairs", "some.jsonl", "--part", "test")

    assert done.returncode == 0
    assert "of 2," in done.stdout and "of 3," not in done.stdout
    assert "Agreement with the raters" not in done.stdout


def test_groups_of_a_table_of_their_own_are_tabulated(few):
    ids = [json.loads(line)["id"] for line in (few.folder / "answers.jsonl").read_text().splitlines()]
    rows = [f"{key},{'night' if n % 2 else 'day'}" for n, key in enumerate(ids)]
    (few.folder / "groups.csv").write_text("\n".join(["id,shift", *rows]) + "\n")

    done = few.paletter("evaluate", "rated.csv", "--groups", "groups.csv")

    assert "Group by group" in done.stdout
    assert "night" in done.stdout


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([], "Give RATED.csv, or --pairs PAIRS.jsonl, or both: there is nothing to evaluate on."),
        (["nowhere.csv"], "There is no file “nowhere.csv”. Check the name and the folder."),
        (["rated.csv", "--by", "shift"], "Answer “a-001” does not say its “shift”"),
        (["rated.csv", "--part", "test"], "--part chooses among pairs: give --pairs PAIRS.jsonl."),
        (["--pairs", "pairs.jsonl", "--as-heard"], "are about RATED.csv: give it."),
        (["--pairs", "pairs.jsonl", "--part", "dev"], "has no pairs of the part “dev”."),
        (["--pairs", "pairs.jsonl", "--scorer", "words"], "“words” learns from rated answers: give RATED.csv"),
        (["rated.csv", "--csv", "none/e.csv"], "There is no folder “none” for “e.csv”."),
        (["rated.csv", "--draws", "50"], "--draws is 50; intervals from fewer than 2000 samples would jump."),
        (["rated.csv", "--words-wrong", "ten"], "“ten” should be whole percentages, such as 10,20,30"),
        (["rated.csv", "--words-wrong", "0"], "“0” should be percentages from 1 to 100"),
        (["rated.csv", "--scorer", "oracle"], "invalid choice: 'oracle'"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(few, typed, sentence):
    done = few.paletter("evaluate", *typed)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "typed",
    [
        ("rated.csv", "--csv", "rated.csv"),
        ("rated.csv", "--json", "./answers.jsonl"),
        ("--pairs", "pairs.jsonl", "--page", "pairs.jsonl"),
        ("rated.csv", "--csv", "new", "--json", "new"),
    ],
)
def test_nothing_is_written_over_what_was_read_or_written(few, typed):
    before = {path: path.read_bytes() for path in few.folder.iterdir()}

    done = few.paletter("evaluate", *typed)

    assert (done.returncode, done.stdout) == (2, "")
    assert "is named twice: what is written would take the place of the other." in done.stderr
    assert {path: path.read_bytes() for path in few.folder.iterdir()} == before


def test_a_folder_in_the_place_of_a_file_is_told_before_anything_is_scored(few):
    (few.folder / "folder.csv").mkdir()

    done = few.paletter("evaluate", "--pairs", "pairs.jsonl", "--csv", "folder.csv")

    assert (done.returncode, done.stderr) == (2, "“folder.csv” is a folder; name a file to be written.\n")


def test_a_file_that_cannot_be_written_is_named(few):
    name = "e" * 300 + ".csv"

    done = few.paletter("evaluate", "--pairs", "pairs.jsonl", "--csv", name)

    assert (done.returncode, done.stderr) == (2, f"“{name}” can't be written: File name too long.\n")


@pytest.mark.parametrize(
    ("behaviour", "sentence"),
    [
        (failing(401), "refuses our key, PALETTER_LANGUAGE_MODEL_KEY (401)"),
        (failing(503, headers={"Retry-After": "900"}), "The language model fails at the moment (503)"),
    ],
)
def test_a_language_model_that_stops_answering_ends_it_with_a_sentence(few, behaviour, sentence):
    with a_player() as address:
        few.environment |= {"PALETTER_LANGUAGE_MODEL_URL": address.url, "PALETTER_LANGUAGE_MODEL_NAME": "player"}
        address.player.usually = behaviour
        done = few.paletter("evaluate", "rated.csv", "--scorer", "language_model")

    assert done.returncode == 1
    assert "The scorer can't judge now: " in done.stderr and sentence in done.stderr
    assert "Traceback" not in done.stderr
