"""Until when, as Carol reads it: by her own clocks, with the name of her zone, and what she can do when it is over."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview, Recording
from paletter.jobs.models import Job
from paletter.vocabulary.rubrics import AskedKind
from tests.cast import NOON, a_job, a_recruiter, an_interview, saved
from tests.web.candidate.agreed import agreed
from tests.web.candidate.asked import asking
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, a_window

SIX_IN_OSLO = datetime(2036, 12, 11, 17, 0, tzinfo=UTC)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def a_dated_job() -> Job:
    job = a_job()
    job.deadline_at, job.deadline_zone = SIX_IN_OSLO, "Europe/Oslo"
    job.save()
    return job


def all_saved(interview: Interview) -> Interview:
    for answer in interview.answers.all():
        take = Recording.objects.create(answer=answer, take=1, completed_at=NOON)
        saved(take)
    return interview


@pytest.mark.django_db
def test_without_scripts_the_date_stands_in_the_zone_in_which_it_was_set(client: Client) -> None:
    assert "Thursday 11 December 2036, 18:00 (Europe/Oslo)" in text(client.get(f"/j/{a_dated_job().code}"))


@pytest.mark.django_db
def test_in_german_it_is_german(client: Client) -> None:
    page = text(client.get(f"/j/{a_dated_job().code}", headers={"Accept-Language": "de"}))

    assert re.search(r"bis <time [^>]*>Donnerstag, 11\. Dezember 2036, 18:00 \(Europe/Oslo\)", page)


@pytest.mark.django_db
def test_after_the_date_a_stranger_reads_that_it_is_over(client: Client) -> None:
    job = a_dated_job()
    with time_machine.travel(SIX_IN_OSLO + timedelta(days=1)):
        page = text(client.get(f"/j/{job.code}"))

    assert "The time for answering is over." in page


@pytest.mark.django_db
def test_the_interview_screen_says_until_when(carol: Client) -> None:
    agreed(an_interview(a_dated_job()))

    assert "until <time" in text(carol.get("/interviews/"))


@pytest.mark.django_db
def test_after_the_date_no_question_opens_and_more_time_can_be_asked_for(carol: Client) -> None:
    interview = agreed(an_interview(a_dated_job()))
    with time_machine.travel(SIX_IN_OSLO + timedelta(hours=1), tick=False):
        carol.force_login(interview.candidate, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = text(carol.get(f"/i/{interview.key}/questions/1", follow=True))

    assert "The time for answering is over." in page
    assert f'href="/i/{interview.key}/another-way?kind=more_time"' in page
    assert "Answer question" not in page


@pytest.mark.django_db
def test_what_is_complete_may_be_handed_in_for_a_day_and_no_longer(carol: Client) -> None:
    interview = all_saved(agreed(an_interview(a_dated_job())))
    late = f"/i/{interview.key}/submit"
    backend = "allauth.account.auth_backends.AuthenticationBackend"

    with time_machine.travel(SIX_IN_OSLO + timedelta(hours=25), tick=False):
        carol.force_login(interview.candidate, backend=backend)
        assert "Nothing can be handed in any more." in text(carol.post(late, follow=True))
    with time_machine.travel(SIX_IN_OSLO + timedelta(hours=23), tick=False):
        carol.force_login(interview.candidate, backend=backend)
        assert "You can still hand in what you answered" in text(carol.get(f"/i/{interview.key}/review"))
        carol.post(late)

    interview.refresh_from_db()
    assert interview.submitted_at


@pytest.mark.django_db
def test_a_text_that_comes_too_late_is_refused_and_shown_once_more(carol: Client) -> None:
    interview = asking(AskedKind.TEXT)
    Interview.objects.filter(pk=interview.pk).update(deadline_at=SIX_IN_OSLO)
    at = f"/i/{interview.key}/questions/1"
    with time_machine.travel(SIX_IN_OSLO - timedelta(minutes=1), tick=False):
        carol.force_login(interview.candidate, backend="allauth.account.auth_backends.AuthenticationBackend")
        carol.post(f"{at}/write", {"text": "A guest had lost her key."})
    with time_machine.travel(SIX_IN_OSLO + timedelta(hours=1), tick=False):
        carol.force_login(interview.candidate, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = text(carol.post(f"{at}/write", {"text": "I went with her."}))
        review = text(carol.get(f"/i/{interview.key}/review"))

    assert "The time for answering is over." in page
    assert "I went with her.</textarea>" in page
    assert "A guest had lost her key." in review
    assert "Change the text" not in review


@pytest.mark.django_db
def test_a_text_that_was_begun_in_time_can_be_finished_from_the_review(carol: Client) -> None:
    interview = asking(AskedKind.TEXT)
    Interview.objects.filter(pk=interview.pk).update(deadline_at=SIX_IN_OSLO)
    at = f"/i/{interview.key}/questions/1"
    with time_machine.travel(SIX_IN_OSLO - timedelta(minutes=1), tick=False):
        carol.force_login(interview.candidate, backend="allauth.account.auth_backends.AuthenticationBackend")
        carol.post(f"{at}/draft", {"text": "A guest had lost", "before": ""})
    with time_machine.travel(SIX_IN_OSLO + timedelta(hours=20), tick=False):
        carol.force_login(interview.candidate, backend="allauth.account.auth_backends.AuthenticationBackend")
        review = text(carol.get(f"/i/{interview.key}/review"))
        page = carol.get(at)
        other = carol.get(f"/i/{interview.key}/questions/2")
        saved = carol.post(f"{at}/write", {"text": "A guest had lost her key."})

    assert "Save the text of question 1" in review
    assert "A guest had lost</textarea>" in page.content.decode()
    assert other.url == f"/i/{interview.key}/review"
    assert saved.status_code == 302
    assert interview.answers.get(position=1).is_written


def test_granted_time_reaches_the_recorder(carol: Client) -> None:
    interview = agreed(an_interview(time_factor=2.0))
    seconds = interview.template_version.value.questions[0].seconds

    page = text(carol.get(f"/i/{interview.key}/questions/1"))

    assert f'"seconds": {2 * seconds}' in page
    assert f'<progress max="{2 * seconds}"' in page


def one_saved(interview: Interview) -> Interview:
    saved(Recording.objects.create(answer=interview.answers.get(position=2), take=1, completed_at=NOON))
    return interview


@pytest.mark.django_db
def test_what_is_saved_is_handed_in_after_the_date_and_what_is_left_out_is_named(carol: Client) -> None:
    interview = one_saved(agreed(an_interview(a_dated_job())))
    asked = interview.answers.count()
    others = ", ".join(str(position) for position in range(1, asked + 1) if position != 2)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    with time_machine.travel(SIX_IN_OSLO - timedelta(hours=1), tick=False):
        carol.force_login(interview.candidate, backend=backend)
        before = text(carol.get(f"/i/{interview.key}/review"))
    with time_machine.travel(SIX_IN_OSLO + timedelta(hours=1), tick=False):
        carol.force_login(interview.candidate, backend=backend)
        after = text(carol.get(f"/i/{interview.key}/review"))
        carol.post(f"/i/{interview.key}/submit")

    assert "If questions are still open then, you can hand in what you saved for a day after that." in before
    assert "Hand in 1 answer" not in before
    assert f"Questions {others} stay without an answer." in after
    assert "Hand in 1 answer<" in after
    interview.refresh_from_db()
    assert interview.submitted_at


@pytest.mark.django_db
def test_who_waits_for_more_time_reads_that_what_is_saved_is_not_lost(carol: Client) -> None:
    interview = one_saved(agreed(an_interview(a_dated_job())))
    interview.another_ways.create(kind="more_time", asked_at=SIX_IN_OSLO)
    with time_machine.travel(SIX_IN_OSLO + timedelta(days=3), tick=False):
        carol.force_login(interview.candidate, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = text(carol.get(f"/i/{interview.key}/review"))

    assert "Until you have an answer, and for a day after it, you can still hand in" in page
    assert "After you hand in, only the employer can open the interview again." in page


@pytest.mark.django_db
def test_members_see_how_much_of_an_open_interview_is_answered(client: Client) -> None:
    interview = one_saved(agreed(an_interview(a_dated_job())))
    asked = interview.answers.count()
    alice = a_recruiter(organisation=interview.job.organisation)

    def page(at: datetime) -> str:
        with time_machine.travel(at, tick=False):
            client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
            return text(client.get(f"/j/{interview.job.code}?show=all"))

    assert f"1 of {asked} answered, not handed in<" in page(SIX_IN_OSLO - timedelta(hours=1))
    assert f"1 of {asked} answered, time over, not handed in<" in page(SIX_IN_OSLO + timedelta(hours=1))


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("America/Los_Angeles", r"Thursday.* 11 .*2036.* 0?9:00.*Pacific Standard Time"),
        ("Asia/Tokyo", r"Friday.* 12 .*2036.* 0?2:00.*Japan Standard Time"),
        ("Europe/Oslo", r"Thursday.* 11 .*2036.* (18:00|0?6:00).*Central European Standard Time"),
    ],
)
class TestInABrowser:
    pytestmark = IN_BROWSER

    def test_everybody_reads_it_by_their_own_clocks(
        self, chromium: Browser, live_server: LiveServer, zone: str, told: str
    ) -> None:
        job = a_dated_job()
        with a_window(chromium, live_server.url, timezone_id=zone, locale="en-GB", **LAPTOP) as window:
            page = window.new_page()
            page.goto(f"{live_server.url}/j/{job.code}")
            expect(page.locator(".fact-list time")).to_have_text(re.compile(told))
