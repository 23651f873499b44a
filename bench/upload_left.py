"""How long an answer still goes up after Stop, on a fast and on a slow line.

    python bench/upload_left.py [--seconds 60] [--rounds 1] [--json FILE]

A real Chromium records a restless picture and a reader's voice against a real server, on lines of 5 Mbit/s and of
500 kbit/s with 50 ms each way, kept so narrow by Chromium itself (CDP). Measured is the time from the press on Stop
until the server has the last byte. The anchor is the same recorder at its best bit rate whatever the line, which is
what it did before it measured.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.lever_house import a_house

LINES = {"5 Mbit/s": 5_000, "500 kbit/s": 500}
DELAY_MS = 50
FAST = "() => sessionStorage.setItem('paletter-line', JSON.stringify({ bits: 1e9, at: Date.now() + 3600e3 }))"
MEASURED = "() => JSON.parse(sessionStorage.getItem('paletter-line')).bits"


@dataclass(frozen=True)
class Left:
    line: str
    recorder: str
    line_measured_kbit: float
    seconds: float
    megabytes: float
    kbit_recorded: float
    seconds_left: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found: list[Left] = []
    with (
        a_house("demo"),
        a_site() as site,
        tempfile.TemporaryDirectory() as folder,
        a_window(Path(folder), site) as page,
    ):
        for _ in range(asked.rounds):
            for line in LINES:
                for is_adapting in (True, False):
                    found.append(left(page, site, line, is_adapting=is_adapting, seconds=asked.seconds))
                    tell(found[-1])
    if asked.json:
        asked.json.parent.mkdir(parents=True, exist_ok=True)
        asked.json.write_text(json.dumps([asdict(one) for one in found], indent=1))


def tell(one: Left) -> None:
    print(
        f"{one.line:>10}  {one.recorder:<8}  recorded {one.seconds:5.1f} s, {one.megabytes:5.2f} MB"
        f" ({one.kbit_recorded:4.0f} kbit/s)  left after stop {one.seconds_left:6.1f} s",
        flush=True,
    )


@contextmanager
def a_site() -> Iterator[str]:
    """Serve as an operator does."""
    from tests.journeys.house import a_process, answers, free_port, until

    port = free_port()
    site = f"http://127.0.0.1:{port}"
    log = Path(os.environ["PALETTER_DATA_DIR"]).parent / "web.log"
    command = (sys.executable, "-m", "paletter", "serve", "--no-migrate")
    with a_process(*command, environment=os.environ | {"PALETTER_PORT": str(port)}, log=log):
        until(lambda: answers(f"{site}/healthz"), seconds=60)
        yield site


@contextmanager
def a_window(folder: Path, site: str) -> Iterator[Any]:
    """A page of Carol's, logged in, with a picture before its camera."""
    from playwright.sync_api import sync_playwright

    from tests.journeys.browser import CHROMIUM, FAKE_DEVICES, QUIET
    from tests.web.candidate.browser import SPEECH

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    files = (
        f"--use-file-for-fake-video-capture={a_picture(folder)}",
        f"--use-file-for-fake-audio-capture={min(SPEECH.glob('*.wav'))}",
    )
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *FAKE_DEVICES, *files])
        stack.callback(browser.close)
        window = browser.new_context(permissions=["camera", "microphone"])
        window.add_cookies([{"name": "sessionid", "value": session(), "url": site}])
        page = window.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        yield page


def a_picture(folder: Path, *, width: int = 320, height: int = 240, frames: int = 24) -> Path:
    """Write a picture so restless, and so small, that a busy machine too makes as many bits of it as it is asked to."""
    dice = np.random.default_rng(1)
    path = folder / "picture.y4m"
    across, down = np.meshgrid(np.arange(width), np.arange(height))
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{width} H{height} F12:1 Ip A1:1 C420\n".encode())
        for number in range(frames):
            turn = 2 * np.pi * number / frames
            light = 120 + 60 * np.sin(across / 40 + 3 * np.sin(turn)) * np.cos(down / 30 + 2 * np.cos(turn))
            noisy = np.clip(light + dice.normal(0, 25, light.shape), 16, 235).astype(np.uint8)
            file.write(b"FRAME\n" + noisy.tobytes() + b"\x80" * (width * height // 2))
    return path


def session() -> str:
    from django.test import Client

    from tests.cast import a_candidate

    client = Client()
    client.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies["sessionid"].value)


def left(page: Any, site: str, line: str, *, is_adapting: bool, seconds: float) -> Left:
    """Record one answer of a new interview, and time what is left of it after Stop."""
    from paletter.interviews.models import Recording
    from tests.cast import a_job, an_interview
    from tests.journeys.house import until
    from tests.web.candidate.agreed import agreed
    from tests.web.candidate.browser import Line, state

    interview = agreed(an_interview(a_job()))
    narrow = Line(page)
    narrow.mend()
    page.goto(f"{site}/i/{interview.key}/questions/1")
    page.evaluate("() => sessionStorage.clear()" if is_adapting else FAST)
    narrow.slow(kbit_up=LINES[line], delay_ms=DELAY_MS)
    page.reload()
    state(page, "ready", within_ms=60_000)
    if is_adapting:
        page.wait_for_function("() => sessionStorage.getItem('paletter-line')")
    measured = page.evaluate(MEASURED) / 1000
    page.get_by_role("button", name="Record").click()
    page.wait_for_timeout(seconds * 1000)
    page.get_by_role("button", name="Stop").click()
    begun = time.monotonic()
    takes = Recording.objects.filter(answer__interview=interview).exclude(completed_at=None)
    until(takes.exists, seconds=30 * seconds, every=0.05)
    after = time.monotonic() - begun
    take = takes.get()
    return Left(
        line=line,
        recorder="adapting" if is_adapting else "at best",
        line_measured_kbit=round(measured),
        seconds=seconds,
        megabytes=round(take.length / 1e6, 2),
        kbit_recorded=round(take.length * 8 / 1000 / seconds),
        seconds_left=round(after, 1),
    )


if __name__ == "__main__":
    main()
