"""Pages by axe-core and by their width. The first ones; every page of the candidate's belongs here."""

import pytest
from playwright.sync_api import Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from paletter.accounts.models import Organisation
from paletter.interviews import another_way as ways
from paletter.interviews.models import Interview
from paletter.scores.models import HumanLevel, SkillScore
from tests.cast import NOON, an_interview
from tests.retention.scene import a_finished_interview
from tests.web import axe
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, NARROWEST, state

pytestmark = IN_BROWSER

SIZES = pytest.mark.parametrize("device", [NARROWEST, LAPTOP], ids=["narrowest", "laptop"])


@SIZES
def test_the_landing_page(live_server: LiveServer, page: Page, short_interview: Interview) -> None:
    page.goto(f"{live_server.url}/j/{short_interview.job.code}")

    assert axe.faults(page) == []


@SIZES
def test_the_question_before_and_while_it_is_recorded(
    live_server: LiveServer, page: Page, short_interview: Interview
) -> None:
    page.goto(f"{live_server.url}/i/{short_interview.key}/questions/1")
    state(page, "ready")
    assert axe.faults(page) == []

    page.get_by_role("button", name="Record").click()
    state(page, "recording")
    assert axe.faults(page) == []


@SIZES
def test_asking_for_another_way_and_ones_own_data(
    live_server: LiveServer, page: Page, short_interview: Interview
) -> None:
    ways.ask(short_interview, ways.Kind.MORE_TIME, words="I read slowly.", now=NOON)
    own = f"/i/{short_interview.key}"
    for address in (f"{own}/another-way", f"{own}/data", f"{own}/data/withdraw", f"{own}/data/delete"):
        page.goto(live_server.url + address)
        assert axe.faults(page) == [], address
    for address in ("/account/data", "/account/delete"):
        page.goto(live_server.url + address)
        assert axe.faults(page) == [], address


@SIZES
def test_the_report_that_is_shared(live_server: LiveServer, page: Page, short_interview: Interview) -> None:
    interview = a_finished_interview(
        an_interview(candidate=short_interview.candidate, submitted_at=NOON, scored_at=NOON)
    )
    for model in (SkillScore, HumanLevel):
        model.objects.update(competency="service")
    Organisation.objects.update(shares_reports=True)

    page.goto(f"{live_server.url}/i/{interview.key}/report")

    assert axe.faults(page) == []


@pytest.mark.parametrize(
    "device", [{**NARROWEST, "locale": "ar"}, {**LAPTOP, "locale": "ar"}], ids=["narrowest", "laptop"]
)
def test_pages_read_from_right_to_left(
    live_server: LiveServer, page: Page, short_interview: Interview, settings: Settings
) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    for address in (f"/j/{short_interview.job.code}", f"/i/{short_interview.key}/questions/1"):
        page.goto(live_server.url + address)
        assert page.evaluate("() => getComputedStyle(document.body).direction") == "rtl"
        assert axe.faults(page) == []


def test_a_planted_fault_is_found(live_server: LiveServer, page: Page, short_interview: Interview) -> None:
    page.goto(f"{live_server.url}/j/{short_interview.job.code}")
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")
    page.evaluate("() => document.querySelector('main').append(document.createElement('img'))")

    rules = {line.split(":")[0] for line in axe.violations(page)}

    assert {"button-name", "image-alt"} <= rules


def test_a_page_that_is_too_wide_is_noticed(live_server: LiveServer, page: Page, short_interview: Interview) -> None:
    page.goto(f"{live_server.url}/j/{short_interview.job.code}")
    page.evaluate("() => (document.querySelector('h1').style.width = '3000px')")

    assert axe.scrolls_sideways(page)
