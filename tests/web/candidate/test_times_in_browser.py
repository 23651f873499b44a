"""Time to think and time to answer: announced, endable early, and extended by whoever needs it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview
from paletter.vocabulary.rubrics import AskedKind
from tests.web import axe
from tests.web.candidate.asked import asking
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, NARROWEST, state

pytestmark = IN_BROWSER
TEXT = "Think of a guest or customer who was unhappy."


def open_question(page: Page, live_server: LiveServer, interview: Interview) -> None:
    page.goto(f"{live_server.url}/i/{interview.key}/questions/1")


def uncover(page: Page) -> None:
    page.get_by_role("button", name="Open the question").click()
    expect(page.get_by_text(TEXT)).to_be_visible()


def test_the_question_is_covered_until_the_candidate_opens_it(live_server: LiveServer, page: Page) -> None:
    interview = asking(think_seconds=45)
    open_question(page, live_server, interview)

    expect(page.get_by_text("45 seconds")).to_be_visible()
    assert TEXT not in page.content()
    assert interview.answers.get(position=1).thinking_since is None
    uncover(page)
    assert interview.answers.get(position=1).thinking_since is not None
    # Opening the camera takes some of them.
    expect(page.get_by_text(re.compile(r"You have 4[1-5] seconds to think\. Then recording begins"))).to_be_visible()


def test_recording_begins_by_itself_when_the_time_is_over(live_server: LiveServer, page: Page) -> None:
    open_question(page, live_server, asking(think_seconds=8))
    uncover(page)
    expect(page.get_by_text("5 seconds to think are left.")).to_be_visible(timeout=8000)

    state(page, "recording")
    expect(page.get_by_text("The time to think is over. Recording has begun.")).to_be_visible()
    expect(page.locator("[data-thinking]")).to_be_hidden()


def test_whoever_is_ready_begins_sooner(live_server: LiveServer, page: Page) -> None:
    open_question(page, live_server, asking(think_seconds=300))
    uncover(page)
    state(page, "ready")
    page.get_by_role("button", name="Record").click()

    state(page, "recording")
    expect(page.locator("[data-thinking]")).to_be_hidden()


def test_whoever_needs_more_time_to_think_takes_it(live_server: LiveServer, page: Page) -> None:
    open_question(page, live_server, asking(think_seconds=25))
    uncover(page)
    state(page, "ready")
    expect(page.get_by_text("20 seconds to think are left. Press “More time” if you need it.")).to_be_visible(
        timeout=9000
    )
    page.get_by_role("button", name="More time").click()

    expect(page.get_by_text("You have 25 seconds more.")).to_be_visible()
    expect(page.locator("[data-think-left]")).to_have_text("0:43")
    for _ in range(9):
        page.get_by_role("button", name="More time").click()
    expect(page.get_by_role("button", name="More time")).to_be_hidden()


def test_a_reload_gives_no_more_time_and_starts_nothing_by_surprise(live_server: LiveServer, page: Page) -> None:
    interview = asking(think_seconds=30)
    interview.answers.update(thinking_since=timezone.now() - timedelta(seconds=20))
    open_question(page, live_server, interview)
    expect(page.locator("[data-think-left]")).to_have_text("0:08")

    interview.answers.update(thinking_since=timezone.now() - timedelta(hours=1))
    page.reload()

    state(page, "ready")
    expect(page.get_by_text("The time to think is over. Begin when you are ready.")).to_be_visible()


def test_where_the_times_are_essential_they_are_the_same_for_all(live_server: LiveServer, page: Page) -> None:
    interview = asking(think_seconds=10, seconds=10, is_timing_essential=True)
    Interview.objects.filter(pk=interview.pk).update(time_factor=2)
    open_question(page, live_server, interview)
    expect(page.get_by_text("the same for everybody")).to_be_visible()
    uncover(page)

    state(page, "recording")
    expect(page.locator("[data-allowed]")).to_have_text("0:10")
    expect(page.get_by_text("Time is up.")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="More time")).to_be_hidden()


def test_more_time_to_answer_is_offered_before_the_end(live_server: LiveServer, page: Page) -> None:
    interview = asking(seconds=15)
    open_question(page, live_server, interview)
    state(page, "ready")
    page.get_by_role("button", name="Record").click()
    state(page, "recording")
    expect(page.get_by_text("10 seconds left.")).to_be_visible(timeout=9000)
    page.get_by_role("button", name="More time").click()

    expect(page.get_by_text("You have 60 seconds more.")).to_be_visible()
    expect(page.locator("[data-allowed]")).to_have_text("1:15")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    expect(page.get_by_role("button", name="More time")).to_be_hidden()
    page.wait_for_timeout(12_000)
    state(page, "recording")


def test_extra_time_that_was_granted_holds_for_thinking_and_answering(live_server: LiveServer, page: Page) -> None:
    interview = asking(think_seconds=60)
    Interview.objects.filter(pk=interview.pk).update(time_factor=1.5)
    open_question(page, live_server, interview)
    expect(page.get_by_text("90 seconds")).to_be_visible()
    uncover(page)

    expect(page.locator("[data-allowed]")).to_have_text("4:30")


def test_whoever_writes_is_not_timed(live_server: LiveServer, page: Page) -> None:
    open_question(page, live_server, asking(AskedKind.TEXT, think_seconds=10))

    expect(page.get_by_label("Your answer")).to_be_visible()
    expect(page.get_by_text(TEXT)).to_be_visible()


def test_all_questions_can_be_read_first_where_the_template_shows_them(live_server: LiveServer, page: Page) -> None:
    interview = asking(think_seconds=60, of_template={"shows_questions_first": True})
    page.goto(f"{live_server.url}/i/{interview.key}/")
    expect(page.get_by_role("heading", name="All questions")).to_be_visible()
    expect(page.get_by_text(TEXT)).to_be_visible()
    expect(page.get_by_text("Video · up to 3:00 minutes · 1:00 minutes to think").first).to_be_visible()
    assert interview.answers.get(position=1).thinking_since is None
    assert axe.faults(page) == []
    page.get_by_role("link", name="Go on").click()

    expect(page.get_by_role("heading", name="Camera and microphone")).to_be_visible()


def test_elsewhere_questions_come_one_by_one(live_server: LiveServer, page: Page) -> None:
    interview = asking()
    page.goto(f"{live_server.url}/i/{interview.key}/questions/")

    page.wait_for_url(f"**/i/{interview.key}/devices")


@pytest.mark.parametrize("device", [NARROWEST, LAPTOP], ids=["narrowest", "laptop"])
def test_the_pages_of_timed_questions_have_no_fault(live_server: LiveServer, page: Page) -> None:
    open_question(page, live_server, asking(think_seconds=300))
    assert axe.faults(page) == []
    uncover(page)
    state(page, "ready")

    assert axe.faults(page) == []
