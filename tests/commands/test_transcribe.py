import json

from tests.commands.conftest import SPEECH
from tests.interviews.clips import a_clip


def test_what_is_said_comes_as_json_and_progress_beside_it(shell):
    done = shell.paletter("transcribe", SPEECH / "jfk.flac")

    said = json.loads(done.stdout)
    assert done.returncode == 0
    assert said["engine"].startswith("sphinx")
    assert said["language"] == "en"
    assert "country can do for you" in said["text"]
    assert said["text"] == " ".join(word["word"] for word in said["words"])
    assert all(0 <= word["start"] <= word["end"] <= 11.1 for word in said["words"])
    assert "Listening to jfk.flac (1 of 1)" in done.stderr


def test_it_needs_no_database_and_leaves_no_data_folder(shell):
    assert shell.paletter("transcribe", SPEECH / "jfk.flac").returncode == 0
    assert not (shell.folder / "no-data-folder").exists()


def test_a_missing_file_is_named(shell):
    done = shell.paletter("transcribe", "missing.webm")

    assert done.returncode == 2
    assert done.stderr.endswith("There is no file “missing.webm”. Check the name and the folder.\n")
    assert done.stdout == ""


def test_a_file_that_is_no_media_is_named(shell):
    (shell.folder / "letter.txt").write_text("Dear hiring team, I am writing to you instead.")

    done = shell.paletter("transcribe", "letter.txt")

    assert done.returncode == 1
    assert "“letter.txt” is not a recording that Paletter can read" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_recording_without_sound_is_named(shell):
    a_clip(shell.folder / "mute.webm", sound=False, seconds=1.0)

    done = shell.paletter("transcribe", "mute.webm")

    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "“mute.webm” has no sound.")


def test_whisper_without_a_model_says_what_to_set(shell):
    done = shell.paletter("transcribe", SPEECH / "jfk.flac", "--engine", "whisper")

    assert done.returncode == 2
    assert "PALETTER_WHISPER_MODEL" in done.stderr
