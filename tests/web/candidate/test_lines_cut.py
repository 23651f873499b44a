"""The line is cut in each phase of an answer, and the page is reloaded in each: nothing of it is lost."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Answer, Interview, Recording
from tests.web.candidate.browser import IN_BROWSER, PIECES_HERE, Line, kept, record_and_stop, state
from tests.web.candidate.phases import KEEP, PIECE, hold_up, is_whole, save, until
from tests.web.candidate.tus import Tus, a_webm

pytestmark = IN_BROWSER

NEXT = re.compile(r"/questions/2$")


@pytest.fixture
def question(live_server: LiveServer, page: Page, short_interview: Interview) -> Page:
    """Carol's first question, with the camera open."""
    page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(page, "ready")
    return page


# --- cut ---


def test_cut_before_the_recording_begins(question: Page, line: Line, short_interview: Interview) -> None:
    line.cut()
    record_and_stop(question)
    _, sha256 = question.evaluate(PIECES_HERE)
    assert not Recording.objects.exists()
    line.mend()
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, sha256)


def test_cut_while_recording(question: Page, line: Line, short_interview: Interview) -> None:
    question.get_by_role("button", name="Record").click()
    question.wait_for_timeout(2500)
    line.cut()
    expect(question.get_by_text("Saved on this device, sending when the line is back.")).to_be_visible(timeout=15_000)
    line.mend()
    question.wait_for_timeout(1500)
    question.get_by_role("button", name="Stop").click()
    state(question, "watching")
    _, sha256 = question.evaluate(PIECES_HERE)
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, sha256)


def test_cut_at_the_stop(question: Page, line: Line, short_interview: Interview) -> None:
    question.get_by_role("button", name="Record").click()
    question.wait_for_timeout(2000)
    line.cut()
    question.get_by_role("button", name="Stop").click()
    state(question, "watching")
    _, sha256 = question.evaluate(PIECES_HERE)
    line.mend()
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, sha256)


def test_cut_while_sending(question: Page, line: Line, short_interview: Interview) -> None:
    mend = hold_up(question, PIECE, "PATCH")
    record_and_stop(question)
    _, sha256 = question.evaluate(PIECES_HERE)
    save(question)
    expect(question.get_by_text("Saved on this device, sending when the line is back.")).to_be_visible(timeout=15_000)
    state(question, "sending")
    mend()
    question.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, sha256)


def test_cut_when_it_is_to_become_the_answer(question: Page, short_interview: Interview) -> None:
    mend = hold_up(question, KEEP, "POST")
    record_and_stop(question)
    _, sha256 = question.evaluate(PIECES_HERE)
    save(question)
    until(question, lambda: Recording.objects.exclude(completed_at=None).exists())
    question.wait_for_timeout(1500)
    assert question.evaluate(PIECES_HERE)[1] == sha256
    assert Answer.objects.get(interview=short_interview, position=1).kept is None
    mend()
    until(question, lambda: Answer.objects.get(interview=short_interview, position=1).kept_id is not None)

    is_whole(short_interview, sha256)


def test_the_reply_that_it_is_the_answer_is_lost_on_the_way(question: Page, short_interview: Interview) -> None:
    is_lost = False

    def lose(route: Route) -> None:
        nonlocal is_lost
        if is_lost:
            return route.continue_()
        is_lost = True
        route.fetch()
        return route.abort("connectionreset")

    question.route(re.compile(KEEP), lose)
    record_and_stop(question)
    _, sha256 = question.evaluate(PIECES_HERE)
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    assert is_lost
    is_whole(short_interview, sha256)
    until(question, lambda: question.evaluate(PIECES_HERE)[0] == 0)


def test_cut_when_it_is_handed_in(
    live_server: LiveServer, question: Page, line: Line, short_interview: Interview
) -> None:
    for position in (1, 2):
        record_and_stop(question)
        save(question)
        question.wait_for_url(re.compile(r"/questions/2$" if position == 1 else r"/review$"), timeout=40_000)
        if position == 1:
            state(question, "ready")
    line.cut()
    question.get_by_role("button", name="Hand in 2 answers").click()
    question.wait_for_timeout(1000)
    line.mend()
    short_interview.refresh_from_db()
    assert short_interview.submitted_at is None

    question.goto(f"{live_server.url}/i/{short_interview.key}/review")
    question.get_by_role("button", name="Hand in 2 answers").click()
    question.wait_for_url(re.compile(rf"/i/{short_interview.key}/$"))


# --- reload ---


def test_reload_before_the_recording(question: Page) -> None:
    question.reload()
    state(question, "ready")


def test_reload_right_after_the_stop(question: Page, line: Line, short_interview: Interview) -> None:
    record_and_stop(question)
    _, sha256 = question.evaluate(PIECES_HERE)
    question.reload()
    state(question, "watching")
    expect(question.get_by_text("This take is not saved as your answer yet.")).to_be_visible()
    assert question.locator("[data-playback]").evaluate("video => video.src.startsWith('blob:')")
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)

    is_whole(short_interview, sha256)


def test_reload_while_sending(question: Page, short_interview: Interview) -> None:
    mend = hold_up(question, PIECE, "PATCH")
    record_and_stop(question)
    _, sha256 = question.evaluate(PIECES_HERE)
    save(question)
    state(question, "sending")
    question.reload()
    state(question, "saved")
    expect(question.get_by_role("link", name="Go on")).to_be_visible()
    mend()
    expect(question.get_by_text("Your answer is saved.")).to_be_visible(timeout=30_000)

    is_whole(short_interview, sha256)


def test_reload_when_it_is_to_become_the_answer(question: Page, short_interview: Interview) -> None:
    mend = hold_up(question, KEEP, "POST")
    record_and_stop(question)
    _, sha256 = question.evaluate(PIECES_HERE)
    save(question)
    until(question, lambda: Recording.objects.exclude(completed_at=None).exists())
    question.reload()
    mend()
    expect(question.get_by_text("Your answer is saved.")).to_be_visible(timeout=30_000)

    is_whole(short_interview, sha256)


def test_reload_after_it_became_the_answer_shows_it(question: Page, short_interview: Interview) -> None:
    record_and_stop(question)
    save(question)
    question.wait_for_url(NEXT, timeout=40_000)
    question.go_back()
    question.reload()
    state(question, "saved")
    assert question.evaluate(PIECES_HERE)[0] == 0


def test_reload_where_only_the_server_has_a_take(
    live_server: LiveServer, page: Page, short_interview: Interview, client: Client, session: str
) -> None:
    url = Tus(client).opened(short_interview)
    Tus(client).patch(url, a_webm(900), at=0)
    page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(page, "lost")
    page.reload()
    state(page, "lost")
    save(page, "Keep it")
    page.wait_for_url(NEXT, timeout=40_000)

    assert kept(short_interview, 1).length == 900
