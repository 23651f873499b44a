"""Recording again: the earlier take stays, here and on the server, until something of the new one is recorded."""

import hashlib
import re

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview, Recording
from tests.web import axe
from tests.web.candidate.browser import IN_BROWSER, PHONE, PIECES_HERE, REFUSE, kept, record_and_stop, state
from tests.web.candidate.phases import is_whole, save, until
from tests.web.candidate.tus import Tus, a_webm

pytestmark = IN_BROWSER

NEXT = re.compile(r"/questions/2$")
KEEP_EARLIER = "Keep the earlier take"

NO_RECORDER = """() => MediaRecorder.prototype.start = () => {
    throw new DOMException("no encoder", "NotSupportedError");
}"""
PROMPT_UNANSWERED = """() => navigator.mediaDevices.getUserMedia = () => new Promise((_, reject) =>
    window.answerPrompt = () => reject(new DOMException("denied", "NotAllowedError")))"""


@pytest.fixture
def question(live_server: LiveServer, page: Page, short_interview: Interview) -> Page:
    """Carol's first question, with the camera open."""
    page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(page, "ready")
    return page


@pytest.fixture
def recorded(question: Page) -> str:
    """The sum of what she recorded and has not saved yet; the server has all of it."""
    record_and_stop(question)
    until(question, lambda: Recording.objects.exclude(completed_at=None).exists())
    return str(question.evaluate(PIECES_HERE)[1])


def press_again(page: Page) -> None:
    page.get_by_role("button", name="Record again").click()


def keep_earlier(page: Page) -> None:
    page.get_by_role("button", name=KEEP_EARLIER).click()


def test_a_camera_that_is_denied_the_second_time_costs_nothing(
    question: Page, recorded: str, short_interview: Interview
) -> None:
    question.evaluate(REFUSE, "NotAllowedError")
    press_again(question)
    state(question, "blocked")
    expect(question.get_by_text("Your earlier recording stays until the new one begins.")).to_be_visible()
    assert question.evaluate(PIECES_HERE)[1] == recorded
    assert not Recording.objects.exclude(discarded_at=None).exists()

    keep_earlier(question)
    state(question, "watching")
    expect(question.get_by_role("button", name="Save this answer")).to_be_focused()
    expect(question.get_by_role("button", name="Record again (2 left)")).to_be_visible()
    assert question.locator("[data-playback]").evaluate("video => video.src.startsWith('blob:')")
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)
    is_whole(short_interview, recorded)


@pytest.mark.parametrize("device", [PHONE], ids=["phone"])
def test_whoever_thinks_better_of_it_before_the_open_camera_keeps_the_earlier_take(
    question: Page, recorded: str, short_interview: Interview
) -> None:
    press_again(question)
    state(question, "ready")
    expect(question.get_by_role("button", name=KEEP_EARLIER)).to_be_in_viewport()
    assert axe.faults(question) == []
    keep_earlier(question)
    state(question, "watching")
    assert question.locator("[data-preview]").evaluate("video => video.srcObject === null")

    save(question)
    question.wait_for_url(NEXT, timeout=40_000)
    is_whole(short_interview, recorded)


def test_while_the_browser_still_asks_the_earlier_take_can_be_kept(
    question: Page, recorded: str, short_interview: Interview
) -> None:
    question.evaluate(PROMPT_UNANSWERED)
    press_again(question)
    state(question, "asking")
    keep_earlier(question)
    state(question, "watching")
    question.evaluate("() => answerPrompt()")
    question.wait_for_timeout(500)

    state(question, "watching")
    assert question.evaluate(PIECES_HERE)[1] == recorded


def test_a_recorder_that_does_not_start_costs_nothing(question: Page, recorded: str) -> None:
    press_again(question)
    state(question, "ready")
    question.evaluate(NO_RECORDER)
    question.get_by_role("button", name="Record", exact=True).click()
    state(question, "blocked")
    keep_earlier(question)
    state(question, "watching")

    assert question.evaluate(PIECES_HERE)[1] == recorded
    expect(question.get_by_role("button", name="Record again (2 left)")).to_be_visible()


def test_a_reload_before_the_new_recording_finds_the_earlier_take(question: Page, recorded: str) -> None:
    question.evaluate(REFUSE, "NotReadableError")
    press_again(question)
    state(question, "blocked")
    question.reload()
    state(question, "watching")

    assert question.evaluate(PIECES_HERE)[1] == recorded
    expect(question.get_by_role("button", name="Record again (2 left)")).to_be_visible()


def test_once_the_new_recording_has_begun_the_earlier_take_is_gone_here_and_there(
    question: Page, recorded: str, short_interview: Interview
) -> None:
    first = Recording.objects.get()
    press_again(question)
    state(question, "ready")
    question.get_by_role("button", name="Record", exact=True).click()
    state(question, "recording")
    until(question, lambda: Recording.objects.filter(pk=first.pk).exclude(discarded_at=None).exists())
    expect(question.get_by_role("button", name=KEEP_EARLIER)).to_be_hidden()
    question.get_by_role("button", name="Stop").click()
    state(question, "watching")
    expect(question.get_by_role("button", name="Record again (1 left)")).to_be_visible()
    _, second = question.evaluate(PIECES_HERE)
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    assert second != recorded
    is_whole(short_interview, second)


def test_of_three_takes_the_second_can_be_kept_before_the_third(
    question: Page, recorded: str, short_interview: Interview
) -> None:
    press_again(question)
    state(question, "ready")
    record_and_stop(question)
    _, second = question.evaluate(PIECES_HERE)
    question.evaluate(REFUSE, "NotFoundError")
    press_again(question)
    state(question, "blocked")
    keep_earlier(question)
    expect(question.get_by_role("button", name="Record again (1 left)")).to_be_visible()
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, second)


def test_what_another_device_recorded_stays_too(question: Page, client: Client, short_interview: Interview) -> None:
    content = a_webm(5000)
    Tus(client).patch(Tus(client).opened(short_interview), content, at=0)
    question.reload()
    state(question, "lost")
    question.evaluate(REFUSE, "NotAllowedError")
    press_again(question)
    state(question, "blocked")
    keep_earlier(question)
    state(question, "lost")
    save(question, "Keep it")
    question.wait_for_url(NEXT, timeout=40_000)

    assert kept(short_interview, 1).sha256 == hashlib.sha256(content).hexdigest()


def test_where_the_answer_is_saved_a_denied_camera_leaves_the_way_on(
    live_server: LiveServer, question: Page, recorded: str, short_interview: Interview
) -> None:
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)
    question.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(question, "saved")
    question.evaluate(REFUSE, "NotAllowedError")
    press_again(question)
    state(question, "blocked")
    question.get_by_role("link", name="Keep the answer you saved").click()
    question.wait_for_url(NEXT)

    is_whole(short_interview, recorded)
