"""Pages in a long language from right to left: nothing runs out of the page, and arrows point the other way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.cast import NOON, a_candidate, a_job, a_template, an_interview
from tests.reports.cast import GUEST, a_take
from tests.web.accessible import pseudo
from tests.web.accessible.walk import LAPTOP, NARROWEST, SETTLED, Walk
from tests.web.candidate.agreed import agreed
from tests.web.candidate.browser import IN_BROWSER

pytestmark = IN_BROWSER

OUTSIDE = """() => [...document.querySelectorAll("body *")]
    .filter((one) => one.checkVisibility() && !one.closest(".skip, .visually-hidden, .tabs, video, select"))
    .filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width > 1 && (box.left < -1 || box.right > document.documentElement.clientWidth + 1);
    })
    .map((one) => `${one.tagName}.${one.className} “${one.textContent.trim().slice(0, 40)}”`)"""
TURNED = "() => [...document.querySelectorAll('.icon-directed')].map((one) => getComputedStyle(one).transform)"


@pytest.fixture
def walk(chromium: Browser, live_server: LiveServer, settings: Settings, tmp_path: Path) -> Iterator[Walk]:
    settings.LANGUAGES = [("en", "English"), ("he", "Hebrew")]
    settings.LOCALE_PATHS = [pseudo.write(tmp_path / "locale")]
    with Walk.begun(chromium, live_server.url, locale="he") as begun:
        yield begun


def test_nothing_runs_out_of_the_page(walk: Walk) -> None:
    job = a_job(template=a_template("guest-service-short"))
    begun = agreed(an_interview(job))
    a_take(begun, 1, GUEST)
    handed_in = agreed(an_interview(a_job(), submitted_at=NOON))
    new = an_interview(a_job())
    addresses = {
        None: ("/", f"/j/{job.code}", "/accounts/login/", "/nothing/here"),
        a_candidate(): (
            "/accounts/email/",
            "/accounts/2fa/",
            f"/i/{new.key}/consent",
            f"/i/{begun.key}/questions/1",
            "/interviews/",
            f"/i/{handed_in.key}/",
            f"/i/{handed_in.key}/data",
        ),
    }
    found = []
    for person, pages in addresses.items():
        if person is not None:
            walk.as_(person)
        for address in pages:
            walk.open(address)
            assert walk.page.evaluate("() => [document.documentElement.lang, document.dir]") == ["he", "rtl"], address
            for width in (LAPTOP, NARROWEST):
                walk.page.set_viewport_size({"width": width, "height": 800})
                walk.page.evaluate(SETTLED)
                found += [f"{address} {width} px: {one}" for one in walk.page.evaluate(OUTSIDE)]

    assert found == []


def test_arrows_point_the_other_way(walk: Walk) -> None:
    walk.as_(a_candidate()).open("/accounts/name/")

    turned = walk.page.evaluate(TURNED)

    assert turned
    assert set(turned) == {"matrix(-1, 0, 0, 1, 0, 0)"}
