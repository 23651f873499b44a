"""Devices that fill up, sleep, ring or break, and servers that do: the recording survives up to there, and says so."""

import os
import re
import shutil
import signal
from collections import namedtuple
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews import room
from paletter.interviews.models import Interview, Recording
from tests.journeys.house import free_port
from tests.web.candidate.browser import (
    IN_BROWSER,
    PIECES_HERE,
    Line,
    a_tab,
    a_window,
    kept,
    limit_disk,
    record_and_stop,
    state,
)
from tests.web.candidate.phases import is_whole, save, until
from tests.web.candidate.test_killed_server import a_server

pytestmark = IN_BROWSER

NEXT = re.compile(r"/questions/2$")
Usage = namedtuple("Usage", ["total", "used", "free"])

WATCHED = """() => {
    const Real = MediaRecorder;
    window.MediaRecorder = class extends Real {
        constructor(...given) {
            super(...given);
            window.recorder = this;
            window.rates = given[1];
        }
    };
}"""
"""Lets a test get at the page's recorder."""
BREAKS = {
    "a recorder that fails": ("() => recorder.dispatchEvent(new Event('error'))", "Your browser’s recorder stopped"),
    "a camera that is unplugged": (
        "() => recorder.stream.getVideoTracks()[0].dispatchEvent(new Event('ended'))",
        "Camera or microphone was unplugged",
    ),
}


@pytest.fixture
def question(live_server: LiveServer, browser: BrowserContext, page: Page, short_interview: Interview) -> Page:
    """Carol's first question, with the camera open."""
    browser.add_init_script(f"({WATCHED})()")
    page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(page, "ready")
    return page


# --- the device ---


@pytest.mark.parametrize("what", BREAKS)
def test_what_breaks_keeps_all_up_to_there_and_costs_no_take(
    question: Page, short_interview: Interview, what: str
) -> None:
    broken, sentence = BREAKS[what]
    question.get_by_role("button", name="Record").click()
    question.wait_for_timeout(2500)
    question.evaluate(broken)
    state(question, "broken")
    expect(question.get_by_text(re.compile(rf"{sentence} after 0:0[1-3]\."))).to_be_visible()
    expect(question.get_by_role("button", name="Record again (3 left)")).to_be_visible()
    size, sha256 = question.evaluate(PIECES_HERE)
    save(question, "Keep it")
    question.wait_for_url(NEXT, timeout=40_000)

    assert size > 10_000
    is_whole(short_interview, sha256)


def test_a_device_that_slept_ends_the_recording_where_it_fell_asleep(
    chromium: Browser, question: Page, short_interview: Interview
) -> None:
    question.get_by_role("button", name="Record").click()
    question.wait_for_timeout(2500)
    with ExitStack() as asleep:
        for process in chromium.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]:
            if process["type"] == "renderer":
                os.kill(process["id"], signal.SIGSTOP)
                asleep.callback(os.kill, process["id"], signal.SIGCONT)
        signal.sigtimedwait([], 10)
    state(question, "broken")
    expect(question.get_by_text(re.compile(r"Your device slept after 0:0[1-4]\."))).to_be_visible()
    sha256 = question.evaluate(PIECES_HERE)[1]
    save(question, "Keep it")
    question.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, sha256)


def test_a_phone_call_pauses_the_recording_and_its_clock(question: Page, short_interview: Interview) -> None:
    question.get_by_role("button", name="Record").click()
    question.wait_for_timeout(1500)
    question.evaluate("() => recorder.stream.getAudioTracks()[0].dispatchEvent(new Event('mute'))")
    expect(question.get_by_text("The recording waits.")).to_be_visible()
    before = question.locator("[data-used]").inner_text()
    question.wait_for_timeout(3000)
    assert question.locator("[data-used]").inner_text() == before
    question.evaluate("() => recorder.stream.getAudioTracks()[0].dispatchEvent(new Event('unmute'))")
    expect(question.get_by_text("The recording goes on.")).to_be_visible()
    question.wait_for_timeout(1500)
    question.get_by_role("button", name="Stop").click()
    state(question, "watching")
    sha256 = question.evaluate(PIECES_HERE)[1]
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, sha256)


def test_the_screen_stays_on_while_it_records_and_only_then(question: Page) -> None:
    # A browser without a screen grants none.
    question.evaluate(
        "() => { navigator.wakeLock.request = async () => (window.awake ="
        " { released: false, release: async () => { window.awake.released = true; } }); }"
    )
    question.get_by_role("button", name="Record").click()
    question.wait_for_function("() => window.awake && !window.awake.released")
    question.wait_for_timeout(1000)
    question.get_by_role("button", name="Stop").click()
    state(question, "watching")

    question.wait_for_function("() => window.awake.released")


def test_a_full_device_is_told_and_nothing_is_lost_while_the_page_is_open(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    limit_disk(question, live_server.url, size=60_000)
    question.get_by_role("button", name="Record").click()
    expect(question.get_by_text("This device has no room left. Sent while you speak")).to_be_visible(timeout=15_000)
    question.wait_for_timeout(1500)
    question.get_by_role("button", name="Stop").click()
    state(question, "watching")
    assert question.locator("[data-playback]").evaluate("video => video.src.startsWith('blob:')")
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    assert kept(short_interview, 1).length > 60_000


def test_a_device_that_gets_room_again_has_all_of_the_recording(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    limit_disk(question, live_server.url, size=60_000)
    question.get_by_role("button", name="Record").click()
    expect(question.get_by_text("This device has no room left. Sent while you speak")).to_be_visible(timeout=15_000)
    limit_disk(question, live_server.url, size=200_000_000)
    expect(question.get_by_text("Saved on this device and sent while you speak.")).to_be_visible(timeout=15_000)
    question.get_by_role("button", name="Stop").click()
    state(question, "watching")
    size, sha256 = question.evaluate(PIECES_HERE)
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    assert size > 60_000
    is_whole(short_interview, sha256)


# --- the line ---


def test_the_bit_rate_follows_the_line(live_server: LiveServer, question: Page) -> None:
    # The page measures by itself when it opens; what it finds must not come after what is set here.
    question.wait_for_function("() => sessionStorage.getItem('paletter-line')")
    question.evaluate("() => sessionStorage.setItem('paletter-line', JSON.stringify({bits: 500000, at: Date.now()}))")
    record_and_stop(question)
    rates = question.evaluate("() => [rates.videoBitsPerSecond, rates.audioBitsPerSecond]")

    assert rates == [336_000, 64_000]


def test_what_the_device_check_found_decides_the_bit_rate_of_the_first_answer(
    live_server: LiveServer, browser: BrowserContext, page: Page, line: Line, short_interview: Interview
) -> None:
    browser.add_init_script(f"({WATCHED})()")
    page.goto(f"{live_server.url}/i/{short_interview.key}/devices")
    line.slow(kbit_up=600, kbit_down=20_000)
    page.get_by_role("button", name="Measure again").click()
    expect(page.get_by_text("Your line is slow, so your answers are recorded with less detail")).to_be_visible(
        timeout=20_000
    )
    line.mend()
    page.get_by_role("link", name="Go to question 1").click()
    state(page, "ready")
    record_and_stop(page)

    assert 250_000 < page.evaluate("() => rates.videoBitsPerSecond") < 450_000


def test_where_nobody_checked_the_devices_the_line_is_measured_beside_the_open_camera(question: Page) -> None:
    question.wait_for_function("() => sessionStorage.getItem('paletter-line')")
    record_and_stop(question)

    assert question.evaluate("() => rates.videoBitsPerSecond") == 800_000


def test_an_answer_that_grows_too_large_is_warned_of_before_it_ends(
    live_server: LiveServer, browser: BrowserContext, page: Page, short_interview: Interview, settings: Any
) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"max_answer_mb": 1})
    page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(page, "ready")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Please end your sentence")).to_be_visible(timeout=60_000)
    state(page, "watching", within_ms=20_000)
    save(page)
    page.wait_for_url(NEXT, timeout=40_000)

    assert kept(short_interview, 1).length < 1_000_000


# --- the server ---


def test_a_full_server_is_told_and_it_is_sent_once_there_is_room(
    question: Page, short_interview: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, room.LEAST_FREE_BYTES))
        record_and_stop(question)
        sha256 = question.evaluate(PIECES_HERE)[1]
        save(question)
        expect(question.get_by_text("The server has no room just now.")).to_be_visible(timeout=20_000)
        # Nobody has to wait for that: any page sends it.
        question.wait_for_url(NEXT, timeout=30_000)
        expect(question.get_by_text("The server has no room just now.")).to_be_visible(timeout=20_000)
    expect(question.get_by_text("Question 1 is saved.")).to_be_visible(timeout=60_000)

    is_whole(short_interview, sha256)


def test_a_server_that_is_killed_while_it_records_and_started_anew_gets_all_of_it(
    chromium: Browser, short_interview: Interview, session: str, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = settings.OPTIONS.data_dir / "recordings"
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    with a_window(chromium, home, session) as window, a_tab(window) as page:
        with a_server(port, tmp_path / "first.log") as server:
            page.goto(f"{home}/i/{short_interview.key}/questions/1")
            state(page, "ready")
            page.get_by_role("button", name="Record").click()
            until(page, lambda: Recording.objects.filter(offset__gt=0).exists())
            server.kill()
        expect(page.get_by_text("Saved on this device, sending when the line is back.")).to_be_visible(timeout=20_000)
        page.get_by_role("button", name="Stop").click()
        state(page, "watching")
        sha256 = page.evaluate(PIECES_HERE)[1]
        save(page)
        with a_server(port, tmp_path / "second.log"):
            page.wait_for_url(NEXT, timeout=60_000)
            until(page, lambda: short_interview.answers.get(position=1).kept_id is not None, seconds=60)

        is_whole(short_interview, sha256)
