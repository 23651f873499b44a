"""The main job, end to end: connect, join, sign up, record, submit, check, and the result stands in Lever."""

import re
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.journeys.browser import a_browser, as_wav, load_again
from tests.journeys.house import House, until
from tests.journeys.people import a_window, connect_lever, join, log_in, record

SPEECH = Path(__file__).parent.parent / "data" / "speech"
ALICE = "alice@example.org"
CAROL = "carol.candidate@example.org"
READY = "Paletter AI Assessment Ready"
FIT = "Paletter AI Fit Check Score: 3+ out of 5"
READ_ALOUD = (
    "as you know and as i have given you proof i have the greatest admiration in the world for one whose work for "
    "humanity has won such universal recognition i hope that we shall both forget this unhappy morning"
)
SAID = (
    "Last summer at the front desk I noticed that a guest was limping and could not carry her bags. She had not asked "
    "for anything. I asked her if she was all right, carried the bags to her room and asked the kitchen for ice. "
    "Later I called her room to check that she was well. She thanked me and came back the year after.",
    "One evening the booking system stopped and twenty guests waited in the lobby. I found out that the printer had "
    "blocked the queue. I could restart everything or write the keys by hand. Because a restart takes ten minutes, I "
    "decided to write by hand, and my colleague Tom greeted the guests. After five minutes nobody waited any more.",
)


def test_a_recruiter_connects_a_candidate_records_and_the_result_stands_in_lever(
    house: House, playwright: Playwright, tmp_path: Path
) -> None:
    house.paletter("organisation", "create", "Fjord Hotel Group", "--admin", ALICE, "--name", "Alice Alpine")
    microphone = as_wav(SPEECH / "libri1088.wav", tmp_path / "answer.wav")
    with a_browser(playwright, microphone=microphone) as browser:
        alice = a_window(browser).new_page()
        alice.goto(f"{house.url}/accounts/login/")
        log_in(alice, house, ALICE)
        connect_lever(alice, house)
        expect(alice.get_by_role("switch")).to_have_attribute("aria-checked", "true")
        _postings_arrive(alice, house)
        link = join(alice, house, "Front of House Host", "Guest Service Short AI Template")

        window = a_window(browser)
        carol = window.new_page()
        _begins(carol, house, link)
        record(carol, seconds=18)
        expect(carol.get_by_text("Question 2 of 2")).to_be_visible()
        session = window.storage_state()

    # The second answer comes from another device: the browser is gone, the interview is not.
    with a_browser(playwright, microphone=microphone) as browser:
        carol = a_window(browser, state=session).new_page()
        carol.goto(f"{house.url}/interviews/")
        expect(carol.get_by_role("heading", name="Front of House Host")).to_be_visible()
        carol.get_by_role("button", name="Go on").click()
        _reaches_question_2(carol)
        record(carol, seconds=18)
        carol.get_by_role("button", name="Hand in 2 answers").click()
        _checks_what_was_heard(carol)
        until(lambda: _is_shown(carol, "Your interview is finished"), seconds=120)

        opportunity = _opportunity(house)
        note = until(lambda: house.in_lever(f"/opportunities/{opportunity}/notes"), seconds=60)
        text = note[0]["fields"][0]["value"]
        assert len(note) == 1
        assert text.splitlines()[0].endswith("Front of House Host")
        assert "@" not in text
        tags = until(lambda: _our_tags(house, opportunity), seconds=30)
        fit = re.search(r"Fit score: (\d\.\d)", text)
        assert tags == ([READY, FIT] if fit and float(fit.group(1)) >= 3.0 else [READY])

        alice = a_window(browser).new_page()
        _reads_the_report(alice, house, link=text.splitlines()[-1])


def _postings_arrive(page: Page, house: House) -> None:
    """Wait for the worker's first sync; what must not be seen is not seen."""

    def arrived() -> bool:
        page.goto(f"{house.url}/jobs/new")
        return "Front of House Host" in page.content()

    until(arrived, seconds=60, every=1)
    assert "Restaurant Manager" not in page.content()
    for title in ("Night Receptionist", "Jost Post # 4 (Test # 4)"):
        assert title in page.content()


def _begins(page: Page, house: House, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Front of House Host")
    page.locator("main").get_by_role("link", name="Sign up / Log in").click()
    log_in(page, house, CAROL, name="Carol Candidate")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Agree and go on").click()
    page.get_by_role("link", name="Go to question 1").click()


def _reaches_question_2(page: Page) -> None:
    if page.get_by_role("link", name="Go to question 2").count():
        page.get_by_role("link", name="Go to question 2").click()
    expect(page.get_by_text("Question 2 of 2")).to_be_visible()


def _checks_what_was_heard(page: Page) -> None:
    page.get_by_role("link", name="Check what was heard").click(timeout=240_000)
    heard = page.get_by_label("What you said")
    expect(heard).to_have_count(2)
    assert len(set(READ_ALOUD.split()) & set(heard.nth(0).input_value().lower().split())) >= 10
    for place, said in enumerate(SAID):
        heard.nth(place).fill(said)
    page.get_by_role("button", name="Save and confirm").click()


def _is_shown(page: Page, text: str) -> bool:
    load_again(page)
    return page.get_by_text(text).count() > 0


def _opportunity(house: House) -> str:
    found = house.in_lever("/opportunities", email=CAROL)
    assert len(found) == 1
    return str(found[0]["id"])


def _our_tags(house: House, opportunity: str) -> list[str]:
    tags = house.in_lever(f"/opportunities/{opportunity}")["tags"]
    return sorted((tag for tag in tags if tag.startswith("Paletter")), key=[READY, FIT].index)


def _reads_the_report(page: Page, house: House, *, link: str) -> None:
    page.goto(link)
    log_in(page, house, ALICE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Carol Candidate")
    video = page.locator("video").first
    duration = until(lambda: video.evaluate("v => v.readyState >= 1 ? v.duration : 0"), seconds=30)
    assert 14 < duration < 30
    video.evaluate("v => { v.currentTime = 12 }")
    until(lambda: video.evaluate("v => !v.seeking && Math.abs(v.currentTime - 12) < 0.5"), seconds=15)
    expect(page.get_by_text("limping").first).to_be_visible()
