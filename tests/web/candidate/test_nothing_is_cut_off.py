"""On a phone everything of the recorder can be reached: nothing is cut off by the picture’s place."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview
from tests.web.candidate.browser import IN_BROWSER, PHONE, REFUSE, state

pytestmark = IN_BROWSER

CUT_OFF = """() => { const stage = document.querySelector(".stage").getBoundingClientRect();
    return [...document.querySelectorAll(".veil *")].filter((one) => one.checkVisibility())
        .filter((one) => one.getBoundingClientRect().bottom > stage.bottom + 1)
        .map((one) => one.textContent.trim()); }"""


@pytest.mark.parametrize("device", [PHONE, {**PHONE, "locale": "de-DE"}], ids=["english", "german"])
def test_what_to_do_about_a_denied_camera_is_not_cut_off(
    live_server: LiveServer, page: Page, short_interview: Interview
) -> None:
    page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(page, "ready")
    page.locator("[data-round]").click()
    state(page, "recording")
    page.wait_for_timeout(1500)
    page.locator("[data-round]").click()
    state(page, "watching")
    page.evaluate(REFUSE, "NotAllowedError")
    page.locator("[data-again]:visible").click()
    state(page, "blocked")

    assert page.evaluate(CUT_OFF) == []
    expect(page.locator("[data-try-again]")).to_be_visible()
