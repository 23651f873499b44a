import json
import shutil

import pytest

from tests.commands.conftest import SPEECH
from tests.scorers.language_model.player import a_player

TEMPLATE = ("--template", "Guest Service Short AI Template")


@pytest.fixture
def recordings(shell):
    for name in ("jfk.flac", "libri1088.wav"):
        shutil.copy(SPEECH / name, shell.folder)
    return shell


def test_recordings_become_a_report_in_json(recordings):
    files = ("jfk.flac", "libri1088.wav")

    done = recordings.paletter("assess", *files, *TEMPLATE, "--job", "Host", "--out", "report.json")

    report = json.loads((recordings.folder / "report.json").read_text())
    assert done.returncode == 0, done.stderr
    assert report["job"] == "Host"
    assert [answer["recording"] for answer in report["answers"]] == ["jfk.flac", "libri1088.wav"]
    assert "country can do for you" in report["answers"][0]["transcript"]["text"]
    assert {skill["competency"] for skill in report["skills"]} == {
        "service", "communication", "teamwork", "problem_solving",
    }  # fmt: skip
    assert all((skill["level"] is None) == (skill["evidence"] == []) for skill in report["skills"])
    assert report["fit"] is None or set(report["fit"]) >= {"value", "error"}
    assert "Listening to libri1088.wav (2 of 2)" in done.stderr
    assert not (recordings.folder / "no-data-folder").exists()


def test_text_that_is_given_counts_and_gets_the_times_of_what_is_heard(recordings):
    spoken = "My fellow Americans, ask not what your country can do for you; ask what you can do for your country."
    (recordings.folder / "words.txt").write_text(spoken)

    done = recordings.paletter("assess", "jfk.flac", *TEMPLATE, "--transcript", "words.txt")

    answer = json.loads(done.stdout)["answers"][0]
    assert answer["transcript"]["text"] == spoken
    assert answer["transcript"]["source"] == "given"
    assert answer["heard"]["source"] == "recognised"
    starts = [word["start"] for word in answer["transcript"]["words"]]
    assert starts == sorted(starts)
    country = next(w for w in answer["transcript"]["words"] if w["word"] == "country")
    heard = next(w for w in answer["heard"]["words"] if w["word"] == "country")
    assert country["start"] == heard["start"]


def test_what_transcribe_wrote_is_taken_as_it_is(recordings):
    (recordings.folder / "words.json").write_text(recordings.paletter("transcribe", "jfk.flac").stdout)

    done = recordings.paletter("assess", "jfk.flac", *TEMPLATE, "--transcript", "words.json")

    written = json.loads((recordings.folder / "words.json").read_text())
    answer = json.loads(done.stdout)["answers"][0]
    assert [(w["word"], w["start"]) for w in answer["transcript"]["words"]] == [
        (w["word"], w["start"]) for w in written["words"]
    ]


def test_the_page_holds_the_report_and_leads_to_the_recording(recordings):
    (recordings.folder / "reports").mkdir()

    done = recordings.paletter("assess", "libri1088.wav", *TEMPLATE, "--out", "reports/report.html")

    page = (recordings.folder / "reports" / "report.html").read_text()
    assert done.returncode == 0
    assert page.startswith("<!doctype html>")
    assert "../libri1088.wav" in page
    assert "The report is in reports/report.html." in done.stderr


def test_a_question_without_a_recording_is_told_as_such(recordings):
    done = recordings.paletter("assess", "jfk.flac", *TEMPLATE)

    second = json.loads(done.stdout)["answers"][1]
    assert (second["recording"], second["transcript"]) == (None, None)
    assert second["reason"] == "No recording was given for this question."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["jfk.flac", "--template", "Wizardry"], "There is no template “Wizardry”. Known templates: “General Hospital"),
        (["nowhere.webm", *TEMPLATE], "There is no file “nowhere.webm”."),
        (["jfk.flac"] * 3 + list(TEMPLATE), "has 2 questions, and 3 recordings were given."),
        (["jfk.flac", *TEMPLATE, "--out", "report.pdf"], "“report.pdf” must end in .html or .json"),
        (["jfk.flac", *TEMPLATE, "--out", "nowhere/report.html"], "There is no folder “nowhere” for the report."),
        (["jfk.flac", *TEMPLATE, "--transcript", "a.txt", "b.txt"], "1 recording and 2 transcripts were given."),
        (["jfk.flac", *TEMPLATE, "--transcript", "a.txt"], "There is no file “a.txt”."),
    ],
)
def test_what_cannot_be_done_is_said_before_any_listening(recordings, arguments, sentence):
    done = recordings.paletter("assess", *arguments)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Listening" not in done.stderr and "Traceback" not in done.stderr


def test_a_transcript_of_another_kind_is_named(recordings):
    (recordings.folder / "words.json").write_text('{"text": "no times in here"}')

    done = recordings.paletter("assess", "jfk.flac", *TEMPLATE, "--transcript", "words.json")

    assert done.returncode == 2
    assert "The transcript “words.json” is not what “paletter transcribe” writes" in done.stderr


def test_a_file_that_is_no_recording_ends_with_its_name(recordings):
    (recordings.folder / "notes.webm").write_text("not a video at all")

    done = recordings.paletter("assess", "notes.webm", *TEMPLATE)

    assert done.returncode == 1
    assert "“notes.webm” is not a recording that Paletter can read" in done.stderr


def test_what_a_language_model_took_stands_in_the_report(recordings):
    said = (
        "One evening I noticed a guest who could not find her key. I asked her where she had been, then I called the "
        "bar and fetched it myself, and later I checked that she had come in."
    )
    for name in ("one.txt", "two.txt"):
        (recordings.folder / name).write_text(said)
    with a_player() as address:
        recordings.environment |= {
            "PALETTER_SCORER": "language_model",
            "PALETTER_LANGUAGE_MODEL_URL": address.url,
            "PALETTER_LANGUAGE_MODEL_NAME": "player",
            "PALETTER_LANGUAGE_MODEL_PRICE_IN": "1",
            "PALETTER_LANGUAGE_MODEL_PRICE_OUT": "4",
        }
        files = ("libri1088.wav", "libri1088.wav")
        done = recordings.paletter("assess", *files, *TEMPLATE, "--transcript", "one.txt", "two.txt")
        asked = len(address.player.about_answers)

    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    usage = report["usage"]
    assert usage["requests"] == asked > 0
    assert usage["cost"] == pytest.approx((usage["tokens_in"] + 4 * usage["tokens_out"]) / 1e6)
    assert report["scorer"]["name"] == "language_model"
    assert {skill["spread"] for skill in report["skills"] if skill["level"]} == {0.0}
    assert not (recordings.folder / "no-data-folder").exists()
