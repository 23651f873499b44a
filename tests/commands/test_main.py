import signal
import subprocess
import sys
import time

from tests.commands.conftest import SPEECH


def test_help_names_every_command_and_what_it_does(shell):
    done = shell.paletter("--help")

    assert done.returncode == 0
    for name in (
        "run",
        "serve",
        "worker",
        "migrate",
        "check",
        "organisation",
        "assess",
        "transcribe",
        "score",
        "evaluate",
        "guard",
    ):
        assert f"\n    {name} " in done.stdout or f"\n    {name}\n" in done.stdout


def test_an_unknown_command_is_refused_with_those_there_are(shell):
    done = shell.paletter("frobnicate")

    assert done.returncode == 2
    assert "invalid choice: 'frobnicate'" in done.stderr
    assert "transcribe" in done.stderr


def test_a_setting_that_cannot_be_meant_is_told_in_a_sentence(shell):
    shell.environment["PALETTER_PORT"] = "eighty"

    done = shell.paletter("serve")

    assert (done.returncode, done.stderr) == (2, "PALETTER_PORT is “eighty”; it should be a whole number.\n")


def test_a_secret_in_a_file_that_is_not_there_names_the_file(shell):
    shell.environment["PALETTER_SECRET_KEY_FILE"] = "/run/secrets/missing"

    done = shell.paletter("serve")

    assert done.returncode == 2
    assert "/run/secrets/missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupt_ends_quietly_with_130(shell):
    process = subprocess.Popen(
        [sys.executable, "-m", "paletter", "transcribe", str(SPEECH / "libri1088.wav")],
        env=shell.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr and process.stderr.readline().startswith("Listening")
    time.sleep(0.5)

    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=20)

    assert (process.returncode, told) == (130, "")


def test_a_reader_that_goes_away_is_no_fault(shell, tmp_path):
    answers = tmp_path / "answers.jsonl"
    answers.write_text('{"id": "a", "question": "How?", "answer": "I helped a guest."}\n' * 300)
    command = f"{sys.executable} -m paletter score {answers} | head -1"

    done = subprocess.run(
        ["/bin/sh", "-c", command], env=shell.environment, capture_output=True, text=True, check=False, cwd=shell.folder
    )

    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr and "Broken" not in done.stderr
