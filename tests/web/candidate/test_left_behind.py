"""Answers that still lie on the device: sent from every page, told there, waited for, swept when not needed."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews import takes
from paletter.interviews.models import Answer, AnswerKind, Interview
from paletter.retention import erase
from paletter.retention.models import Erasure
from paletter.vocabulary.rubrics import AskedKind
from tests.cast import NOON, a_candidate, a_job, a_template, an_interview
from tests.web import axe
from tests.web.candidate.agreed import agreed
from tests.web.candidate.asked import asking
from tests.web.candidate.browser import IN_BROWSER, PHONE, PIECES_HERE, Line, a_tab, kept, record_and_stop, state
from tests.web.candidate.kinds import in_kind
from tests.web.candidate.phases import PIECE, hold_up, is_whole, save, until

pytestmark = IN_BROWSER

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SENDING = "Your answer to question 1 still lies on this device"


@pytest.fixture
def question(live_server: LiveServer, page: Page, short_interview: Interview) -> Page:
    """Carol's first question, with the camera open."""
    page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(page, "ready")
    return page


def recorded(page: Page) -> str:
    """Record the question and return the sum of what lies on the device then."""
    record_and_stop(page)
    return str(page.evaluate(PIECES_HERE)[1])


def is_saved(interview: Interview, position: int = 1) -> bool:
    return Answer.objects.get(interview=interview, position=position).kept_id is not None


def is_empty(page: Page) -> bool:
    return bool(page.evaluate(PIECES_HERE)[0] == 0)


@pytest.mark.parametrize("device", [PHONE], ids=["phone"])
def test_on_a_slow_line_the_next_question_comes_while_the_last_answer_goes_up(
    question: Page, line: Line, short_interview: Interview
) -> None:
    line.slow(kbit_up=60, kbit_down=5000)
    sha256 = recorded(question)
    save(question)
    question.wait_for_url(re.compile(r"/questions/2$"), timeout=30_000)
    assert not is_saved(short_interview)
    expect(question.get_by_text(SENDING)).to_be_visible(timeout=15_000)
    state(question, "ready")
    assert axe.faults(question) == []
    line.mend()

    expect(question.get_by_text("Question 1 is saved.")).to_be_visible(timeout=40_000)
    is_whole(short_interview, sha256)
    assert is_empty(question)


def test_the_list_of_interviews_sends_it_and_shows_that_it_is_saved(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    mend = hold_up(question, PIECE, "PATCH")
    sha256 = recorded(question)
    save(question)
    question.goto(f"{live_server.url}/interviews/")
    expect(question.get_by_text("It is sent when the line is back.")).to_be_visible(timeout=15_000)
    expect(question.get_by_text("0 of 2 answers saved")).to_be_visible()
    mend()

    expect(question.get_by_text("1 of 2 answers saved")).to_be_visible(timeout=40_000)
    is_whole(short_interview, sha256)


def test_an_unsaved_recording_is_told_elsewhere_and_found_by_a_link(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    recorded(question)
    question.goto(f"{live_server.url}/interviews/")
    expect(question.get_by_text("A recording of question 1 lies on this device and is not your answer")).to_be_visible()
    question.get_by_role("link", name="Look at it").click()

    state(question, "watching")
    assert not is_saved(short_interview)


def test_handing_in_waits_for_what_still_lies_on_the_device(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    for next_page in ("/questions/2", "/review"):
        recorded(question)
        save(question)
        question.wait_for_url(re.compile(f"{next_page}$"), timeout=40_000)
        if next_page == "/questions/2":
            state(question, "ready")
    question.get_by_role("link", name="Record again").first.click()
    state(question, "saved")
    question.get_by_role("button", name="Record again").click()
    state(question, "ready")
    mend = hold_up(question, PIECE, "PATCH")
    better = recorded(question)
    save(question)
    question.wait_for_timeout(500)
    question.goto(f"{live_server.url}/i/{short_interview.key}/review")
    question.get_by_role("button", name="Hand in 2 answers").click()
    expect(question.get_by_text("handed in as soon as all of it has arrived")).to_be_visible()
    # Longer than it takes until the page looks again at what lies here.
    question.wait_for_timeout(12_000)
    short_interview.refresh_from_db()
    assert short_interview.submitted_at is None
    mend()

    question.wait_for_url(re.compile(rf"/i/{short_interview.key}/$"), timeout=40_000)
    is_whole(short_interview, better)
    short_interview.refresh_from_db()
    assert short_interview.submitted_at is not None


def test_handing_in_waits_for_a_recording_also_where_the_other_answer_is_written(
    live_server: LiveServer, page: Page
) -> None:
    interview = agreed(an_interview(in_kind(a_job(template=a_template("guest-service-short")), "text", "video")))
    page.goto(f"{live_server.url}/i/{interview.key}/questions/1")
    page.get_by_label("Your answer").fill("A guest had lost her key.")
    save(page)
    page.wait_for_url(re.compile(r"/questions/2$"))
    state(page, "ready")
    recorded(page)
    save(page)
    page.wait_for_url(re.compile(r"/review$"), timeout=40_000)
    page.get_by_role("link", name="Record again").click()
    state(page, "saved")
    page.get_by_role("button", name="Record again").click()
    state(page, "ready")
    mend = hold_up(page, PIECE, "PATCH")
    better = recorded(page)
    save(page)
    page.wait_for_timeout(500)
    page.goto(f"{live_server.url}/i/{interview.key}/review")
    page.get_by_role("button", name="Hand in 2 answers").click()
    expect(page.get_by_text("handed in as soon as all of it has arrived")).to_be_visible()
    interview.refresh_from_db()
    assert interview.submitted_at is None
    mend()

    page.wait_for_url(re.compile(rf"/i/{interview.key}/$"), timeout=40_000)
    is_whole(interview, better, position=2)
    assert interview.answers.get(position=1).is_written


def test_written_answers_are_handed_in_at_once(live_server: LiveServer, page: Page) -> None:
    interview = asking(AskedKind.TEXT)
    for position in (1, 2):
        takes.keep_text(interview, position, "A guest had lost her key.", now=timezone.now())
    page.goto(f"{live_server.url}/i/{interview.key}/review")
    hold_up(page, r"/takes", "GET")
    page.get_by_role("button", name="Hand in 2 answers").click()

    page.wait_for_url(re.compile(rf"/i/{interview.key}/$"))
    interview.refresh_from_db()
    assert interview.submitted_at is not None


def test_a_text_that_was_saved_since_is_not_pushed_out_by_a_recording_that_comes_late(
    live_server: LiveServer, page: Page
) -> None:
    interview = asking(AskedKind.CHOICE)
    page.goto(f"{live_server.url}/i/{interview.key}/questions/1")
    state(page, "ready")
    mend = hold_up(page, PIECE, "PATCH")
    recorded(page)
    save(page)
    page.wait_for_timeout(500)
    page.goto(f"{live_server.url}/i/{interview.key}/questions/1?as=text")
    page.get_by_label("Your answer").fill("A guest had lost her key.")
    save(page)
    page.wait_for_url(re.compile(r"/questions/2$"))
    mend()
    expect(page.get_by_text("Another answer to this question was saved meanwhile")).to_be_visible(timeout=40_000)

    assert interview.answers.get(position=1).is_written
    page.get_by_role("link", name="Look at it").click()
    state(page, "watching")
    expect(page.get_by_role("link", name="Look at the answer that is saved")).to_be_visible()
    save(page)
    page.wait_for_url(re.compile(r"/questions/2$"), timeout=40_000)
    assert kept(interview, 1).kind == AnswerKind.VIDEO


def test_what_belongs_to_an_erased_interview_leaves_the_device(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    recorded(question)
    erase.erase(short_interview, reason=Erasure.Reason.DELETED, now=NOON)
    question.goto(f"{live_server.url}/interviews/")

    until(question, lambda: is_empty(question))


def test_what_was_handed_in_elsewhere_leaves_the_device(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    recorded(question)
    Interview.objects.filter(pk=short_interview.pk).update(submitted_at=NOON)
    question.goto(f"{live_server.url}/i/{short_interview.key}/")

    until(question, lambda: is_empty(question))


# --- logging out and in ---


def log_out(page: Page) -> None:
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Log out").click()


def test_logging_out_asks_about_what_was_not_sent(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    mend = hold_up(question, PIECE, "PATCH")
    sha256 = recorded(question)
    save(question)
    question.goto(f"{live_server.url}/interviews/")
    expect(question.get_by_text(SENDING)).to_be_visible()
    log_out(question)
    expect(question.get_by_role("button", name="Stay logged in")).to_be_focused()
    assert axe.faults(question) == []
    question.get_by_role("button", name="Stay logged in").click()
    expect(question.get_by_role("button", name="Stay logged in")).to_be_hidden()
    log_out(question)
    question.get_by_role("button", name="keep it here until I come back").click()
    question.wait_for_url(f"{live_server.url}/")
    assert question.evaluate(PIECES_HERE)[1] == sha256
    mend()


def test_logging_out_can_delete_it(live_server: LiveServer, question: Page, short_interview: Interview) -> None:
    hold_up(question, PIECE, "PATCH")
    recorded(question)
    save(question)
    question.goto(f"{live_server.url}/interviews/")
    log_out(question)
    question.get_by_role("button", name="delete it here").click()
    question.wait_for_url(f"{live_server.url}/")

    assert is_empty(question)


def test_logging_out_leaves_nothing_behind_that_the_server_has(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    recorded(question)
    until(question, lambda: short_interview.answers.get(position=1).takes.exclude(completed_at=None).exists())
    question.goto(f"{live_server.url}/interviews/")
    log_out(question)
    question.wait_for_url(f"{live_server.url}/")

    assert is_empty(question)


def test_a_lost_session_is_told_and_after_a_login_it_goes_on_by_itself(
    live_server: LiveServer, browser: BrowserContext, question: Page, short_interview: Interview, client: Client
) -> None:
    question.get_by_role("button", name="Record").click()
    question.wait_for_timeout(1500)
    Session.objects.all().delete()
    expect(question.get_by_text("You are logged out. Log in again in another window")).to_be_visible(timeout=20_000)
    question.get_by_role("button", name="Stop").click()
    state(question, "watching")
    sha256 = question.evaluate(PIECES_HERE)[1]
    save(question)

    client.force_login(a_candidate(), backend=BACKEND)
    browser.clear_cookies()
    session = client.cookies["sessionid"].value
    browser.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    with a_tab(browser) as other:
        # Logging in hands out a new token against forgery, and the one of the first tab is void.
        other.goto(f"{live_server.url}/interviews/")
    until(question, lambda: is_saved(short_interview), seconds=60)

    is_whole(short_interview, sha256)


@pytest.fixture
def eve(chromium: Browser, live_server: LiveServer) -> Iterator[str]:
    """The session of somebody else."""
    client = Client()
    client.force_login(a_candidate("eve@example.org"), backend=BACKEND)
    yield client.cookies["sessionid"].value


def test_whoever_uses_the_device_next_neither_sees_nor_sends_it(
    live_server: LiveServer, browser: BrowserContext, question: Page, short_interview: Interview, eve: str
) -> None:
    mend = hold_up(question, PIECE, "PATCH")
    recorded(question)
    save(question)
    state(question, "sending")
    browser.clear_cookies()
    browser.add_cookies([{"name": "sessionid", "value": eve, "url": live_server.url}])
    mend()
    question.goto(f"{live_server.url}/interviews/")
    question.wait_for_timeout(2000)

    expect(question.locator("[data-outbox]")).to_be_hidden()
    assert not is_saved(short_interview)
    assert not is_empty(question)


def test_kept_is_what_was_saved_last_when_two_takes_of_a_question_wait(
    live_server: LiveServer, question: Page, short_interview: Interview
) -> None:
    mend = hold_up(question, PIECE, "PATCH")
    first = recorded(question)
    save(question)
    question.reload()
    state(question, "saved")
    question.get_by_role("button", name="Record again").click()
    state(question, "ready")
    recorded(question)
    save(question)
    question.wait_for_timeout(500)
    mend()
    question.wait_for_url(re.compile(r"/questions/2$"), timeout=40_000)
    until(question, lambda: is_empty(question), seconds=40)

    until(question, lambda: is_saved(short_interview))
    answer = kept(short_interview, 1)
    assert answer == short_interview.answers.get(position=1).takes.order_by("take").last()
    assert answer.sha256 != first
