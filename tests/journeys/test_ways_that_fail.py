"""Deny, no right, another address, a posting that turns confidential, access revoked: each ends in a plain sentence."""

from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.journeys.browser import a_browser, as_wav, load_again
from tests.journeys.house import House, until
from tests.journeys.people import a_window, connect_lever, join, log_in, record

SPEECH = Path(__file__).parent.parent / "data" / "speech"
ALICE = "alice@example.org"
EVE = "eve.elsewhere@example.net"
TEMPLATE = "Guest Service Short AI Template"


def test_what_goes_wrong_is_told_and_nothing_is_written_where_it_does_not_belong(
    house: House, playwright: Playwright, tmp_path: Path
) -> None:
    house.paletter("organisation", "create", "Fjord Hotel Group", "--admin", ALICE, "--name", "Alice Alpine")
    microphone = as_wav(SPEECH / "sense_0870.wav", tmp_path / "answer.wav")
    with a_browser(playwright, microphone=microphone) as browser:
        alice = a_window(browser).new_page()
        alice.goto(f"{house.url}/accounts/login/")
        log_in(alice, house, ALICE)
        _denied(alice, house)
        _without_the_right(alice, house)
        connect_lever(alice, house)
        _fetch_until(alice, house, "Night Receptionist")
        link = join(alice, house, "Night Receptionist", TEMPLATE)

        eve = a_window(browser).new_page()
        _records_everything(eve, house, link)
        _told_that_no_application_was_found(eve)
        alice.goto(link)
        expect(alice.get_by_text("No application for this posting has the address")).to_be_visible()
        notes = [call for call in _calls(house) if call["path"].endswith("/notes") and call["method"] == "POST"]
        assert notes == []

        _turns_confidential(alice, a_window(browser).new_page(), house, link)
        _is_revoked(alice, house)


def _denied(page: Page, house: House) -> None:
    connect_lever(page, house, decision="Deny")
    expect(page.get_by_text("the permissions were not accepted")).to_be_visible()
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "false")


def _without_the_right(page: Page, house: House) -> None:
    connect_lever(page, house, user="Amir Admin")
    expect(page.locator(".alert", has_text="Super Admin").first).to_be_visible()
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "false")


def _fetch_until(page: Page, house: House, title: str) -> None:
    def arrived() -> bool:
        page.goto(f"{house.url}/jobs/new")
        return title in page.content()

    until(arrived, seconds=60, every=1)


def _records_everything(page: Page, house: House, link: str) -> None:
    page.goto(link)
    page.locator("main").get_by_role("link", name="Sign up / Log in").click()
    log_in(page, house, EVE, name="Eve Elsewhere")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Agree and go on").click()
    page.get_by_role("link", name="Go to question 1").click()
    record(page, seconds=4)
    expect(page.get_by_text("Question 2 of 2")).to_be_visible()
    record(page, seconds=4)
    page.get_by_role("button", name="Hand in 2 answers").click()


def _told_that_no_application_was_found(page: Page) -> None:
    def told() -> bool:
        load_again(page)
        if page.get_by_role("link", name="Check what was heard").count():
            page.get_by_role("link", name="Check what was heard").click()
            page.get_by_role("button", name="Skip, leave as heard").click()
        return page.get_by_text(f"We could not find an application for {EVE}").count() > 0

    until(told, seconds=180, every=1)


def _calls(house: House) -> list[dict[str, str]]:
    calls: list[dict[str, str]] = house.lever_asks("requests")["requests"]
    return calls


def _turns_confidential(alice: Page, stranger: Page, house: House, link: str) -> None:
    (posting,) = [p for p in house.lever_asks("postings")["postings"] if p["text"] == "Night Receptionist"]
    house.lever_control(f"postings/{posting['id']}", distribution="confidential")
    _fetch(alice, house)

    def hidden() -> bool:
        stranger.goto(link)
        page = stranger.content()
        return "This interview is not open" in page and "Night Receptionist" not in page

    until(hidden, seconds=60, every=1)
    alice.goto(f"{house.url}/jobs/")
    assert "Night Receptionist" not in alice.content()


def _fetch(page: Page, house: House) -> None:
    page.goto(f"{house.url}/settings/ats")
    page.get_by_role("button", name="Fetch postings now").click()


def _is_revoked(page: Page, house: House) -> None:
    house.lever_control("revoke", client_id="paletter-demo")
    _fetch(page, house)

    def needs_you() -> bool:
        page.goto(f"{house.url}/settings/ats")
        return page.get_by_role("switch").get_attribute("data-state") == "needs_you"

    until(needs_you, seconds=60, every=1)
    before = len(_calls(house))
    load_again(page)
    assert len(_calls(house)) == before
