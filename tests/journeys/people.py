"""What people do in the browser, in the words of the story."""

import re

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.house import House

WAIT = 60_000
"""Milliseconds that a page may take on a busy machine."""


def a_window(browser: Browser, *, state: object = None) -> BrowserContext:
    """Open a private window, on the same machine as before when its `state` is given."""
    window = browser.new_context(permissions=["camera", "microphone"], storage_state=state)  # type: ignore[arg-type]
    window.set_default_timeout(WAIT)
    return window


def log_in(page: Page, house: House, email: str, *, name: str = "") -> None:
    """Sign up or log in on the page that asks for an address, with the code from the mail."""
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label(re.compile("code", re.IGNORECASE)).fill(house.code_mailed_to(email))
    page.locator("main form button[type=submit]").first.click()
    if name:
        page.get_by_label(re.compile("name", re.IGNORECASE)).fill(name)
        page.locator("main form button[type=submit]").first.click()


def connect_lever(page: Page, house: House, *, user: str = "Sigrid Solheim", decision: str = "Accept") -> None:
    """Press the toggle and answer Lever's consent page."""
    page.goto(f"{house.url}/jobs/")
    page.get_by_role("link", name="ATS CONFIGURATION").first.click()
    page.get_by_role("switch").click()
    somebody_else = page.get_by_role("button", name="Not you?")
    page.get_by_role("link", name=user).or_(page.get_by_role("button", name=user)).or_(somebody_else).first.wait_for()
    if somebody_else.count():
        somebody_else.click()
    page.get_by_text(user).click()
    page.get_by_role("button", name=decision).click()


def join(page: Page, house: House, posting: str, template: str) -> str:
    """Join a posting with a template and return the link for candidates."""
    page.goto(f"{house.url}/jobs/new")
    _choose(page, "Posting", posting)
    _choose(page, "template", template)
    page.get_by_role("button", name="Make the job").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(posting)
    return page.locator("#job-link").input_value()


def _choose(page: Page, label: str, wanted: str) -> None:
    """Choose the option that begins with these words; what stands behind them tells more about it."""
    field = page.get_by_label(label)
    value = field.locator("option", has_text=wanted).first.get_attribute("value")
    field.select_option(value=value)


def record(page: Page, *, seconds: float) -> None:
    """Record an answer on a question page, watch that it can be played, and save it."""
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.locator("[data-recorder]")).to_have_attribute("data-state", "recording")
    page.wait_for_timeout(seconds * 1000)
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Save this answer").click()
