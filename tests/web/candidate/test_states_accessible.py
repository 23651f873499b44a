"""The states of the recorder that come with a recording, by axe-core, in light and dark, narrow and wide."""

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview
from tests.web import axe
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, NARROWEST, a_tab, record_and_stop, state
from tests.web.candidate.phases import PIECE, hold_up, save
from tests.web.candidate.tus import Tus, a_webm

pytestmark = [*IN_BROWSER, pytest.mark.parametrize("device", [NARROWEST, LAPTOP], ids=["narrowest", "laptop"])]

HELD = "() => { for (let id = setInterval(() => {}); id > 0; id--) clearInterval(id); }"
"""A state that would pass by stays as it is."""


@pytest.fixture
def address(live_server: LiveServer, short_interview: Interview) -> str:
    return f"{live_server.url}/i/{short_interview.key}/questions/1"


def test_a_take_that_is_watched_sent_and_found_again(page: Page, address: str) -> None:
    page.goto(address)
    state(page, "ready")
    mend = hold_up(page, PIECE, "PATCH")
    record_and_stop(page)
    assert axe.faults(page) == []
    save(page)
    state(page, "sending")
    assert axe.faults(page) == []
    page.reload()
    state(page, "saved")
    assert axe.faults(page) == []
    mend()


def test_a_take_that_broke_off(page: Page, address: str) -> None:
    page.goto(address)
    state(page, "ready")
    page.get_by_role("button", name="Record").click()
    page.wait_for_timeout(2500)
    page.reload()
    state(page, "broken")

    assert axe.faults(page) == []


def test_a_question_that_another_tab_has(browser: BrowserContext, address: str) -> None:
    with a_tab(browser) as first, a_tab(browser) as second:
        first.goto(address)
        state(first, "ready")
        second.goto(address)
        state(second, "elsewhere")

        assert axe.faults(second) == []


def test_a_take_of_another_device(page: Page, address: str, client: Client, short_interview: Interview) -> None:
    url, content = Tus(client).opened(short_interview), a_webm(9000)
    Tus(client).patch(url, content[:3000], at=0)
    page.goto(address)
    state(page, "lost")
    assert axe.faults(page) == []
    # Growing is what is more than at the last look.
    page.wait_for_event("response", lambda response: "/takes" in response.url)
    Tus(client).patch(url, content[3000:6000], at=3000)
    state(page, "beside")
    page.evaluate(HELD)
    assert axe.faults(page) == []
