"""The recorder for a reader of German: what scripts say is German too."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, state

pytestmark = IN_BROWSER

GERMAN = {**LAPTOP, "locale": "de-DE"}


@pytest.mark.parametrize("device", [GERMAN], ids=["german"])
def test_recording_is_german_from_the_button_to_the_word_that_it_is_saved(
    live_server: LiveServer, page: Page, short_interview: Interview
) -> None:
    page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(page, "ready")
    page.get_by_role("button", name="Aufnehmen").click()
    state(page, "recording")
    expect(page.get_by_text("Auf diesem Gerät gespeichert und gesendet, während Sie sprechen.")).to_be_visible()
    page.wait_for_timeout(1200)
    page.get_by_role("button", name="Stopp").click()
    state(page, "watching")
    expect(page.get_by_text(re.compile("aufgenommen. Sehen Sie es an, und speichern Sie es dann"))).to_be_visible()
    page.get_by_role("button", name="Diese Antwort speichern").click()
    page.wait_for_url(re.compile(r"/questions/2$"))

    expect(page.get_by_text("Frage 1 von 2 · gespeichert")).to_be_visible()


def test_the_switch_at_the_foot_of_the_page_turns_it_german(
    live_server: LiveServer, page: Page, short_interview: Interview
) -> None:
    page.goto(f"{live_server.url}/j/{short_interview.job.code}")
    page.get_by_role("button", name="Deutsch").click()

    expect(page.get_by_text("Kein fester Termin")).to_be_visible()
    expect(page.get_by_role("button", name="English")).to_be_visible()
