"""From the link to the report without a picture, and without a recording at all."""

import re
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.journeys.browser import a_browser, as_wav
from tests.journeys.house import House, until
from tests.journeys.people import a_window, connect_lever, join, log_in, record
from tests.journeys.test_main_job import (
    ALICE,
    CAROL,
    SAID,
    SPEECH,
    _is_shown,
    _opportunity,
    _postings_arrive,
)

ORGANISATION = "Fjord Hotel Group"


def test_an_interview_by_sound_alone(house: House, playwright: Playwright, tmp_path: Path) -> None:
    microphone = as_wav(SPEECH / "libri1088.wav", tmp_path / "answer.wav")
    with a_browser(playwright, microphone=microphone) as browser:
        alice, carol = a_window(browser).new_page(), a_window(browser).new_page()
        link = _joined(alice, house, _a_template(house, tmp_path, kind="audio"))
        _begins(carol, house, link)
        expect(carol.get_by_role("heading", name="Microphone", exact=True)).to_be_visible()
        carol.get_by_role("link", name="Go to question 1").click()
        for number in (1, 2):
            expect(carol.get_by_text(f"Question {number} of 2", exact=True)).to_be_visible()
            record(carol, seconds=18)
        carol.get_by_role("button", name="Hand in 2 answers").click()
        carol.get_by_role("link", name="Check what was heard").click(timeout=240_000)
        for place, said in enumerate(SAID):
            carol.get_by_label("What you said").nth(place).fill(said)
        carol.get_by_role("button", name="Save and confirm").click()
        until(lambda: _is_shown(carol, "Your interview is finished"), seconds=120)

        _reads_the_report(alice, house)
        sound = alice.locator("audio").first
        assert 14 < until(lambda: sound.evaluate("a => a.readyState >= 1 ? a.duration : 0"), seconds=30) < 30
        expect(alice.locator("video")).to_have_count(0)


def test_an_interview_in_writing_by_the_candidates_choice(house: House, playwright: Playwright, tmp_path: Path) -> None:
    with a_browser(playwright) as browser:
        alice, carol = a_window(browser).new_page(), a_window(browser).new_page()
        link = _joined(alice, house, _a_template(house, tmp_path, kind="choice"))
        _begins(carol, house, link)
        carol.get_by_role("link", name="Go to question 1").click()
        for number, said in enumerate(SAID, start=1):
            expect(carol.get_by_text(f"Question {number} of 2", exact=True)).to_be_visible()
            carol.get_by_role("link", name="In writing").click()
            carol.get_by_label("Your answer").fill(said)
            carol.get_by_role("button", name="Save this answer").click()
        carol.get_by_role("button", name="Hand in 2 answers").click()
        until(lambda: _is_shown(carol, "Your interview is finished"), seconds=120)

        _reads_the_report(alice, house)
        expect(alice.locator("audio, video")).to_have_count(0)


def _a_template(house: House, folder: Path, *, kind: str) -> str:
    """Store a copy of the short template whose questions are answered otherwise, and return its name."""
    text = house.paletter("template", "export", "guest-service-short")
    text = re.sub(r'^key = "guest-service-short"', 'key = "another-way"', text)
    text = text.replace("Guest Service Short AI Template", "Another Way AI Template")
    text = re.sub(r"^(retakes = \d+)$", rf'\1\nkind = "{kind}"', text, flags=re.MULTILINE)
    path = folder / "another-way.toml"
    path.write_text(text)
    house.paletter("organisation", "create", ORGANISATION, "--admin", ALICE, "--name", "Alice Alpine")
    house.paletter("template", "add", str(path), "--organisation", ORGANISATION)
    return "Another Way AI Template"


def _joined(page: Page, house: House, template: str) -> str:
    page.goto(f"{house.url}/accounts/login/")
    log_in(page, house, ALICE)
    connect_lever(page, house)
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    _postings_arrive(page, house)
    return join(page, house, "Front of House Host", template)


def _begins(page: Page, house: House, link: str) -> None:
    page.goto(link)
    page.locator("main").get_by_role("link", name="Sign up / Log in").click()
    log_in(page, house, CAROL, name="Carol Candidate")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Agree and go on").click()


def _reads_the_report(page: Page, house: House) -> None:
    """Follow the note in Lever to the report, and find the words in it."""
    opportunity = _opportunity(house)
    note = until(lambda: house.in_lever(f"/opportunities/{opportunity}/notes"), seconds=60)
    page.goto(note[0]["fields"][0]["value"].splitlines()[-1])
    expect(page.get_by_role("heading", level=1)).to_have_text("Carol Candidate")
    expect(page.get_by_text("limping").first).to_be_visible()
