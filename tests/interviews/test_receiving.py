"""One line at a time for a take, and pieces whose size nobody told."""

import os
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django.fixtures import Settings

from paletter.interviews import receiving

TAKE = UUID("5d2f4a3e-7b1c-4f0e-9a58-3a1f0c8e6b21")


@pytest.fixture(autouse=True)
def recordings_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    return tmp_path / "recordings"


def test_while_a_piece_comes_in_another_line_is_told_to_wait() -> None:
    with receiving.alone(TAKE), pytest.raises(receiving.Locked, match="another line"), receiving.alone(TAKE):
        pass


def test_other_takes_come_in_meanwhile() -> None:
    with receiving.alone(TAKE), receiving.alone(uuid4()):
        pass


def test_what_is_over_holds_nothing_and_leaves_nothing_behind(recordings_folder: Path) -> None:
    with pytest.raises(RuntimeError), receiving.alone(TAKE):
        raise RuntimeError
    with receiving.alone(TAKE):
        pass

    assert not list((recordings_folder / receiving.LOCKS).iterdir())


def test_a_line_that_died_without_a_word_is_taken_over_once_it_was_silent_for_long(recordings_folder: Path) -> None:
    long_ago = time.time() - receiving.SILENT_AFTER - 1
    with receiving.alone(TAKE):
        os.utime(recordings_folder / receiving.LOCKS / str(TAKE), (long_ago, long_ago))

        with receiving.alone(TAKE), pytest.raises(receiving.Locked), receiving.alone(TAKE):
            pass


def test_the_one_that_was_taken_over_does_not_open_the_door_to_a_third(recordings_folder: Path) -> None:
    long_ago = time.time() - receiving.SILENT_AFTER - 1
    first = receiving.alone(TAKE)
    first.__enter__()
    os.utime(recordings_folder / receiving.LOCKS / str(TAKE), (long_ago, long_ago))

    with receiving.alone(TAKE):
        first.__exit__(None, None, None)
        with pytest.raises(receiving.Locked), receiving.alone(TAKE):
            pass


def test_each_block_that_comes_keeps_the_others_waiting(recordings_folder: Path) -> None:
    long_ago = time.time() - receiving.SILENT_AFTER - 1
    with receiving.alone(TAKE) as on_block:
        os.utime(recordings_folder / receiving.LOCKS / str(TAKE), (long_ago, long_ago))
        with receiving.receive(bytes, 100, on_block=on_block):
            pass

        with pytest.raises(receiving.Locked), receiving.alone(TAKE):
            pass


def test_a_server_that_was_killed_holds_nothing(recordings_folder: Path) -> None:
    (recordings_folder / receiving.LOCKS).mkdir(parents=True)
    holder = (
        "import fcntl, sys, time; file = open(sys.argv[1], 'w'); fcntl.flock(file, fcntl.LOCK_EX);"
        " print('held', flush=True); time.sleep(60)"
    )
    place = recordings_folder / receiving.LOCKS / str(TAKE)
    with subprocess.Popen([sys.executable, "-c", holder, str(place)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(receiving.Locked), receiving.alone(TAKE):
            pass
        process.kill()
        process.wait()

        with receiving.alone(TAKE):
            pass


def test_a_piece_of_unknown_size_ends_where_the_line_ends() -> None:
    blocks = iter([b"a" * 1000, b"b" * 500, b""])

    with receiving.receive(lambda _: next(blocks), None, most=10_000) as piece:
        assert (piece.size, piece.is_cut) == (1500, False)


def test_of_a_piece_of_unknown_size_no_more_is_read_than_shows_that_it_is_too_large() -> None:
    with receiving.receive(bytes, None, most=200_000) as piece:
        assert piece.size == 200_001


def test_a_piece_of_unknown_size_stops_where_the_database_needs_the_rest_of_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[int] = []

    def on_disk(_: Path, size: int) -> bool:
        looks.append(size)
        return len(looks) < 3

    monkeypatch.setattr(receiving.room, "on_disk", on_disk)

    with pytest.raises(receiving.NoRoom, match="safe on your device"):
        receiving.receive(bytes, None, most=10**9)

    assert looks == [receiving.LOOKED_AHEAD] * 3
