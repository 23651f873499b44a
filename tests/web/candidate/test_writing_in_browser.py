"""A written answer in a real Chromium: no letter is lost, whatever happens to page, line and server."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Answer, Interview
from paletter.vocabulary.rubrics import AskedKind
from tests.web import axe
from tests.web.candidate.asked import asking
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, NARROWEST, Line, a_window

pytestmark = IN_BROWSER
TEXT = "A guest had lost her key. I opened the room."


@pytest.fixture
def interview(live_server: LiveServer) -> Interview:
    return asking(AskedKind.TEXT)


def open_question(page: Page, live_server: LiveServer, interview: Interview, position: int = 1) -> None:
    page.goto(f"{live_server.url}/i/{interview.key}/questions/{position}")


def write(page: Page, text: str) -> None:
    page.get_by_label("Your answer").press_sequentially(text)


def answer(interview: Interview) -> Answer:
    return interview.answers.get(position=1)


def test_a_text_is_written_counted_kept_as_draft_and_saved(
    live_server: LiveServer, page: Page, interview: Interview
) -> None:
    open_question(page, live_server, interview)
    write(page, TEXT)
    expect(page.get_by_text("Words: 10")).to_be_visible()
    expect(page.get_by_text("Your draft is kept. It counts once you save it.")).to_be_visible()
    assert (answer(interview).text, answer(interview).is_given) == (TEXT, False)

    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url(re.compile(r"/questions/2$"))

    assert (answer(interview).text, answer(interview).is_given) == (TEXT, True)
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('paletter-draft'))") == []


def test_a_reload_in_the_middle_of_a_word_loses_no_letter(
    live_server: LiveServer, page: Page, interview: Interview
) -> None:
    open_question(page, live_server, interview)
    # The server gets nothing of it, not even as the page goes.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('the line is away')); }")
    write(page, "A guest had lo")

    page.reload()

    expect(page.get_by_label("Your answer")).to_have_value("A guest had lo")
    expect(page.get_by_text("This is what you wrote on this device before.")).to_be_visible()
    assert answer(interview).text == ""


def test_a_lost_line_is_told_and_the_text_is_saved_when_it_is_back(
    live_server: LiveServer, page: Page, line: Line, interview: Interview
) -> None:
    open_question(page, live_server, interview)
    line.cut()
    write(page, TEXT)
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_text("Saved on this device, sending when the line is back.")).to_be_visible()
    assert not answer(interview).is_given

    line.mend()
    page.wait_for_url(re.compile(r"/questions/2$"), timeout=20_000)

    assert (answer(interview).text, answer(interview).is_given) == (TEXT, True)


def test_another_device_goes_on_with_the_draft(
    live_server: LiveServer, page: Page, chromium: Browser, session: str, interview: Interview
) -> None:
    open_question(page, live_server, interview)
    write(page, "A guest")
    expect(page.get_by_text("Your draft is kept. It counts")).to_be_visible()

    with a_window(chromium, live_server.url, session, **LAPTOP) as window:
        other = window.new_page()
        open_question(other, live_server, interview)
        expect(other.get_by_label("Your answer")).to_have_value("A guest")
        other.get_by_label("Your answer").fill("A guest had lost her key.")
        expect(other.get_by_text("Your draft is kept. It counts")).to_be_visible()
        other.wait_for_timeout(2500)

    # This tab does not know: it must neither overwrite the other's words nor lose its own.
    page.get_by_label("Your answer").fill("A guest was limping.")
    expect(page.get_by_text("written on in another tab or on another device")).to_be_visible()
    assert answer(interview).text == "A guest had lost her key."
    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value("A guest had lost her key.")
    expect(page.get_by_text("A guest was limping.")).to_be_visible()
    page.get_by_role("button", name="Use this text instead").click()
    expect(page.get_by_label("Your answer")).to_have_value("A guest was limping.")


def test_whoever_was_logged_out_keeps_the_text(
    live_server: LiveServer, page: Page, session: str, interview: Interview
) -> None:
    open_question(page, live_server, interview)
    page.context.clear_cookies()
    write(page, TEXT)
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_text("Please log in again in another tab, then save.")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_have_value(TEXT)

    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/i/{interview.key}/questions/1")

    expect(page.get_by_label("Your answer")).to_have_value(TEXT)


def test_what_is_changed_in_a_saved_text_counts_only_when_saved_again(
    live_server: LiveServer, page: Page, interview: Interview
) -> None:
    open_question(page, live_server, interview)
    write(page, TEXT)
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url(re.compile(r"/questions/2$"))
    open_question(page, live_server, interview)
    expect(page.get_by_text("Your answer is saved.")).to_be_visible()
    write(page, "Then ")
    expect(page.get_by_text("Your saved answer counts until you save again.")).to_be_visible()

    page.reload()
    expect(page.get_by_label("Your answer")).to_have_value(f"Then {TEXT}")
    assert answer(interview).text == TEXT


def test_a_text_that_is_too_long_is_told_before_it_is_sent(
    live_server: LiveServer, page: Page, interview: Interview
) -> None:
    open_question(page, live_server, interview)
    page.get_by_label("Your answer").fill("x" * 20_003)

    expect(page.get_by_text("Please shorten it by 3 characters: 20000 are the most.")).to_be_visible()
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_text("This text has 20003 characters")).to_be_visible()
    expect(page.get_by_label("Your answer")).to_be_focused()


@pytest.mark.parametrize("device", [NARROWEST, LAPTOP], ids=["narrowest", "laptop"])
def test_the_page_has_no_fault(live_server: LiveServer, page: Page, interview: Interview) -> None:
    open_question(page, live_server, interview)
    write(page, "A guest")

    assert axe.faults(page) == []
