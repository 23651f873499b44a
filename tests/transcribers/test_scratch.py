"""Decoded voices do not outlive the process that decoded them."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from paletter.transcribers import confined

LATER = 3600.0


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def left_by_a_killed_process() -> None:
    script = (
        "import os, signal\n"
        "from paletter.transcribers.confined import scratch_folder\n"
        "with scratch_folder('sound') as folder:\n"
        "    (folder / 'samples').write_bytes(b'a voice')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False)


def test_a_scratch_folder_is_gone_after_its_use(temporary: Path) -> None:
    with confined.scratch_folder("sound") as folder:
        (folder / "samples").write_bytes(b"a voice")
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_behind_is_swept(temporary: Path) -> None:
    left_by_a_killed_process()
    assert len(list(temporary.rglob("samples"))) == 1
    assert confined.sweep(now=time.time() + LATER) == 1
    assert list(temporary.iterdir()) == []


def test_what_somebody_works_in_is_left_alone() -> None:
    with confined.scratch_folder("sound") as folder:
        assert confined.sweep(now=time.time() + LATER) == 0
        assert folder.is_dir()


def test_a_folder_made_this_minute_is_left_alone() -> None:
    left_by_a_killed_process()
    assert confined.sweep(now=time.time()) == 0


def test_other_peoples_folders_and_links_are_left_alone(temporary: Path) -> None:
    (temporary / "notes").mkdir()
    (temporary / f"{confined.SCRATCH}link").symlink_to(temporary / "notes")
    assert confined.sweep(now=time.time() + LATER) == 0
    assert (temporary / "notes").is_dir()
