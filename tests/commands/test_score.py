import json

import pytest

from tests.scorers.language_model.player import a_player, failing

GOOD = (
    "Last summer a guest at the front desk was upset because her room was not ready. I listened, apologised, and asked "
    "what would help. She wanted to change before a wedding, so I gave her the key of our spa with fresh towels. "
    "Then I called housekeeping myself and carried her bags up twenty minutes later. She thanked me and came again."
)


def lines(*rows) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def answer(**fields):
    return {"id": "a1", "question": "Tell us about a guest who was unhappy.", "answer": GOOD} | fields


def test_each_answer_gets_a_line_with_levels_that_quote_it(shell):
    (shell.folder / "answers.jsonl").write_text(lines(answer(), answer(id="a2", answer="Well, you know.")))

    done = shell.paletter("score", "answers.jsonl")

    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a1", "a2")
    service = first["scores"]["service"]
    assert 1 <= service["level"] <= 5
    assert service["evidence"] and all(evidence["quote"] in GOOD for evidence in service["evidence"])
    assert second["scores"]["service"]["level"] is None
    assert "too few words" in second["scores"]["service"]["reason"]
    assert second["scores"]["service"]["evidence"] == []


def test_only_the_skills_that_are_named_are_judged(shell):
    (shell.folder / "answers.jsonl").write_text(lines(answer(competencies=["teamwork", "service"])))

    done = shell.paletter("score", "answers.jsonl")

    assert set(json.loads(done.stdout)["scores"]) == {"teamwork", "service"}


def test_without_names_all_six_skills_are_judged(shell):
    (shell.folder / "answers.jsonl").write_text(lines(answer()))

    scores = json.loads(shell.paletter("score", "answers.jsonl").stdout)["scores"]

    assert set(scores) == {"service", "communication", "teamwork", "problem_solving", "adaptability", "ownership"}


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{not json", "line 2: is no JSON"),
        ('"just text"', "line 2: must be an object"),
        ('{"id": "x", "question": "?"}', "line 2: “answer” must be there and be text in quotes."),
        ('{"id": 7, "question": "?", "answer": "."}', "line 2: “id” must be there and be text in quotes."),
        (
            '{"id": "x", "question": "?", "answer": ".", "competencies": ["charm"]}',
            "line 2: there is no skill “charm”. Known skills: service, communication",
        ),
        ('{"id": "x", "question": "?", "answer": ".", "competencies": "service"}', "“competencies” must be a list."),
    ],
)
def test_a_line_that_cannot_be_read_is_named_before_anything_is_scored(shell, line, sentence):
    (shell.folder / "answers.jsonl").write_text(lines(answer()) + line + "\n")

    done = shell.paletter("score", "answers.jsonl")

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("answers.jsonl, ") and sentence in done.stderr


def test_letters_of_another_encoding_are_named(shell):
    (shell.folder / "answers.jsonl").write_bytes('{"id": "x", "question": "?", "answer": "blåbær"}'.encode("latin-1"))

    done = shell.paletter("score", "answers.jsonl")

    assert (done.returncode, done.stderr) == (2, "answers.jsonl, line 1: is not written in UTF-8.\n")


def test_a_missing_file_is_named(shell):
    done = shell.paletter("score", "missing.jsonl")

    assert (done.returncode, done.stderr) == (2, "There is no file “missing.jsonl”. Check the name and the folder.\n")


def test_an_empty_file_has_no_answers_and_that_is_fine(shell):
    (shell.folder / "answers.jsonl").write_text("\n\n")

    done = shell.paletter("score", "answers.jsonl")

    assert (done.returncode, done.stdout) == (0, "")


@pytest.fixture
def model(shell):
    with a_player() as address:
        shell.environment |= {
            "PALETTER_LANGUAGE_MODEL_URL": address.url,
            "PALETTER_LANGUAGE_MODEL_NAME": "player",
            "PALETTER_LANGUAGE_MODEL_KEY": "sk-test",
        }
        yield address.player


def test_a_language_model_may_be_asked_without_database_or_data_folder(shell, model):
    (shell.folder / "answers.jsonl").write_text(lines(answer(competencies=["service"])))

    done = shell.paletter("score", "answers.jsonl", "--scorer", "language_model")

    service = json.loads(done.stdout)["scores"]["service"]
    assert (service["level"], service["spread"]) == (4.0, 0.0)
    assert all(evidence["quote"] in GOOD for evidence in service["evidence"])
    assert len(model.about_answers) == 3
    assert not (shell.folder / "no-data-folder").exists()


@pytest.mark.parametrize(
    ("behaviour", "code", "sentence"),
    [
        (failing(401), 2, "refuses our key, PALETTER_LANGUAGE_MODEL_KEY (401)."),
        (failing(503, headers={"Retry-After": "900"}), 1, "The language model fails at the moment (503)."),
    ],
)
def test_a_model_that_does_not_answer_ends_it_with_a_sentence(shell, model, behaviour, code, sentence):
    model.usually = model.of_canaries = behaviour
    (shell.folder / "answers.jsonl").write_text(lines(answer(competencies=["service"])))

    done = shell.paletter("score", "answers.jsonl", "--scorer", "language_model")

    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr and "Traceback" not in done.stderr and "sk-test" not in done.stderr


def test_without_its_settings_a_language_model_says_which_is_missing(shell):
    (shell.folder / "answers.jsonl").write_text(lines(answer()))

    done = shell.paletter("score", "answers.jsonl", "--scorer", "language_model")

    assert done.returncode == 2
    assert "PALETTER_LANGUAGE_MODEL_URL is not set" in done.stderr
