"""Carol's Chromium against a real server: her windows, her camera and microphone, her line and her disk.

The fixtures are given to all tests beside this file by conftest.py. A test that needs another device, such as a phone,
says `@pytest.mark.parametrize("device", [PHONE])`; one that needs a second tab opens it with `a_tab`, a second device
with `a_window`. Whoever lets a browser test run without Chromium marks its module `pytestmark = IN_BROWSER`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from paletter.interviews import recordings
from paletter.interviews.models import Answer, Interview, Recording
from tests.cast import a_candidate, a_job, a_template, an_interview
from tests.journeys.browser import CHROMIUM, a_browser
from tests.web.candidate.agreed import agreed

SPEECH = Path(__file__).parents[2] / "data" / "speech"

LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
NARROWEST: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}
"""The width at which WCAG 1.4.10 wants everything to be read without scrolling to the side."""

IN_BROWSER = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason=f"NOT TESTED IN A BROWSER: {CHROMIUM} is missing; scripts/browsers gets it"
    ),
]

PIECES_HERE = """async () => {
    const opened = await new Promise((resolve) => {
        const request = indexedDB.open("paletter-takes");
        request.onsuccess = () => resolve(request.result);
    });
    const pieces = await new Promise((resolve) => {
        const request = opened.transaction("pieces").objectStore("pieces").getAll();
        request.onsuccess = () => resolve(request.result);
    });
    opened.close();
    const bytes = await new Blob(pieces.map((piece) => piece.bytes)).arrayBuffer();
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    return [bytes.byteLength, Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("")];
}"""

REFUSE = """name => navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("refused", name))"""


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """Chromium with a made-up camera, and a reader's voice at its microphone.

    The database is made before: Django keeps other connections while Playwright's loop runs, and would not find the one
    that made the database when it is to be dropped.
    """
    voices = sorted(SPEECH.glob("*.wav"))
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's own event loop runs in this thread; the database is still asked from one thread only.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with a_browser(playwright, microphone=voices[0] if voices else None) as browser:
            yield browser


@pytest.fixture
def device() -> dict[str, Any]:
    """What Carol sits at: playwright's options of a window."""
    return LAPTOP


@contextmanager
def a_window(chromium: Browser, site: str, session: str = "", **device: Any) -> Iterator[BrowserContext]:
    """A browser of its own, with its own cookies and store; with `session`, somebody is logged in."""
    window = chromium.new_context(permissions=["camera", "microphone"], **device)
    under_way: set[Request] = set()
    window.on("request", lambda request: under_way.add(request))
    window.on("requestfinished", lambda request: under_way.discard(request))
    window.on("requestfailed", lambda request: under_way.discard(request))
    if session:
        window.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    try:
        yield window
    finally:
        _let_rest(window, under_way)
        window.close()


def _let_rest(window: BrowserContext, under_way: set[Request]) -> None:
    """Wait, not for long, until the server has answered: it still locks tables that are to be emptied."""
    for _ in range(20):
        if not under_way or not window.pages:
            return
        window.pages[0].wait_for_timeout(100)


@pytest.fixture
def session(live_server: LiveServer, client: Client) -> str:
    """Carol's session, for a window."""
    client.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies["sessionid"].value)


@pytest.fixture
def browser(
    chromium: Browser, live_server: LiveServer, session: str, device: dict[str, Any]
) -> Iterator[BrowserContext]:
    """Carol's window, logged in."""
    with a_window(chromium, live_server.url, session, **device) as window:
        yield window


@contextmanager
def a_tab(browser: BrowserContext) -> Iterator[Page]:
    """A page that must not break any rule of its own: no script error, nothing stopped by the security policy."""
    page = browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: "Security Policy" in line.text and complaints.append(line.text))
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    assert complaints == []


@pytest.fixture
def page(browser: BrowserContext) -> Iterator[Page]:
    with a_tab(browser) as opened:
        yield opened


@pytest.fixture
def short_interview(live_server: LiveServer) -> Interview:
    """Carol's interview of two questions, agreed to."""
    return agreed(an_interview(a_job(template=a_template("guest-service-short"))))


class Line:
    """The line between one tab and the server."""

    def __init__(self, page: Page) -> None:
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Network.enable")

    def cut(self) -> None:
        self._set(offline=True)

    def mend(self) -> None:
        self._set()

    def slow(self, *, kbit_up: float, kbit_down: float | None = None, delay_ms: float = 50) -> None:
        """Let no more through than this many thousand bits a second; down is as fast as up where it is not said."""
        down = kbit_up if kbit_down is None else kbit_down
        self._set(latency=delay_ms, uploadThroughput=kbit_up * 125, downloadThroughput=down * 125)

    def _set(self, **conditions: Any) -> None:
        open_line = {"offline": False, "latency": 0, "uploadThroughput": -1, "downloadThroughput": -1}
        self._devtools.send("Network.emulateNetworkConditions", open_line | conditions)


@pytest.fixture
def line(page: Page) -> Line:
    return Line(page)


def limit_disk(page: Page, site: str, *, size: int) -> None:
    """Leave this many bytes of the device's disk to the site, as a full phone does."""
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": site, "quotaSize": size})


def refuse_devices(browser: BrowserContext, error: str) -> None:
    """Let every page fail to open camera and microphone: NotAllowedError, NotFoundError, NotReadableError."""
    browser.add_init_script(f"({REFUSE})({error!r})")


def take_away(browser: BrowserContext, name: str) -> None:
    """Make the browser an older one, without something such as MediaRecorder or AbortSignal.timeout."""
    browser.add_init_script(f"delete globalThis.{name}")


def state(page: Page, name: str, *, within_ms: float = 20_000) -> None:
    """Wait until the recorder shows this state; stage.js lists them."""
    expect(page.locator("[data-recorder]")).to_have_attribute("data-state", name, timeout=within_ms)


def record_and_stop(page: Page, *, seconds: float = 1.5) -> None:
    page.get_by_role("button", name="Record").click()
    state(page, "recording")
    page.wait_for_timeout(seconds * 1000)
    page.get_by_role("button", name="Stop").click()
    state(page, "watching")


def kept(interview: Interview, position: int) -> Recording:
    """Return the take that is the answer to a question."""
    recording = Answer.objects.get(interview=interview, position=position).kept
    assert recording is not None
    return recording


def on_disk(recording: Recording) -> bytes:
    return (recordings.folder(recording) / "upload").read_bytes()
