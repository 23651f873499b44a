"""From the link to handing in with a keyboard alone, and what is announced on the way."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview
from tests.cast import a_job, a_template
from tests.web.accessible.keyboard import LISTEN, Keyboard, heard
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, Line, a_tab, a_window, state

pytestmark = IN_BROWSER


@pytest.fixture
def page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    with a_window(chromium, live_server.url, **LAPTOP) as window:
        window.add_init_script(f"({LISTEN})()")
        with a_tab(window) as opened:
            yield opened


def a_short_job():
    """Two questions; of the first one may speak for 15 seconds, so that the last ten come soon."""
    job = a_job(template=a_template("guest-service-short"))
    version = job.template_version
    version.content["questions"][0]["seconds"] = 15
    version.save()
    return job


def code_from_mail() -> str:
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]  # type: ignore[index]


def sign_up(keyboard: Keyboard) -> None:
    keyboard.press("Sign up / Log in")
    keyboard.type("Your e-mail address", "nora.new@example.org")
    keyboard.page.wait_for_url(re.compile("/code/confirm/"))
    keyboard.type("The code from the e-mail", code_from_mail())
    keyboard.page.wait_for_url(re.compile("/name/"))
    keyboard.type("Your name", "Nora New")
    keyboard.page.wait_for_url(re.compile("/j/"))


def agree(keyboard: Keyboard) -> None:
    keyboard.press("Begin")
    keyboard.page.wait_for_url(re.compile("/consent"))
    keyboard.press("I have read this.", "Space")
    keyboard.press("Agree and go on")
    keyboard.page.wait_for_url(re.compile("/devices"))


def record(keyboard: Keyboard, *, seconds: float) -> None:
    state(keyboard.page, "ready")
    keyboard.press("Record", "Space")
    state(keyboard.page, "recording")
    keyboard.is_on("Stop")
    keyboard.page.wait_for_timeout(seconds * 1000)
    keyboard.page.keyboard.press("Space")
    state(keyboard.page, "watching")
    keyboard.is_on("Save this answer")


def test_a_keyboard_is_enough_from_the_link_to_handing_in(live_server: LiveServer, page: Page) -> None:
    keyboard = Keyboard(page)
    page.goto(f"{live_server.url}/j/{a_short_job().code}")
    page.keyboard.press("Tab")
    keyboard.is_on("Skip to the content")
    sign_up(keyboard)
    agree(keyboard)
    keyboard.press("Go to question 1")
    page.wait_for_url(re.compile("/questions/1"))

    record(keyboard, seconds=6)
    keyboard.press("Your answer", "Space")
    keyboard.page.keyboard.press("Shift+Tab")
    keyboard.press("Save this answer")
    page.wait_for_url(re.compile("/questions/2"))
    record(keyboard, seconds=1.5)
    keyboard.page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/review"))
    keyboard.press("Hand in")
    expect(page.get_by_role("heading", name="Thank you. Your interview is handed in.")).to_be_visible()

    said = heard(page)
    assert Interview.objects.get().submitted_at
    assert keyboard.unseen == []
    assert "The recording has started." in said
    assert "10 seconds left." in said
    assert any("recorded. Watch it, then save it" in one for one in said)


def test_how_much_is_sent_is_announced_on_a_slow_line(live_server: LiveServer, page: Page) -> None:
    keyboard = Keyboard(page)
    page.goto(f"{live_server.url}/j/{a_short_job().code}")
    sign_up(keyboard)
    agree(keyboard)
    page.goto(f"{live_server.url}/i/{Interview.objects.get().key}/questions/1")
    Line(page).slow(kbit_up=150, kbit_down=5000)
    record(keyboard, seconds=6)
    page.keyboard.press("Enter")
    # The next question comes while the answer still goes up; there the outbox tells how far it is.
    page.wait_for_url(re.compile("/questions/2"), timeout=120_000)
    expect(page.get_by_role("status").get_by_text("Question 1 is saved.")).to_be_visible(timeout=60_000)

    said = heard(page)
    assert "Sending your answer …" in said
    assert any(one.endswith(" percent sent.") for one in said)
