"""The recorder in a real Chromium against a real server: what is said into the camera arrives, byte for byte."""

import hashlib
import re
import time

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview, Recording
from tests.web.candidate.browser import IN_BROWSER, PIECES_HERE, Line, kept, on_disk, record_and_stop, state
from tests.web.candidate.tus import Tus, a_webm

pytestmark = IN_BROWSER

WATCH = """video => new Promise((resolve) => {
    video.addEventListener("timeupdate", () => video.currentTime > 0.5 && resolve(video.currentTime));
    video.play();
})"""


@pytest.fixture
def interview(short_interview: Interview) -> Interview:
    return short_interview


def test_an_answer_is_recorded_watched_and_saved_byte_for_byte(
    live_server: LiveServer, page: Page, interview: Interview
) -> None:
    page.goto(f"{live_server.url}/i/{interview.key}/questions/1")
    state(page, "ready")

    page.get_by_role("button", name="Record").click()
    state(page, "recording")
    page.wait_for_timeout(4000)
    sent_while_recording = Recording.objects.get().offset
    page.get_by_role("button", name="Stop").click()
    state(page, "watching")
    _, sha256 = page.evaluate(PIECES_HERE)
    watched = page.locator("[data-playback]").evaluate(WATCH)
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url(re.compile(r"/questions/2$"))

    recording = kept(interview, 1)
    assert sent_while_recording > 0
    assert watched > 0.5
    assert recording.sha256 == sha256 == hashlib.sha256(on_disk(recording)).hexdigest()
    assert on_disk(recording)[:4] == b"\x1a\x45\xdf\xa3"
    expect(page.get_by_text("Question 1 of 2 · saved")).to_be_visible()
    assert page.evaluate(PIECES_HERE)[0] == 0


def test_a_reload_in_the_middle_keeps_what_was_recorded(
    live_server: LiveServer, page: Page, interview: Interview
) -> None:
    page.goto(f"{live_server.url}/i/{interview.key}/questions/1")
    state(page, "ready")
    page.get_by_role("button", name="Record").click()
    page.wait_for_timeout(3500)

    page.reload()
    state(page, "broken")
    expect(
        page.get_by_text(re.compile(r"interrupted after 0:0[2-4]\. Everything up to there is saved"))
    ).to_be_visible()
    size, sha256 = page.evaluate(PIECES_HERE)
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(re.compile(r"/questions/2$"))

    recording = kept(interview, 1)
    assert (recording.length, recording.sha256) == (size, sha256)
    assert hashlib.sha256(on_disk(recording)).hexdigest() == sha256


def test_a_lost_line_is_told_and_nothing_of_the_answer_is_lost(
    live_server: LiveServer, page: Page, line: Line, interview: Interview
) -> None:
    page.goto(f"{live_server.url}/i/{interview.key}/questions/1")
    state(page, "ready")
    page.get_by_role("button", name="Record").click()
    page.wait_for_timeout(1500)

    line.cut()
    expect(page.get_by_text("Saved on this device, sending when the line is back.")).to_be_visible(timeout=10_000)
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Stop").click()
    state(page, "watching")
    size, sha256 = page.evaluate(PIECES_HERE)
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_timeout(500)
    line.mend()
    page.wait_for_url(re.compile(r"/questions/2$"), timeout=30_000)

    assert (kept(interview, 1).length, kept(interview, 1).sha256) == (size, sha256)


def test_what_another_device_recorded_can_be_kept_here(
    live_server: LiveServer, page: Page, client: Client, interview: Interview
) -> None:
    url = Tus(client).opened(interview)
    content = a_webm(5000)
    Tus(client).patch(url, content, at=0)

    page.goto(f"{live_server.url}/i/{interview.key}/questions/1")
    state(page, "lost")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(re.compile(r"/questions/2$"))

    assert kept(interview, 1).sha256 == hashlib.sha256(content).hexdigest()


def arrived(*, takes: int) -> None:
    """Wait until this many takes are whole on the server."""
    deadline = time.monotonic() + 20
    while Recording.objects.exclude(completed_at=None).count() < takes:
        assert time.monotonic() < deadline, "the take did not arrive"
        time.sleep(0.1)


def test_recording_again_replaces_the_take_and_uses_one_up(
    live_server: LiveServer, page: Page, interview: Interview
) -> None:
    page.goto(f"{live_server.url}/i/{interview.key}/questions/1")
    state(page, "ready")
    record_and_stop(page)
    expect(page.get_by_role("button", name="Save this answer")).to_be_focused()
    arrived(takes=1)
    page.get_by_role("button", name="Record again (2 left)").click()
    state(page, "ready")
    record_and_stop(page)
    expect(page.get_by_role("button", name="Record again (1 left)")).to_be_visible()
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url(re.compile(r"/questions/2$"))

    takes = Recording.objects.filter(answer__interview=interview).order_by("take")
    assert kept(interview, 1) == takes.last()
    first = takes.first()
    assert first is not None
    assert first.discarded_at is not None
