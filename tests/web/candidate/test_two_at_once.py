"""Two tabs, two devices: one records, the other says so, and whatever both recorded stays."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview, Recording
from tests.web.candidate.browser import (
    IN_BROWSER,
    PHONE,
    PIECES_HERE,
    a_tab,
    a_window,
    kept,
    record_and_stop,
    state,
    take_away,
)
from tests.web.candidate.phases import KEEP, hold_up, is_whole, save, until

pytestmark = IN_BROWSER

NEXT = re.compile(r"/questions/2$")
LOCKS = "() => delete Navigator.prototype.locks"


@pytest.fixture
def question(live_server: LiveServer, short_interview: Interview) -> str:
    return f"{live_server.url}/i/{short_interview.key}/questions/1"


@pytest.fixture(params=["locks", "no locks"])
def tabs(request: pytest.FixtureRequest, browser: BrowserContext) -> Iterator[tuple[Page, Page]]:
    """Two tabs of one browser; of an older one, too, that has no locks."""
    if request.param == "no locks":
        browser.add_init_script(f"({LOCKS})()")
        take_away(browser, "BroadcastChannel")
    with a_tab(browser) as first, a_tab(browser) as second:
        yield first, second


def test_a_second_tab_says_that_another_one_records_also_at_another_question(
    tabs: tuple[Page, Page], question: str
) -> None:
    first, second = tabs
    first.goto(question)
    state(first, "ready")
    second.goto(question.replace("/1", "/2"))
    state(second, "elsewhere")
    expect(second.get_by_text("You are recording in another tab.")).to_be_visible()

    first.close()
    second.reload()
    state(second, "ready")


def test_going_on_in_the_second_tab_stops_the_first_and_loses_nothing(
    tabs: tuple[Page, Page], question: str, short_interview: Interview
) -> None:
    first, second = tabs
    first.goto(question)
    state(first, "ready")
    first.get_by_role("button", name="Record").click()
    first.wait_for_timeout(2500)
    second.goto(question)
    state(second, "elsewhere")

    second.get_by_role("button", name="Go on here").click()
    state(second, "broken")
    state(first, "elsewhere")
    size, sha256 = second.evaluate(PIECES_HERE)
    assert size > 10_000
    save(second, "Keep it")
    second.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, sha256)


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer, session: str) -> Iterator[Page]:
    with a_window(chromium, live_server.url, session, **PHONE) as window, a_tab(window) as page:
        yield page


def test_the_second_device_at_a_question_is_told_that_the_first_records(
    page: Page, phone: Page, question: str, short_interview: Interview
) -> None:
    page.goto(question)
    state(page, "ready")
    phone.goto(question)
    state(phone, "ready")
    page.get_by_role("button", name="Record").click()
    until(page, lambda: Recording.objects.filter(offset__gt=0).exists())

    phone.get_by_role("button", name="Record").click()
    state(phone, "beside")
    expect(phone.get_by_text("Another device is recording this answer right now.")).to_be_visible()
    assert phone.evaluate(PIECES_HERE)[0] == 0
    page.get_by_role("button", name="Stop").click()
    state(page, "watching")
    state(phone, "lost")
    _, sha256 = page.evaluate(PIECES_HERE)
    save(page)
    page.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, sha256)
    assert Recording.objects.filter(answer__interview=short_interview, discarded_at=None).count() == 1


def test_a_device_that_opens_a_question_while_another_records_it_says_so(
    page: Page, phone: Page, question: str
) -> None:
    page.goto(question)
    state(page, "ready")
    page.get_by_role("button", name="Record").click()
    until(page, lambda: Recording.objects.filter(offset__gt=0).exists())
    phone.goto(question)
    state(phone, "beside")
    phone.get_by_role("button", name="Record here too").click()
    state(phone, "ready")
    record_and_stop(phone)
    page.get_by_role("button", name="Stop").click()
    state(page, "watching")

    assert Recording.objects.filter(discarded_at=None, offset__gt=0).count() == 2


def test_of_two_recordings_the_later_saved_one_asks_before_it_counts(
    page: Page, phone: Page, question: str, short_interview: Interview
) -> None:
    mend = hold_up(page, KEEP, "POST")
    page.goto(question)
    state(page, "ready")
    record_and_stop(page)
    _, late = page.evaluate(PIECES_HERE)
    save(page)
    until(page, lambda: Recording.objects.exclude(completed_at=None).exists())

    phone.goto(question)
    state(phone, "lost")
    phone.get_by_role("button", name="Record again").click()
    state(phone, "ready")
    record_and_stop(phone)
    _, meanwhile = phone.evaluate(PIECES_HERE)
    save(phone)
    phone.wait_for_url(NEXT, timeout=40_000)
    is_whole(short_interview, meanwhile)

    mend()
    expect(page.get_by_text("Another answer to this question was saved meanwhile").first).to_be_visible(timeout=40_000)
    assert kept(short_interview, 1).sha256 == meanwhile
    if page.url != question:
        page.get_by_role("link", name="Look at it").click()
    state(page, "watching")
    expect(page.get_by_role("link", name="Look at the answer that is saved")).to_be_visible()
    save(page)
    until(page, lambda: kept(short_interview, 1).sha256 == late, seconds=30)

    is_whole(short_interview, late)
