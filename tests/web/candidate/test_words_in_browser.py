"""Checking the words in a real browser: play from any, go to it, correct it; and nothing that was typed is lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview
from paletter.transcripts.models import Source, Transcript
from tests.web import axe
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, NARROWEST, Line, a_tab
from tests.web.candidate.heard import a_heard_interview, give_film
from tests.web.report.film import make_webm

pytestmark = IN_BROWSER

WORDS = ["I", "turned", "the", "sphere", "round", "and", "asked", "her", "what", "she", "heard"]
DOUBTFUL = 3
KEPT_HERE = "() => Object.keys(localStorage).filter((name) => name.startsWith('paletter-words/')).length"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_webm(tmp_path_factory.mktemp("film") / "film.webm", seconds=len(WORDS) + 1).read_bytes()


@pytest.fixture
def interview(recordings_folder: Path, film: bytes) -> Interview:
    """One word is said each second; of the fourth the recogniser is not sure."""
    heard: list[list[object]] = [[at, at + 0.9, word, 0.2 if at == DOUBTFUL else 0.9] for at, word in enumerate(WORDS)]
    found = a_heard_interview(words=heard)
    give_film(found, recordings_folder, film)
    return found


@pytest.fixture
def words(live_server: LiveServer, page: Page, interview: Interview) -> Iterator[Page]:
    """The page of words, loaded."""
    page.goto(f"{live_server.url}/i/{interview.key}/words")
    expect(page.get_by_text("Press a word to play from there").first).to_be_visible()
    yield page
    # A film that still plays would be asked for while the tables are emptied.
    page.goto("about:blank")


def answer(page: Page) -> str:
    return page.get_by_label("What you said").first.input_value()


def type_over(page: Page, text: str) -> None:
    page.get_by_label("What you said").first.fill(text)


def corrected() -> list[str]:
    return [row.value.text for row in Transcript.objects.filter(source=Source.CORRECTED).order_by("pk")]


def second(page: Page) -> float:
    return float(page.locator("video").first.evaluate("video => video.currentTime"))


def test_a_word_plays_from_its_second_with_captions(words: Page) -> None:
    words.locator(".heard .word", has_text="asked").click()

    expect(words.locator(".word.is-spoken")).to_have_text("asked")
    assert 6 <= second(words) < 8
    assert words.locator("video").first.evaluate("video => video.textTracks[0].mode") == "showing"
    assert words.locator("video").first.evaluate("video => video.textTracks[0].cues.length") > 0


def test_all_words_are_reached_by_keyboard_and_are_one_stop_of_it(words: Page) -> None:
    heard = words.locator(".heard .word")
    heard.first.focus()
    for _ in range(DOUBTFUL):
        words.keyboard.press("ArrowRight")
    expect(heard.nth(DOUBTFUL)).to_be_focused()
    words.keyboard.press("Enter")

    expect(words.locator(".word.is-spoken")).to_have_text("sphere")
    assert words.locator(".heard .word[tabindex='0']").count() == 1


def test_the_doubtful_word_is_marked_to_eyes_and_ears(words: Page) -> None:
    expect(words.locator(".heard mark")).to_have_text("sphere")
    expect(words.get_by_role("button", name="sphere, perhaps misheard")).to_be_visible()


def test_a_pressed_word_is_found_in_the_text_and_put_right(words: Page) -> None:
    words.locator(".heard mark").click()
    words.get_by_role("button", name="Correct “sphere”").click()
    words.keyboard.type("sign")
    words.locator(".heard .word", has_text="what").click()
    words.get_by_role("button", name="Correct “what”").click()
    words.keyboard.type("just what")

    assert answer(words) == "I turned the sign round and asked her just what she heard"

    words.get_by_role("button", name="Save and confirm").click()
    words.wait_for_url("**/i/*/")
    expect(words.get_by_text("Your words are saved.")).to_be_visible()
    assert corrected()[0] == "I turned the sign round and asked her just what she heard"
    assert Transcript.objects.filter(source=Source.RECOGNISED).first().value.text == " ".join(WORDS)  # type: ignore[union-attr]
    assert words.evaluate(KEPT_HERE) == 0


def test_typed_words_outlive_a_reload_and_can_be_taken_back(words: Page) -> None:
    type_over(words, "I turned the sign round")
    expect(words.get_by_text("Kept on this device until you confirm.")).to_be_visible()
    words.reload()

    expect(words.get_by_text("What you typed before is here again.")).to_be_visible()
    assert answer(words) == "I turned the sign round"

    words.get_by_role("button", name="Back to what was heard").click()
    words.reload()
    assert answer(words) == " ".join(WORDS)
    assert words.evaluate(KEPT_HERE) == 0


def test_a_lost_line_keeps_the_page_and_the_words(words: Page, line: Line, interview: Interview) -> None:
    type_over(words, "I turned the sign round")
    line.cut()
    words.get_by_role("button", name="Save and confirm").click()
    expect(words.get_by_text("The line is away. What you typed is safe here")).to_be_visible()
    assert corrected() == []

    line.mend()
    words.get_by_role("button", name="Save and confirm").click()
    words.wait_for_url("**/i/*/")
    assert corrected()[0] == "I turned the sign round"


def test_an_ended_session_costs_no_words(
    live_server: LiveServer, words: Page, browser: BrowserContext, interview: Interview
) -> None:
    type_over(words, "I turned the sign round")
    session = Session.objects.get()
    row = (session.session_key, session.session_data, session.expire_date)
    session.delete()
    words.get_by_role("button", name="Save and confirm").click()
    words.wait_for_url("**/login**")
    assert corrected() == []

    Session.objects.create(session_key=row[0], session_data=row[1], expire_date=row[2])
    browser.add_cookies([{"name": "sessionid", "value": row[0], "url": live_server.url}])
    words.goto(f"{live_server.url}/i/{interview.key}/words")
    assert answer(words) == "I turned the sign round"


def test_where_nothing_can_be_kept_it_is_said(
    live_server: LiveServer, browser: BrowserContext, interview: Interview
) -> None:
    browser.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"
    )
    with a_tab(browser) as page:
        page.goto(f"{live_server.url}/i/{interview.key}/words")
        type_over(page, "I turned the sign round")

        expect(page.get_by_text("This browser keeps nothing. Please confirm before you leave")).to_be_visible()
        page.goto("about:blank")


def test_what_is_too_long_is_shown_again_with_the_reason(words: Page) -> None:
    words.locator("textarea").first.evaluate("field => field.removeAttribute('maxlength')")
    type_over(words, "word " * 4001)
    words.get_by_role("button", name="Save and confirm").click()

    expect(words.get_by_text("Please keep this under 20,000 characters.")).to_be_visible()
    assert corrected() == []


def test_skipping_asks_and_keeps_what_was_typed(words: Page, interview: Interview) -> None:
    type_over(words, "I turned the sign round")
    words.get_by_role("button", name="Skip, leave as heard").click()

    expect(words.get_by_text("Skipping throws your changes away.")).to_be_visible()
    assert answer(words) == "I turned the sign round"
    assert axe.faults(words) == []
    words.reload()
    assert answer(words) == "I turned the sign round"

    words.get_by_role("button", name="Save and confirm").last.click()
    words.wait_for_url("**/i/*/")
    assert corrected()[0] == "I turned the sign round"


def test_more_time_leaves_what_was_typed_where_it_is(words: Page, interview: Interview) -> None:
    type_over(words, "I turned the sign round")
    words.get_by_role("button", name="I need more time").click()

    expect(words.get_by_text("You have more time now.")).to_be_visible()
    expect(words.get_by_text("What you typed before is here again.")).to_be_visible()
    assert answer(words) == "I turned the sign round"
    interview.refresh_from_db()
    assert interview.check_until is not None
    kept = words.evaluate("() => JSON.parse(Object.values(localStorage).find((one) => one.includes('until'))).until")
    assert datetime.fromisoformat(kept) > timezone.now() + timedelta(hours=20)
    assert axe.faults(words) == []


def test_old_drafts_are_swept_away(words: Page) -> None:
    long_ago = (timezone.now() - timedelta(days=2)).isoformat()
    words.evaluate(
        "until => localStorage.setItem('paletter-words/another', JSON.stringify({until, texts: {'words-1': 'x'}}))",
        long_ago,
    )
    words.reload()
    expect(words.get_by_text("Press a word to play from there").first).to_be_visible()

    assert words.evaluate(KEPT_HERE) == 0


@pytest.mark.parametrize("device", [NARROWEST, LAPTOP], ids=["narrowest", "laptop"])
def test_the_page_of_words_is_accessible(words: Page) -> None:
    assert axe.faults(words) == []
