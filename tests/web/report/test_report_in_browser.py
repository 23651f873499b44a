"""The report in a real browser: quotes play their second, words are lit as they are said."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

from paletter.accounts.models import User
from paletter.connections.models import MirroredPosting
from paletter.interviews import media
from paletter.interviews.models import Recording
from paletter.reports.models import Report
from paletter.scores.models import EvidenceRow
from paletter.transcripts.models import Transcript
from tests.cast import a_recruiter
from tests.journeys.house import until
from tests.reports.cast import a_full_report
from tests.web.report.film import make_webm

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--mute-audio", "--autoplay-policy=user-gesture-required"]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM.exists(), reason="NOT TESTED: the report in a browser needs /usr/bin/chromium"),
]

SECONDS = 45


def comes_true(page: Page, condition: str, given: float | None = None) -> None:
    """Wait for it from here: Playwright's own waiting evaluates text in the page, which the page's policy forbids."""
    until(lambda: page.evaluate(condition, given), every=0.1)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_webm(tmp_path_factory.mktemp("film") / "film.webm", seconds=SECONDS).read_bytes()


@pytest.fixture
def report(settings, tmp_path: Path, film: bytes) -> Report:
    settings.MEDIA_ROOT = tmp_path / "media"
    report = a_full_report()
    for recording in Recording.objects.all():
        folder = settings.MEDIA_ROOT / str(recording.pk)
        folder.mkdir(parents=True)
        (folder / "playable").write_bytes(film)
    return report


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, so Django would take our queries for asynchronous ones.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def nobody_asks_any_more(transactional_db: None, chromium: Browser) -> Iterator[None]:
    """A film that still plays is asked for while the tables are emptied for the next test; the two could lock up."""
    yield
    for window in chromium.contexts:
        window.close()
    end = time.monotonic() + 10
    while _sessions_at_work() and time.monotonic() < end:
        time.sleep(0.05)


def _sessions_at_work() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        ((count,),) = cursor.fetchall()
    return int(count)


def open_report(chromium: Browser, site: str, report: Report, query: str = "", **context: object) -> Page:
    client = Client()
    client.force_login(a_recruiter())
    window = chromium.new_context(**context)  # type: ignore[arg-type]
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    window.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    page = window.new_page()
    page.goto(f"{site}/reports/{report.key}{query}")
    return page


def second_of(page: Page, answer: int) -> float:
    return float(page.evaluate(f"document.querySelector('#answer-{answer} video').currentTime"))


def test_a_click_on_a_quote_plays_its_second(live_server, report, chromium):
    evidence = EvidenceRow.objects.get(quote__startswith="I looked for the reason")
    page = open_report(chromium, live_server.url, report)

    page.get_by_role("link", name="I looked for the reason myself").click()

    expect(page.locator("#answer-2")).to_be_visible()
    expect(page.locator("#answer-1")).to_be_hidden()
    comes_true(page, "start => document.querySelector('#answer-2 video').currentTime > start", evidence.start)
    assert second_of(page, 2) - evidence.start < 5
    assert not page.evaluate("document.querySelector('#answer-2 video').paused")


def test_the_words_being_said_are_lit(live_server, report, chromium):
    page = open_report(chromium, live_server.url, report)

    page.get_by_role("link", name="I asked her quietly").click()

    page.wait_for_selector("#answer-1 mark .word.is-spoken")
    assert page.locator(".word.is-spoken").count() == 1


def test_a_press_on_a_word_plays_from_it(live_server, report, chromium):
    page = open_report(chromium, live_server.url, report)
    word = page.locator("#answer-1 .word").nth(12)
    start = float(word.get_attribute("data-start") or "")

    word.click()

    comes_true(page, "start => document.querySelector('#answer-1 video').currentTime >= start", start)
    assert second_of(page, 1) - start < 5


def test_without_javascript_the_link_of_a_quote_shows_its_second(live_server, report, chromium):
    evidence = EvidenceRow.objects.get(quote__startswith="I looked for the reason")
    page = open_report(chromium, live_server.url, report, java_script_enabled=False)

    page.get_by_role("link", name="I looked for the reason myself").click()

    expect(page.locator("#answer-2 video")).to_be_visible()
    # evaluate() is Playwright's own and works although the page may run nothing
    page.wait_for_timeout(1500)
    assert second_of(page, 2) == pytest.approx(evidence.start, abs=0.5)


def test_it_is_driven_by_keys_alone(live_server, report, chromium):
    page = open_report(chromium, live_server.url, report)
    comes_true(page, "document.querySelector('#answer-1 video').readyState >= 1")
    page.locator("#answer-1 video").focus()

    page.keyboard.press("l")
    comes_true(page, "document.querySelector('#answer-1 video').currentTime >= 10")
    page.keyboard.press(">")
    page.keyboard.press("k")

    comes_true(page, "!document.querySelector('#answer-1 video').paused")
    assert page.evaluate("document.querySelector('#answer-1 video').playbackRate") == 1.25
    expect(page.locator("#answer-1 [data-speed='1.25']")).to_have_attribute("aria-pressed", "true")


def test_captions_are_on_and_can_be_switched_off(live_server, report, chromium):
    page = open_report(chromium, live_server.url, report)
    comes_true(page, "document.querySelector('#answer-1 track').readyState === 2")
    mode = "document.querySelector('#answer-1 video').textTracks[0].mode"
    assert page.evaluate(mode) == "showing"

    page.locator("#answer-1 [data-captions]").click()

    assert page.evaluate(mode) == "hidden"


def test_nothing_is_refused_by_the_pages_own_policy(live_server, report, chromium):
    complaints: list[str] = []
    page = open_report(chromium, live_server.url, report)
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.reload()
    page.get_by_role("link", name="I asked her quietly").click()
    page.wait_for_selector(".word.is-spoken")

    assert complaints == []


def test_quotes_beyond_the_strongest_unfold_on_a_press_and_play(live_server, report, chromium):
    lengthen(report)
    page = open_report(chromium, live_server.url, report)
    service = page.locator("#levels-service")
    expect(service.locator(".quote:visible")).to_have_count(2)

    service.get_by_text("more quotes").click()
    last = service.locator(".quote").last
    expect(last).to_be_visible()
    last.click()

    expect(last).to_have_class(re.compile("is-playing"))


def test_on_a_phone_a_skill_shows_its_level_and_unfolds_its_quotes(live_server, report, chromium):
    page = open_report(chromium, live_server.url, report, viewport={"width": 360, "height": 740})
    service = page.locator("#levels-service")
    expect(service.locator(".level")).to_be_visible()
    expect(service.locator(".quote:visible")).to_have_count(0)

    service.get_by_text("3 quotes").click()

    expect(service.locator(".quote:visible")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_on_a_phone_without_javascript_all_quotes_are_there(live_server, report, chromium):
    page = open_report(
        chromium, live_server.url, report, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )

    expect(page.locator("#levels-service .quote:visible")).to_have_count(3)


@pytest.mark.parametrize("is_long", [False, True])
def test_it_prints_on_two_pages(live_server, report, chromium, is_long):
    if is_long:
        lengthen(report)
    page = open_report(chromium, live_server.url, report)

    printed = page.pdf(prefer_css_page_size=True)

    # A page object of Chromium's writer; "/Type /Pages" is the tree above them.
    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == 2


def test_a_skill_is_judged_published_and_explained_without_javascript(live_server, report, chromium):
    page = open_report(chromium, live_server.url, report, java_script_enabled=False)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    service = page.locator("#levels-service")
    service.get_by_text("I see it differently").click()
    service.get_by_label("Level", exact=True).select_option("2.0")
    service.get_by_label("Why").fill("She never says what the guest wanted.")
    service.get_by_role("button", name="Keep my level").click()
    expect(page.locator("#levels-service")).to_contain_text("Not published yet: Alice gives 2.0.")
    page.get_by_role("button", name="Publish the correction").click()
    expect(page.locator("#levels-service .level")).to_contain_text("2.0")
    page.locator("#levels-service").get_by_role("link", name="How it came about").click()

    expect(page.locator("h1")).to_contain_text("how this level came about")
    expect(page.locator(".explains-result")).to_have_text("2.0 of 5 (± 0.5), given by Alice")
    assert refused == []


def lengthen(report: Report) -> None:
    """Three minutes of talk an answer, seven quotes a skill, a name and a title that go on and on."""
    for row in Transcript.objects.all():
        row.words = (row.words * 30)[:450]
        row.save()
    for skill in report.scoring.skills.exclude(level=None):
        quote = skill.evidence.first()
        for number in range(10, 16):
            quote.pk, quote.position, quote.quote = None, number, f"{quote.quote} and so it went on, {number}"
            quote.save()
    MirroredPosting.objects.update(title="Host and Concierge of the Northern Region " * 8)
    User.objects.filter(pk=report.interview.candidate_id).update(name="Wolfeschlegelsteinhausenbergerdorff" * 5)


def test_a_recording_that_this_browser_can_not_play_starts_in_another_version(
    live_server, report, chromium, settings, tmp_path
):
    take = Recording.objects.get(answer__position=1)
    (settings.MEDIA_ROOT / str(take.pk) / "playable").write_bytes(b"\x1a\x45\xdf\xa3" + bytes(5000))
    page = open_report(chromium, live_server.url, report, "?answer=1")
    expect(page.locator("#answer-1 [data-note=wanted]")).to_be_visible()
    assert Recording.objects.get(pk=take.pk).variant == "wanted"

    media.encode(make_webm(tmp_path / "film", seconds=5), settings.MEDIA_ROOT / str(take.pk) / "variant", seconds=5.0)
    Recording.objects.filter(pk=take.pk).update(variant="ready")

    comes_true(page, "() => document.querySelector('#answer-1 video').duration > 4.5")
    expect(page.locator("#answer-1 [data-note=wanted]")).to_be_hidden()


def test_a_recording_of_which_no_version_can_be_made_says_so(live_server, report, chromium, settings):
    take = Recording.objects.get(answer__position=1)
    (settings.MEDIA_ROOT / str(take.pk) / "playable").write_bytes(b"\x1a\x45\xdf\xa3" + bytes(5000))
    Recording.objects.filter(pk=take.pk).update(variant="impossible")

    page = open_report(chromium, live_server.url, report, "?answer=1")

    expect(page.locator("#answer-1 [data-note=impossible]")).to_be_visible()
