"""The supervisor, with small programs of every bad habit. Each runs in a process of its own, as in `paletter run`."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

RUN = """
import os, sys
from paletter.commands.supervisor import Program, Supervisor
programs = {{{programs}}}
with Supervisor(say=lambda text: print(text, flush=True)) as supervisor:
    for name, (code, once) in programs.items():
        supervisor.start(Program(name, [sys.executable, "-c", code], os.environ, once=once))
    print("all started", flush=True)
    code = supervisor.run()
print("ended", flush=True)
sys.exit(code)
"""

needs_proc = pytest.mark.skipif(not Path("/proc/self").exists(), reason="orphans are found by /proc")


class Supervised:
    def __init__(self, **programs: str) -> None:
        listed = ", ".join(f"{name!r}: ({code!r}, {name.startswith('once')})" for name, code in programs.items())
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN.format(programs=listed)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout
        self.lines: list[str] = []
        self.until("all started")

    def until(self, text: str) -> str:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.strip())
            if text in line:
                return line.strip()
        raise AssertionError(f"“{text}” was never said: {self.lines}")

    def ended(self) -> int:
        assert self.process.stdout
        self.lines += [line.strip() for line in self.process.stdout]
        return self.process.wait(30)


def is_alive(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(number: int, *, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while is_alive(number):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def noting(path: Path, then: str = "time.sleep(60)") -> str:
    return f"import os, time; open({str(path)!r}, 'a').write(str(os.getpid()) + chr(10)); {then}"


def numbers(path: Path, *, wanted: int = 1) -> list[int]:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = [int(line) for line in path.read_text().split()] if path.exists() else []
        if len(found) >= wanted:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{path.name}: fewer than {wanted} programs began")


@pytest.mark.parametrize(("what", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_signal_stops_everything(tmp_path, what, code):
    supervised = Supervised(one=noting(tmp_path / "one"), two=noting(tmp_path / "two"))
    running = numbers(tmp_path / "one") + numbers(tmp_path / "two")

    supervised.process.send_signal(what)

    assert supervised.ended() == code
    assert not any(is_alive(number) for number in running)


def test_a_program_that_dies_is_named_and_started_again(tmp_path):
    supervised = Supervised(worker=noting(tmp_path / "numbers"))
    os.kill(numbers(tmp_path / "numbers")[0], signal.SIGKILL)

    assert supervised.until("Starting") == "The worker was ended by SIGKILL. Starting it again (1 of 3)."
    numbers(tmp_path / "numbers", wanted=2)

    supervised.process.terminate()
    assert supervised.ended() == 0


def test_a_program_that_dies_again_and_again_ends_all(tmp_path):
    supervised = Supervised(steady=noting(tmp_path / "steady"), broken="raise SystemExit(1)")

    assert supervised.ended() == 1
    assert supervised.lines.count("The broken ended with code 1. Starting it again (3 of 3).") == 1
    assert (
        "The broken ended with code 1 again and again. Stopping everything; the reason stands above."
        in supervised.lines
    )
    assert not is_alive(numbers(tmp_path / "steady")[0])


def test_a_program_that_was_started_wrongly_is_not_started_again(tmp_path):
    supervised = Supervised(steady=noting(tmp_path / "steady"), wrong="raise SystemExit(2)")

    assert supervised.ended() == 2
    assert not any("again" in line for line in supervised.lines)


def test_a_program_that_runs_once_may_end_and_is_not_missed(tmp_path):
    supervised = Supervised(steady=noting(tmp_path / "steady"), once=noting(tmp_path / "once", then="pass"))
    assert gone(numbers(tmp_path / "once")[0])
    time.sleep(0.5)

    assert is_alive(numbers(tmp_path / "steady")[0])
    supervised.process.terminate()
    assert supervised.ended() == 0
    assert len(numbers(tmp_path / "once")) == 1


@needs_proc
def test_children_in_sessions_of_their_own_are_stopped_too(tmp_path):
    grandchild = noting(tmp_path / "grandchild")
    parent = (
        "import subprocess, sys, time\n"
        f"subprocess.Popen([sys.executable, '-c', {grandchild!r}], start_new_session=True)\n"
        "time.sleep(60)"
    )
    supervised = Supervised(parent=parent)
    number = numbers(tmp_path / "grandchild")[0]

    supervised.process.send_signal(signal.SIGINT)

    assert supervised.ended() == 130
    assert not is_alive(number)


def test_a_program_that_will_not_stop_is_ended_when_asked_twice(tmp_path):
    deaf = noting(tmp_path / "deaf", then="__import__('signal').signal(15, 1); time.sleep(60)")
    supervised = Supervised(deaf=deaf)
    number = numbers(tmp_path / "deaf")[0]
    time.sleep(0.3)

    supervised.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    assert is_alive(number)
    supervised.process.send_signal(signal.SIGINT)

    assert gone(number, seconds=3)
    assert supervised.ended() == 130


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_a_killed_supervisor_leaves_nothing_running(tmp_path):
    supervised = Supervised(one=noting(tmp_path / "one"))
    number = numbers(tmp_path / "one")[0]

    supervised.process.kill()

    assert gone(number)
