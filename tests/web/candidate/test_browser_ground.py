"""The ground that browser tests stand on does what it says: a cut line is cut, a slow one slow, a full disk full."""

import time

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview
from tests.web.candidate.browser import (
    IN_BROWSER,
    PHONE,
    Line,
    a_tab,
    limit_disk,
    refuse_devices,
    state,
    take_away,
)

pytestmark = IN_BROWSER

SEND = """async (size) => {
    await fetch("/healthz", { method: "POST", body: new Uint8Array(size) });
}"""
FILL = """async () => {
    const opened = await new Promise((resolve, reject) => {
        const request = indexedDB.open("ground");
        request.onupgradeneeded = () => request.result.createObjectStore("things");
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    return new Promise((resolve) => {
        const change = opened.transaction("things", "readwrite");
        change.objectStore("things").put(crypto.getRandomValues(new Uint8Array(65536)).slice().buffer, 1);
        for (let i = 2; i < 200; i++) change.objectStore("things").put(new Uint8Array(65536).map(Math.random), i);
        change.oncomplete = () => resolve("");
        change.onabort = () => resolve(change.error.name);
    });
}"""


@pytest.fixture
def question(live_server: LiveServer, short_interview: Interview) -> str:
    return f"{live_server.url}/i/{short_interview.key}/questions/1"


def test_a_cut_line_lets_nothing_through_until_it_is_mended(
    live_server: LiveServer, page: Page, line: Line, question: str
) -> None:
    page.goto(question)
    line.cut()
    with pytest.raises(Error, match="Failed to fetch"):
        page.evaluate(SEND, 10)
    line.mend()
    page.evaluate(SEND, 10)


def test_a_slow_line_takes_its_time(page: Page, line: Line, question: str) -> None:
    page.goto(question)
    line.slow(kbit_up=500, kbit_down=5000)
    begun = time.monotonic()
    page.evaluate(SEND, 125_000)

    assert 1.5 < time.monotonic() - begun < 6


def test_a_full_disk_refuses_more(live_server: LiveServer, page: Page, question: str) -> None:
    page.goto(question)
    limit_disk(page, live_server.url, size=200_000)

    assert page.evaluate(FILL) == "QuotaExceededError"


@pytest.mark.parametrize("device", [PHONE], ids=["phone"])
def test_a_phone_is_touched_and_narrow(page: Page, question: str) -> None:
    page.goto(question)

    assert page.evaluate("() => [innerWidth, matchMedia('(pointer: coarse)').matches]") == [360, True]


def test_refused_devices_are_explained(browser: BrowserContext, question: str) -> None:
    refuse_devices(browser, "NotAllowedError")
    with a_tab(browser) as page:
        page.goto(question)
        state(page, "blocked")
        expect(page.get_by_text("Camera or microphone is not allowed for this page.")).to_be_visible()


def test_an_older_browser_is_told_which_ones_do(browser: BrowserContext, question: str) -> None:
    take_away(browser, "MediaRecorder")
    with a_tab(browser) as page:
        page.goto(question)
        state(page, "blocked")
        expect(page.get_by_text("This browser can’t record video.")).to_be_visible()
