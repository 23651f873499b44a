"""Makes the pictures of docs/lever.md anew, from the demo with its simulated Lever.

    .venv/bin/python docs/pictures/make_lever_pictures.py

Starts the whole product on free ports with an empty data folder, walks the story of the guide in Debian's Chromium, and
takes a picture at each step, on both sides. It takes some minutes: the demo's interview is really listened to.
"""

import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import av
import httpx
import numpy as np
from playwright.sync_api import Page, sync_playwright

T = TypeVar("T")
HERE = Path(__file__).parent / "lever"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-sync", "--no-first-run"]
WIDTH, TALLEST = 1100, 1100
RECRUITER = "sigrid.recruiter@example.org"
CANDIDATE = "dana.demo@example.org"
TICKED = ("postings:read", "opportunities:write", "applications:read", "notes:write", "stages:read", "users:read")
TICKED += ("webhooks:write",)
NEWCOMER = "nora.newcomer@example.org"
ELSEWHERE = "dana.elsewhere@example.net"


@dataclass(frozen=True)
class Demo:
    """The running product and the Lever that it talks to."""

    url: str
    lever: str
    data: Path
    environment: dict[str, str]

    def paletter(self, *arguments: str) -> None:
        """Run a command of the product."""
        subprocess.run([sys.executable, "-m", "paletter", *arguments], env=self.environment, check=True, timeout=120)

    def code_mailed_to(self, address: str) -> str:
        letter = until(lambda: next((one for one in self._letters() if one["to"] == address), None))
        found = re.search(r"^\s*([A-Z0-9]{3,5}-?[A-Z0-9]{3,5})\s*$", letter["text"], re.MULTILINE)
        if not found:
            raise SystemExit("The mail holds no code.")
        return found.group(1)

    def _letters(self) -> list[dict[str, str]]:
        newest_first = sorted((self.data / "mail").glob("*.json"), reverse=True)
        return [json.loads(path.read_text()) for path in newest_first]

    def opportunity(self) -> str:
        """Return the id of the candidate's opportunity on the joined posting."""
        rows = httpx.get(f"{self.lever}/_control/opportunities", timeout=20).json()["opportunities"]
        return next(row["id"] for row in rows if set(row["emails"]) & {CANDIDATE, ELSEWHERE})

    def candidate_applied_with(self, address: str) -> None:
        path = f"{self.lever}/_control/opportunities/{self.opportunity()}"
        httpx.post(path, json={"emails": [address]}, timeout=20).raise_for_status()


def until(look: Callable[[], T | None], *, seconds: float = 900, every: float = 0.5) -> T:
    """Return what is found in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            found = look()
        except (httpx.HTTPError, StopIteration):
            found = None
        if found:
            return found
        time.sleep(every)
    raise SystemExit("That took too long; look at the log of the demo.")


@contextmanager
def a_demo(folder: Path) -> Iterator[Demo]:
    """Run the product as `make run` does, on free ports, and stop it afterwards."""
    port, lever_port = _free_port(), _free_port()
    data = folder / "data"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "PALETTER_DEMO": "1",
        "PALETTER_DATA_DIR": str(data),
        "PALETTER_PORT": str(port),
        "PALETTER_SIMULATOR_PORT": str(lever_port),
        "PALETTER_INFO_EMAIL": "info@paletter.example.org",
        "PALETTER_SUPPORT_EMAIL": "support@paletter.example.org",
    }
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "paletter", "run"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            yield Demo(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{lever_port}", data, environment)
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def take(page: Page, name: str, *, tallest: int = TALLEST, from_top: int = 0) -> None:
    """Write one picture: the page as wide as it is shown, cut where the guide has seen enough."""
    page.wait_for_load_state("networkidle")
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), from_top + tallest)
    clip = {"x": 0, "y": from_top, "width": WIDTH, "height": height - from_top}
    (HERE / f"{name}.png").write_bytes(_in_few_colours(page.screenshot(full_page=True, clip=clip)))  # type: ignore[arg-type]


def _in_few_colours(png: bytes) -> bytes:
    """Return the picture with 256 of its colours, a third of the size; all others become the nearest of them.

    Every hue keeps a place: the colours are those that are commonest in their part of the colour space.
    """
    with av.open(BytesIO(png)) as container:
        pixels = next(container.decode(video=0)).to_ndarray(format="rgb24")
    flat = pixels.reshape(-1, 3).astype(np.int32)
    codes = flat[:, 0] << 16 | flat[:, 1] << 8 | flat[:, 2]
    colours, places, counts = np.unique(codes, return_inverse=True, return_counts=True)
    by_count = colours[np.argsort(counts)[::-1]]
    _, firsts = np.unique(by_count & 0xF0F0F0, return_index=True)
    hues = np.sort(firsts)[:256]
    chosen = by_count[np.concatenate([hues, np.setdiff1d(np.arange(len(by_count)), hues)])[:256]]
    palette = np.stack([chosen >> 16, chosen >> 8 & 255, chosen & 255], axis=1)
    every = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    nearest = np.concatenate(
        [((part[:, None] - palette[None]) ** 2).sum(2).argmin(1) for part in np.array_split(every, 64) if len(part)]
    )
    return _png(nearest[places].reshape(pixels.shape[:2]).astype(np.uint8), palette.astype(np.uint8))


def _png(indices: np.ndarray, palette: np.ndarray) -> bytes:
    height, width = indices.shape
    lines = b"".join(b"\0" + line.tobytes() for line in indices)
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(body)) + kind + body + _checksum(kind + body) for kind, body in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _checksum(data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(data))


def log_in(page: Page, demo: Demo, address: str = RECRUITER) -> None:
    page.goto(f"{demo.url}/accounts/login/")
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(demo.code_mailed_to(address))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"{demo.url}/jobs/")


def result_arrives(page: Page, demo: Demo) -> None:
    """The result finds no application, waits with its reason, and goes out once the address is right."""

    def is_parked() -> bool:
        page.goto(f"{demo.url}/parked")
        return page.get_by_text("No application for this posting").count() > 0

    until(is_parked, every=5)
    take(page, "11-parked")
    demo.candidate_applied_with(CANDIDATE)
    page.get_by_role("button", name=re.compile("^Try again")).first.click()
    note = f"{demo.lever}/candidates/{demo.opportunity()}"

    def is_written() -> bool:
        page.goto(note)
        return page.get_by_text("Paletter AI Assessment Ready").count() > 0

    until(is_written)
    take(page, "08-note")
    page.locator("article.note a").first.click()
    take(page, "09-report", tallest=900)


def job_is_shown(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/jobs/")
    page.locator("a.row-link").first.click()
    take(page, "06-job")
    link = page.locator("#job-link").input_value()
    page.goto(f"{demo.url}/jobs/new")
    page.get_by_label("Posting").select_option(index=1)
    take(page, "05-join")
    somebody = page.context.browser.new_page(viewport={"width": WIDTH, "height": 800})  # type: ignore[union-attr]
    somebody.goto(link)
    take(somebody, "07-candidate", tallest=800)
    somebody.close()


def lever_calls(page: Page, demo: Demo) -> None:
    """Whoever may switches every group of webhooks on, and the candidate goes on a stage: so Lever calls."""
    page.goto(f"{demo.lever}/settings/webhooks")
    switches = page.get_by_role("button", name=re.compile("^Switch on"))
    while switches.count():
        switches.first.click()
        page.wait_for_load_state("networkidle")
    page.goto(f"{demo.lever}/candidates/{demo.opportunity()}")
    page.get_by_label("Move to").select_option(label="On-site interview")
    page.get_by_role("button", name="Move").click()

    def has_arrived() -> bool:
        page.goto(f"{demo.url}/settings/ats/lever/health")
        return page.get_by_text("Calls arrive").count() > 0

    until(has_arrived, seconds=60)


def connection_is_looked_at(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.url}/settings/ats/lever/health")
    take(page, "10-health", tallest=1800)
    closed = next(
        row["id"]
        for row in httpx.get(f"{demo.lever}/_control/postings", timeout=20).json()["postings"]
        if row["status"] == "draft"
    )
    page.goto(f"{demo.url}/jobs/missing?title={closed}")
    take(page, "12-missing", tallest=900)


def newcomer_sees_both_ways(page: Page, demo: Demo) -> None:
    demo.paletter("organisation", "create", "Harbour Hotels", "--admin", NEWCOMER, "--name", "Nora Newcomer")
    log_in(page, demo, NEWCOMER)
    page.goto(f"{demo.url}/settings/ats")
    take(page, "01-off")
    page.get_by_text("Make a key and paste it").click()
    place = page.locator(".ways").bounding_box()
    if place is None:
        raise SystemExit("The two ways to connect are not on the page.")
    top = int(place["y"] + page.evaluate("scrollY"))
    take(page, "04-key", from_top=top - 16, tallest=int(place["height"]) + 32)


def lever_is_looked_at(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.lever}/settings/api-credentials")
    page.get_by_label("Name").fill("Paletter")
    for right in TICKED:
        page.locator(f'input[value="{right}:admin"]').check()
    page.evaluate("scrollTo(0, 0)")
    take(page, "15-api-credentials", tallest=1500)
    page.goto(f"{demo.lever}/settings/webhooks")
    take(page, "16-webhooks", tallest=900)


def lever_is_switched_off_and_on(page: Page, demo: Demo) -> None:
    page.goto(f"{demo.lever}/settings/integrations")
    take(page, "14-authorized-apps")
    page.goto(f"{demo.url}/settings/ats")
    page.get_by_role("switch").click()
    take(page, "13-disconnect")
    page.get_by_role("button", name="Disconnect Lever").click()
    page.goto(f"{demo.url}/settings/ats")
    page.get_by_role("switch").click()
    _reach_consent(page)
    take(page, "02-permissions")
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url(f"{demo.url}/settings/ats")
    time.sleep(10)
    page.goto(f"{demo.url}/settings/ats")
    take(page, "03-on")


def _reach_consent(page: Page) -> None:
    """Log in at Lever as its Super Admin, if it asks who is there."""
    who = page.get_by_text("Sigrid Solheim")
    accept = page.get_by_role("button", name="Accept")
    who.or_(accept).first.wait_for()
    if not accept.count():
        who.first.click()
        accept.wait_for()


def main() -> None:
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        Path(folder).chmod(0o755)
        with a_demo(Path(folder)) as demo:
            until(demo.opportunity, seconds=120)
            demo.candidate_applied_with(ELSEWHERE)
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            page = browser.new_page(viewport={"width": WIDTH, "height": 800}, color_scheme="light")
            until(lambda: httpx.get(f"{demo.url}/healthz", timeout=2).is_success, seconds=120)
            until(lambda: (Path(folder) / "log").read_text().count("has handed in"), seconds=120)
            newcomer = browser.new_page(viewport={"width": WIDTH, "height": 800}, color_scheme="light")
            newcomer_sees_both_ways(newcomer, demo)
            log_in(page, demo)
            result_arrives(page, demo)
            job_is_shown(page, demo)
            lever_calls(page, demo)
            connection_is_looked_at(page, demo)
            lever_is_looked_at(page, demo)
            lever_is_switched_off_and_on(page, demo)
            browser.close()


if __name__ == "__main__":
    main()
