"""Carol's line is dead from before the date until hours after it: her browser tells how long ago she began."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Answer, Interview
from paletter.vocabulary.rubrics import AskedKind
from tests.web.candidate.asked import asking
from tests.web.candidate.browser import IN_BROWSER, PIECES_HERE, Line, record_and_stop, state
from tests.web.candidate.phases import is_whole, save

pytestmark = IN_BROWSER

THREE_HOURS_ON = "(() => { const was = Date.now; Date.now = () => was() + 3 * 3600_000; })()"


def let_the_date_pass(page: Page, interview: Interview) -> None:
    """Let three hours go by for the browser, and the date be an hour ago; also for pages that it opens from now on."""
    Interview.objects.filter(pk=interview.pk).update(deadline_at=timezone.now() - timedelta(hours=1))
    page.evaluate(THREE_HOURS_ON)
    page.add_init_script(THREE_HOURS_ON)


def let_the_date_pass_at_once(interview: Interview) -> None:
    Interview.objects.filter(pk=interview.pk).update(deadline_at=timezone.now() - timedelta(hours=1))


class TestARecording:
    @pytest.fixture
    def question(self, live_server: LiveServer, page: Page, short_interview: Interview) -> Page:
        page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
        state(page, "ready")
        return page

    def test_it_becomes_the_answer_when_the_line_is_back(
        self, question: Page, line: Line, short_interview: Interview
    ) -> None:
        line.cut()
        record_and_stop(question)
        _, sha256 = question.evaluate(PIECES_HERE)
        save(question)
        let_the_date_pass(question, short_interview)
        line.mend()
        question.wait_for_url(re.compile(r"/(questions/2|review)$"), timeout=40_000)

        is_whole(short_interview, sha256)
        assert Answer.objects.get(interview=short_interview, position=1).claimed_at

    def test_one_that_was_not_saved_yet_is_found_and_saved_after_a_reload(
        self, question: Page, line: Line, short_interview: Interview
    ) -> None:
        line.cut()
        record_and_stop(question)
        _, sha256 = question.evaluate(PIECES_HERE)
        let_the_date_pass(question, short_interview)
        line.mend()
        question.goto(question.url.replace("questions/1", "review"))
        question.get_by_role("link", name="Look at it").first.click()
        state(question, "watching")
        expect(question.get_by_role("button", name=re.compile("Record again"))).to_be_hidden()
        save(question)
        question.wait_for_url(re.compile(r"/review$"), timeout=40_000)

        is_whole(short_interview, sha256)

    def test_one_that_was_begun_after_the_date_is_refused_and_stays_on_the_device(
        self, question: Page, line: Line, short_interview: Interview
    ) -> None:
        line.cut()
        record_and_stop(question)
        let_the_date_pass_at_once(short_interview)
        line.mend()
        save(question)

        expect(question.get_by_text(re.compile("The time for answering is over.")).first).to_be_visible(timeout=40_000)
        assert not Answer.objects.get(interview=short_interview, position=1).is_given
        assert question.evaluate(PIECES_HERE)[0] > 0


class TestAText:
    @pytest.fixture
    def interview(self, live_server: LiveServer) -> Interview:
        return asking(AskedKind.TEXT)

    @pytest.fixture
    def field(self, live_server: LiveServer, page: Page, line: Line, interview: Interview) -> Page:
        """Her page with a text that no server knows of."""
        page.goto(f"{live_server.url}/i/{interview.key}/questions/1")
        line.cut()
        page.get_by_label("Your answer").press_sequentially("A guest had lost her key.")
        return page

    def test_it_becomes_the_answer_when_the_line_is_back(self, field: Page, line: Line, interview: Interview) -> None:
        field.get_by_role("button", name="Save this answer").click()
        expect(field.get_by_text("Saved on this device, sending when the line is back.")).to_be_visible()
        let_the_date_pass(field, interview)
        line.mend()
        field.wait_for_url(re.compile(r"/(questions/2|review)$"), timeout=40_000)

        answer = Answer.objects.get(interview=interview, position=1)
        assert (answer.text, answer.is_given) == ("A guest had lost her key.", True)
        assert answer.claimed_at

    def test_from_the_page_of_all_answers_it_is_found_and_saved(
        self, field: Page, line: Line, interview: Interview
    ) -> None:
        field.route("**/draft", lambda route: route.abort())
        let_the_date_pass(field, interview)
        line.mend()
        field.goto(field.url.replace("questions/1", "review"))
        expect(field.get_by_text("A text to question 1 lies on this device and is not saved yet.")).to_be_visible()
        expect(field.get_by_text("A text to question 2 lies on this device and is not saved yet.")).to_be_hidden()
        field.get_by_role("link", name="Look at it").click()
        expect(field.get_by_label("Your answer")).to_have_value("A guest had lost her key.")
        field.get_by_role("button", name="Save this answer").click()
        field.wait_for_url(re.compile(r"/review$"), timeout=40_000)

        assert Answer.objects.get(interview=interview, position=1).is_given
