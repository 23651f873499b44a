"""What keeps camera and microphone closed, each with a way on in plain words; and no button that does nothing."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from paletter.interviews.models import Interview
from tests.web import axe
from tests.web.candidate.agreed import agreed
from tests.web.candidate.browser import IN_BROWSER, LAPTOP, NARROWEST, PHONE, a_tab, a_window, refuse_devices, state

pytestmark = IN_BROWSER

HAS = """kinds => navigator.mediaDevices.enumerateDevices = () =>
    Promise.resolve(kinds.map((kind) => ({kind, deviceId: kind, label: kind})))"""
PLUG_IN = """() => {
    navigator.mediaDevices.enumerateDevices = MediaDevices.prototype.enumerateDevices;
    navigator.mediaDevices.getUserMedia = MediaDevices.prototype.getUserMedia;
    navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
}"""
DENIED_BY_SYSTEM = """() => navigator.mediaDevices.getUserMedia = () =>
    Promise.reject(new DOMException("Permission denied by system", "NotAllowedError"))"""

CHROME_ANDROID = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
FIREFOX_ANDROID = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
SAFARI = f"{MAC} Version/18.0 Safari/605.1.15"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
SAFARI_IOS = f"{IPHONE} Version/18.0 Mobile/15E148 Safari/604.1"
CHROME_IOS = f"{IPHONE} CriOS/140.0 Mobile/15E148 Safari/604.1"
INSTAGRAM = f"{IPHONE} Mobile/15E148 Instagram 300.0.0.0"
FACEBOOK = f"{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/450.0]"
WHATSAPP = "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 WhatsApp/2.24"
NAMELESS = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Version/4.0 Chrome/140.0 Mobile Safari/537.36"
)

PAGES = pytest.mark.parametrize("address", ["devices", "practice", "questions/1"])


@pytest.fixture
def site(live_server: LiveServer, short_interview: Interview) -> str:
    return f"{live_server.url}/i/{short_interview.key}"


def blocked(page: Page) -> None:
    expect(page.locator("[data-recorder], [data-devices]")).to_have_attribute("data-state", "blocked")


def steps(page: Page) -> str:
    return page.locator("[data-steps]").inner_text()


# --- denied ---


@pytest.mark.parametrize(
    ("agent", "device", "step"),
    [
        (None, LAPTOP, "Press the sign to the left of the address"),
        (CHROME_ANDROID, PHONE, "Tap the sign to the left of the address, then “Permissions”."),
        (FIREFOX, LAPTOP, "Remove “Blocked” beside camera and microphone."),
        (FIREFOX_ANDROID, PHONE, "Tap the lock beside the address."),
        (SAFARI, LAPTOP, "“Settings for This Website …”"),
        (SAFARI, PHONE, "“Website Settings”"),
        (SAFARI_IOS, PHONE, "“Website Settings”"),
        (CHROME_IOS, PHONE, "Open the device’s settings, then “Apps”, and your browser."),
    ],
    ids=["chrome", "chrome-android", "firefox", "firefox-android", "safari", "ipad", "safari-ios", "chrome-ios"],
)
def test_whoever_denied_is_led_through_their_own_browsers_settings(
    chromium: Browser, site: str, session: str, agent: str | None, device: dict[str, Any], step: str
) -> None:
    with a_window(chromium, site, session, **device, **({"user_agent": agent} if agent else {})) as window:
        refuse_devices(window, "NotAllowedError")
        with a_tab(window) as page:
            page.goto(f"{site}/questions/1")
            blocked(page)

            expect(page.get_by_text("Camera or microphone is not allowed for this page.")).to_be_visible()
            assert step in steps(page)
            expect(page.get_by_role("button", name="Try again")).to_be_visible()


def test_what_the_device_itself_denies_is_opened_there(browser: BrowserContext, site: str) -> None:
    browser.add_init_script(f"({DENIED_BY_SYSTEM})()")
    with a_tab(browser) as page:
        page.goto(f"{site}/devices")
        blocked(page)

        expect(page.get_by_text("keeps camera or microphone closed for this browser")).to_be_visible()
        assert "Privacy" in steps(page)


def test_allowing_it_after_all_is_enough(browser: BrowserContext, site: str) -> None:
    refuse_devices(browser, "NotAllowedError")
    with a_tab(browser) as page:
        page.goto(f"{site}/questions/1")
        blocked(page)
        page.evaluate("() => { navigator.mediaDevices.getUserMedia = MediaDevices.prototype.getUserMedia }")
        page.get_by_role("button", name="Try again").click()

        state(page, "ready")


# --- nothing there ---


@PAGES
def test_without_a_camera_the_candidate_is_told_whom_to_ask(browser: BrowserContext, site: str, address: str) -> None:
    refuse_devices(browser, "NotFoundError")
    browser.add_init_script(f"({HAS})(['audioinput'])")
    with a_tab(browser) as page:
        page.goto(f"{site}/{address}")
        blocked(page)

        expect(page.get_by_text("We could not find a camera.")).to_be_visible()
        expect(page.get_by_text("Fjord Hotel Group can let you answer with sound alone")).to_be_visible()
        expect(page.get_by_role("link", name="Answer with sound alone")).to_have_count(0)


@pytest.mark.parametrize("address", ["devices", "questions/1"])
def test_without_a_camera_sound_alone_is_offered_where_it_was_granted(
    browser: BrowserContext, site: str, short_interview: Interview, address: str
) -> None:
    short_interview.extra_kinds = ["audio"]
    short_interview.save()
    agreed(short_interview)
    refuse_devices(browser, "NotFoundError")
    browser.add_init_script(f"({HAS})(['audioinput'])")
    with a_tab(browser) as page:
        page.goto(f"{site}/{address}")
        blocked(page)

        way = page.get_by_role("link", name="Answer with sound alone")
        expect(way).to_be_visible()
        assert str(way.get_attribute("href")).endswith("/questions/1?as=audio")


def test_without_a_microphone_sound_alone_is_no_way(
    browser: BrowserContext, site: str, short_interview: Interview
) -> None:
    short_interview.extra_kinds = ["audio"]
    short_interview.save()
    agreed(short_interview)
    refuse_devices(browser, "NotFoundError")
    browser.add_init_script(f"({HAS})(['videoinput'])")
    with a_tab(browser) as page:
        page.goto(f"{site}/questions/1")
        blocked(page)

        expect(page.get_by_text("We could not find a microphone.")).to_be_visible()
        expect(page.get_by_role("link", name="Answer with sound alone")).to_be_hidden()


@PAGES
def test_a_camera_that_is_plugged_in_is_noticed(browser: BrowserContext, site: str, address: str) -> None:
    refuse_devices(browser, "NotFoundError")
    browser.add_init_script(f"({HAS})(['audioinput'])")
    with a_tab(browser) as page:
        page.goto(f"{site}/{address}")
        blocked(page)
        page.evaluate(PLUG_IN)

        expect(page.locator("[data-recorder], [data-devices]")).to_have_attribute(
            "data-state", "ready" if address != "devices" else "open"
        )


# --- the browser ---


@pytest.mark.parametrize(
    ("agent", "name"),
    [(INSTAGRAM, "Instagram"), (FACEBOOK, "Facebook"), (WHATSAPP, "WhatsApp"), (NAMELESS, "you came from")],
    ids=["instagram", "facebook", "whatsapp", "nameless"],
)
def test_inside_an_app_the_landing_page_leads_to_the_browser(
    chromium: Browser, live_server: LiveServer, short_interview: Interview, agent: str, name: str
) -> None:
    with a_window(chromium, live_server.url, **PHONE, user_agent=agent) as window, a_tab(window) as page:
        page.goto(f"{live_server.url}/j/{short_interview.job.code}")

        expect(page.get_by_text(f"This page is open inside the app {name}.")).to_be_visible()
        expect(page.get_by_text("Choose “Open in browser”")).to_be_visible()
        page.get_by_role("button", name="Copy the address of this page").click()
        expect(page.get_by_text("Copied. Paste it into your browser.")).to_be_visible()
        assert page.get_by_label("The address of this page").input_value() == page.url
        assert axe.faults(page) == []


@pytest.mark.parametrize("agent", [CHROME_ANDROID, SAFARI_IOS, CHROME_IOS], ids=["chrome", "safari", "chrome-ios"])
def test_in_a_browser_of_its_own_nothing_is_said_of_apps(
    chromium: Browser, live_server: LiveServer, short_interview: Interview, agent: str
) -> None:
    with a_window(chromium, live_server.url, **PHONE, user_agent=agent) as window, a_tab(window) as page:
        page.goto(f"{live_server.url}/j/{short_interview.job.code}")

        expect(page.get_by_text("This page is open inside the app")).to_be_hidden()


def test_an_app_that_keeps_the_camera_closed_is_left_for_the_browser(
    chromium: Browser, site: str, session: str
) -> None:
    with a_window(chromium, site, session, **PHONE, user_agent=INSTAGRAM) as window:
        refuse_devices(window, "NotAllowedError")
        with a_tab(window) as page:
            page.goto(f"{site}/questions/1")
            blocked(page)

            expect(page.get_by_text("The app that you came from keeps camera and microphone closed.")).to_be_visible()
            expect(page.get_by_role("button", name="Copy the address of this page")).to_be_visible()


@PAGES
@pytest.mark.parametrize("missing", ["delete Array.prototype.at", "delete globalThis.AbortController"])
def test_in_a_browser_too_old_for_the_page_no_button_is_dead(
    browser: BrowserContext, site: str, address: str, missing: str
) -> None:
    browser.add_init_script(missing)
    page = browser.new_page()
    page.goto(f"{site}/{address}")
    blocked(page)

    expect(page.locator("[data-problem]")).to_have_text("This browser is too old to record.")
    expect(page.locator("main button:visible")).to_have_count(0)


def test_the_landing_page_tells_old_browsers_before_any_account(
    browser: BrowserContext, live_server: LiveServer, short_interview: Interview
) -> None:
    browser.add_init_script("delete Array.prototype.at")
    page = browser.new_page()
    page.goto(f"{live_server.url}/j/{short_interview.job.code}")

    expect(page.get_by_text("This browser is too old to record.")).to_be_visible()


@PAGES
def test_a_page_whose_script_did_not_arrive_says_so_and_can_be_loaded_again(
    browser: BrowserContext, site: str, address: str
) -> None:
    browser.route("**/camera.js", lambda route: route.abort())
    with a_tab(browser) as page:
        page.goto(f"{site}/{address}")
        blocked(page)
        expect(page.get_by_text("This page did not load completely.")).to_be_visible()

        browser.unroute("**/camera.js")
        page.get_by_role("button", name="Load the page again").click()
        expect(page.locator("[data-recorder], [data-devices]")).to_have_attribute(
            "data-state", "ready" if address != "devices" else "open"
        )


@PAGES
def test_without_https_the_operator_reads_which_setting_and_the_candidate_that_it_is_not_their_fault(
    browser: BrowserContext, live_server: LiveServer, site: str, session: str, address: str, settings: Settings
) -> None:
    """Chromium takes its own machine for safe, so the page has to come from a name that is not."""
    settings.ALLOWED_HOSTS = ["*"]

    def from_here(route: Route) -> None:
        there = route.request.url.replace("http://paletter.example", live_server.url)
        headers = {**route.request.headers, "cookie": f"sessionid={session}"}
        route.fulfill(response=route.fetch(url=there, headers=headers))

    browser.route("http://paletter.example/**", from_here)
    page = browser.new_page()
    page.goto(f"{site}/{address}".replace(live_server.url, "http://paletter.example"))
    blocked(page)

    expect(page.get_by_text("This page is not served over https.")).to_be_visible()
    expect(page.get_by_text("You did nothing wrong. Please tell support@localhost")).to_be_visible()
    expect(page.get_by_text("set PALETTER_BASE_URL to an address that begins with https")).to_be_visible()
    expect(page.locator("main button:visible")).to_have_count(0)


# --- for everybody ---


@pytest.mark.parametrize("device", [NARROWEST, LAPTOP], ids=["narrowest", "laptop"])
@PAGES
def test_an_obstacle_is_accessible(browser: BrowserContext, site: str, address: str) -> None:
    refuse_devices(browser, "NotAllowedError")
    with a_tab(browser) as page:
        page.goto(f"{site}/{address}")
        blocked(page)

        assert axe.faults(page) == []
