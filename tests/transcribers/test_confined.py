"""A child can't hang, crash, fill the disk of, or read secrets from whoever started it."""

import time

import pytest

from paletter.transcribers.confined import (
    MEBIBYTE,
    ChildCrashed,
    ChildError,
    ChildKilled,
    ChildTimedOut,
    Limits,
    Refusal,
    run_confined,
)

CHILD = """
import os, signal, subprocess, sys, time
from paletter.transcribers.confined import Refusal, serve

def refuse(arguments): raise Refusal("sour", "the milk")
def sleep(arguments):
    subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(3); open({arguments[0]!r}, 'w')"])
    time.sleep(60)
def spin(arguments):
    while True: pass
def fill(arguments):
    with open(arguments[0], "wb") as file:
        for _ in range(100): file.write(bytes(1024 * 1024))
def hoard(arguments): return {"size": len(bytearray(8 * 1024**3))}
serve({
    "echo": lambda arguments: {"said": arguments}, "refuse": refuse, "sleep": sleep, "spin": spin, "fill": fill,
    "end": lambda how: os.kill(os.getpid(), getattr(signal, how[0])) or time.sleep(5),
    "hoard": hoard, "crash": lambda _: os.abort(), "fault": lambda _: 1 / 0, "look": lambda _: dict(os.environ),
})
"""


@pytest.fixture
def child(tmp_path):
    """Runs a verb of a small module that misbehaves in every way."""
    (tmp_path / "rascal.py").write_text(CHILD)

    def run(verb, *arguments, limits=Limits(wall_seconds=20)):  # noqa: B008
        return run_confined("rascal", verb, *arguments, limits=limits, code=tmp_path)

    return run


def test_an_answer_comes_back(child):
    assert child("echo", "a", "ö") == {"said": ["a", "ö"]}


def test_a_refusal_comes_back_with_its_reason(child):
    with pytest.raises(Refusal) as refusal:
        child("refuse")
    assert (refusal.value.kind, refusal.value.detail) == ("sour", "the milk")


def test_a_late_child_is_killed_with_the_children_it_started(child, tmp_path):
    began = time.monotonic()
    with pytest.raises(ChildTimedOut):
        child("sleep", str(tmp_path / "alive"), limits=Limits(wall_seconds=1.5))

    assert time.monotonic() - began < 10
    time.sleep(3.5)
    assert not (tmp_path / "alive").exists()


def test_a_crash_is_told_apart_from_a_fault_of_our_own(child):
    with pytest.raises(ChildCrashed, match="SIGABRT"):
        child("crash")
    with pytest.raises(ChildError, match="ZeroDivisionError") as fault:
        child("fault")
    assert not isinstance(fault.value, ChildCrashed)


def test_a_child_can_not_fill_the_disk(child, tmp_path):
    with pytest.raises(ChildError, match="File too large"):
        child("fill", str(tmp_path / "big"), limits=Limits(wall_seconds=20, file_bytes=4 * MEBIBYTE))

    assert (tmp_path / "big").stat().st_size <= 4 * MEBIBYTE


def test_a_child_can_not_take_all_memory(child):
    with pytest.raises(Refusal, match="memory"):
        child("hoard")


def test_a_child_sees_nothing_of_the_callers_environment(child, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://paletter:secret@db.example.org/paletter")
    monkeypatch.setenv("PALETTER_FIELD_KEY", "secret")

    assert "secret" not in str(child("look"))


def test_a_module_that_is_not_there_is_a_fault_of_ours():
    with pytest.raises(ChildError, match="No module named"):
        run_confined("paletter.transcribers.nothing", "echo", limits=Limits(wall_seconds=20))


@pytest.mark.parametrize("how", ["SIGTERM", "SIGKILL", "SIGINT", "SIGHUP"])
def test_a_child_that_somebody_else_ended_is_not_taken_for_one_that_broke(child, how):
    with pytest.raises(ChildKilled, match=how):
        child("end", how)
