"""Answers by sound alone, and the candidate's choice, in a real Chromium."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import AnswerKind, Interview
from paletter.vocabulary.rubrics import AskedKind
from tests.web import axe
from tests.web.candidate.asked import asking
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, NARROWEST, kept, on_disk, record_and_stop, state

pytestmark = IN_BROWSER

ASKED_FOR = """() => {
    globalThis.askedFor = [];
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (wanted) => { askedFor.push(!!wanted.video); return open(wanted); };
}"""


def open_question(page: Page, live_server: LiveServer, interview: Interview, rest: str = "1") -> None:
    page.goto(f"{live_server.url}/i/{interview.key}/questions/{rest}")


def test_sound_alone_is_recorded_without_asking_for_a_camera(live_server: LiveServer, page: Page) -> None:
    interview = asking(AskedKind.AUDIO)
    page.add_init_script(f"({ASKED_FOR})()")
    open_question(page, live_server, interview)
    state(page, "ready")
    expect(page.locator("[data-preview]")).to_have_count(0)
    record_and_stop(page, seconds=2)
    assert page.evaluate("() => askedFor") == [False]
    expect(page.get_by_text("Listen to it, then save it or record again.")).to_be_visible()
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url(re.compile(r"/questions/2$"))

    take = kept(interview, 1)
    assert take.kind == AnswerKind.AUDIO
    assert on_disk(take)[:4] == b"\x1a\x45\xdf\xa3"
    assert b"V_VP" not in on_disk(take)


def test_a_candidate_chooses_sound_then_writing_and_each_is_kept_as_chosen(live_server: LiveServer, page: Page) -> None:
    interview = asking(AskedKind.CHOICE)
    open_question(page, live_server, interview)
    state(page, "ready")
    expect(page.get_by_role("link", name="Video")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Sound alone").click()
    state(page, "ready")
    record_and_stop(page)
    expect(page.get_by_role("navigation", name="How you answer")).to_be_hidden()
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url(re.compile(r"/questions/2$"))
    page.get_by_role("link", name="In writing").click()
    page.get_by_label("Your answer").fill("A guest had lost her key.")
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url(re.compile(r"/review$"))

    assert [answer.kind for answer in interview.answers.order_by("position")] == [AnswerKind.AUDIO, AnswerKind.TEXT]
    expect(page.locator("audio")).to_have_count(1)
    expect(page.get_by_label("Your answer to question 2")).to_have_text("A guest had lost her key.")


def test_a_take_of_another_kind_that_lies_here_is_found_and_sent_as_what_it_is(
    live_server: LiveServer, page: Page
) -> None:
    interview = asking(AskedKind.CHOICE)
    open_question(page, live_server, interview)
    state(page, "ready")
    record_and_stop(page)

    open_question(page, live_server, interview, "1?as=audio")
    state(page, "watching")
    expect(page.locator("[data-recorder]")).to_have_attribute("data-shows", "video")
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url(re.compile(r"/questions/2$"))

    assert kept(interview, 1).kind == AnswerKind.VIDEO


def test_a_saved_answer_stays_while_another_kind_is_tried(live_server: LiveServer, page: Page) -> None:
    interview = asking(AskedKind.CHOICE)
    open_question(page, live_server, interview, "1?as=text")
    page.get_by_label("Your answer").fill("A guest had lost her key.")
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url(re.compile(r"/questions/2$"))

    open_question(page, live_server, interview, "1?as=video")
    state(page, "ready")
    expect(page.get_by_role("link", name="Keep the answer you saved")).to_be_visible()
    record_and_stop(page)

    assert interview.answers.get(position=1).is_written
    open_question(page, live_server, interview)
    expect(page.get_by_label("Your answer")).to_have_value("A guest had lost her key.")


def test_the_check_before_it_asks_for_the_microphone_alone(live_server: LiveServer, page: Page) -> None:
    interview = asking(AskedKind.AUDIO)
    page.add_init_script(f"({ASKED_FOR})()")
    page.goto(f"{live_server.url}/i/{interview.key}/devices")
    expect(page.get_by_role("heading", name="Microphone", exact=True)).to_be_visible()
    expect(page.locator("#microphone option")).not_to_have_count(0)
    expect(page.locator("#camera")).to_have_count(0)

    assert page.evaluate("() => askedFor") == [False]


def test_who_only_writes_checks_no_devices(live_server: LiveServer, page: Page) -> None:
    interview = asking(AskedKind.TEXT)
    page.goto(f"{live_server.url}/i/{interview.key}/devices")

    page.wait_for_url(re.compile(r"/questions/1$"))


@pytest.mark.parametrize("device", [NARROWEST, LAPTOP], ids=["narrowest", "laptop"])
def test_the_recorder_of_sound_has_no_fault(live_server: LiveServer, page: Page) -> None:
    interview = asking(AskedKind.CHOICE)
    open_question(page, live_server, interview, "1?as=audio")
    state(page, "ready")
    assert axe.faults(page) == []
    page.get_by_role("button", name="Record").click()
    state(page, "recording")

    assert axe.faults(page) == []
