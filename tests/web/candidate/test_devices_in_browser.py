"""The device check and the practice question in a real browser: one hears and sees oneself, and nothing is sent."""

import re

import pytest
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview, Recording
from tests.web import axe
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, NARROWEST, PIECES_HERE, Line, record_and_stop, state

pytestmark = IN_BROWSER

PLAYS = """video => new Promise((resolve) => {
    const look = () => (video.currentTime > 0.5 ? resolve(true) : setTimeout(look, 50));
    video.play().then(look);
})"""


@pytest.fixture
def devices(live_server: LiveServer, page: Page, short_interview: Interview) -> Page:
    page.goto(f"{live_server.url}/i/{short_interview.key}/devices")
    expect(page.locator("[data-devices]")).to_have_attribute("data-state", "open")
    return page


@pytest.fixture
def practice(live_server: LiveServer, page: Page, short_interview: Interview) -> Page:
    page.goto(f"{live_server.url}/i/{short_interview.key}/practice")
    state(page, "ready")
    return page


def sent_from(page: Page) -> list[Request]:
    """Gather what the page sends from now on, but for asking for files."""
    sent: list[Request] = []
    page.on("request", lambda request: request.method != "GET" and sent.append(request))
    return sent


# --- the check ---


def test_a_test_recording_is_played_back_and_sent_nowhere(devices: Page) -> None:
    expect(devices.get_by_text("Your line is fast enough")).to_be_visible()
    sent = sent_from(devices)
    devices.get_by_role("button", name="Record five seconds").click()
    expect(devices.get_by_text("Recording for 5 seconds.")).to_be_visible()
    expect(devices.get_by_text("This is how you come across.")).to_be_visible(timeout=10_000)

    player = devices.get_by_label("Your test recording")
    assert player.evaluate(PLAYS)
    assert player.evaluate("video => video.videoWidth") > 0
    assert [request.url for request in sent] == []


def test_the_voice_is_heard_by_the_meter(devices: Page) -> None:
    expect(devices.get_by_text("We can hear you.")).to_be_visible()


def test_the_line_is_measured_and_told_in_words(devices: Page, line: Line) -> None:
    expect(devices.get_by_text("Your line is fast enough: answers are sent while you speak.")).to_be_visible()

    line.slow(kbit_up=600, kbit_down=5000)
    devices.get_by_role("button", name="Measure again").click()
    expect(devices.get_by_text("Your line is slow, so your answers are")).to_be_visible(timeout=15_000)

    line.slow(kbit_up=60, kbit_down=5000)
    devices.get_by_role("button", name="Measure again").click()
    told = devices.get_by_text("Your line is very slow:")
    expect(told).to_be_visible(timeout=30_000)
    minutes = re.search(r"may take (\d+) minutes", told.inner_text())
    assert minutes
    assert 5 <= int(minutes[1]) <= 20

    line.cut()
    devices.get_by_role("button", name="Measure again").click()
    expect(devices.get_by_text("We could not measure your line just now.")).to_be_visible()


def test_the_check_leaves_no_recording_on_the_server(devices: Page) -> None:
    expect(devices.get_by_text("Your line is fast enough")).to_be_visible()

    assert not Recording.objects.exists()


# --- practice ---


def test_practice_records_and_plays_and_sends_nothing(practice: Page) -> None:
    sent = sent_from(practice)
    record_and_stop(practice, seconds=2)

    assert practice.locator("[data-playback]").evaluate(PLAYS)
    expect(practice.get_by_text(re.compile(r"0:0[1-3] recorded for practice, and sent nowhere\."))).to_be_visible()
    practice.get_by_role("button", name="Practise again").click()
    state(practice, "ready")
    record_and_stop(practice)

    assert [request.url for request in sent] == []
    assert not Recording.objects.exists()


def test_practice_keeps_nothing_on_the_device(practice: Page) -> None:
    record_and_stop(practice)
    assert practice.evaluate(PIECES_HERE)[0] == 0

    practice.get_by_role("link", name="Go to the questions", exact=True).click()
    state(practice, "ready")
    assert practice.evaluate(PIECES_HERE)[0] == 0


def test_practice_looks_like_practice(practice: Page, short_interview: Interview) -> None:
    expect(practice.get_by_text("Practice, never sent")).to_be_visible()
    ground = "() => getComputedStyle(document.body).backgroundColor"
    here = practice.evaluate(ground)
    assert short_interview.template_version.value.questions[0].text not in practice.content()

    practice.get_by_role("link", name="Enough practice, go to the questions").click()
    state(practice, "ready")
    expect(practice.get_by_text("Practice, never sent")).to_have_count(0)
    assert practice.evaluate(ground) != here


@pytest.mark.parametrize("device", [NARROWEST, LAPTOP], ids=["narrowest", "laptop"])
def test_the_check_and_the_practice_question_are_accessible(
    devices: Page, live_server: LiveServer, short_interview: Interview
) -> None:
    assert axe.faults(devices) == []

    devices.goto(f"{live_server.url}/i/{short_interview.key}/practice")
    state(devices, "ready")
    assert axe.faults(devices) == []
    record_and_stop(devices)
    assert axe.faults(devices) == []
