"""A walk past many pages in one browser, that notes what is wrong with each: light and dark, narrow and wide."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, Page

from paletter.accounts.models import User
from tests.web import axe

NARROWEST, LAPTOP = 320, 1280
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

SETTLED = """async () => {
    const root = document.documentElement;
    root.style.display = "none";
    root.getBoundingClientRect();
    root.style.display = "";
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
}"""
"""All is drawn anew: colours that are half-way to the other theme are nobody's to judge."""

STILL = """async () => {
    for (let id = setTimeout(() => {}); id > 0; id--) clearTimeout(id);
    await document.fonts.ready;
}"""

UNTOUCHABLE = """() => {
    const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 1;
    const box = (one) => {
        const label = one.labels?.[0] ?? one.closest("label");
        return (label && ["checkbox", "radio"].includes(one.type) ? label : one).getBoundingClientRect();
    };
    const inSentence = (one) => {
        const around = one.parentElement;
        const own = [...around.childNodes].filter((node) => node !== one).map((node) => node.textContent).join("");
        return getComputedStyle(one).display === "inline" && own.trim() !== "";
    };
    const reached = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
    return [...document.querySelectorAll(reached)]
        .filter((one) => seen(one) && !one.disabled && !inSentence(one))
        .filter((one) => box(one).width < 24 || box(one).height < 24)
        .map((one) => `${one.tagName} “${one.textContent.trim() || one.name}” is ${Math.round(box(one).width)} x ` +
            `${Math.round(box(one).height)} px`);
}"""
"""Targets below 24 by 24 pixels (WCAG 2.5.8); links in a sentence are excepted there."""


class Walk:
    """One window, and who looks through it."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self._site = site
        self._measures_targets = True

    @classmethod
    @contextmanager
    def begun(cls, chromium: Browser, site: str, **device: Any) -> Iterator["Walk"]:
        window = chromium.new_context(
            permissions=["camera", "microphone"],
            reduced_motion="reduce",
            viewport={"width": LAPTOP, "height": 800},
            **device,
        )
        try:
            yield cls(window.new_page(), site)
        finally:
            window.close()

    def as_(self, user: User) -> "Walk":
        """Be this person from now on."""
        client = Client()
        client.force_login(user, backend=BACKEND)
        return self.with_session(client)

    def with_session(self, client: Client) -> "Walk":
        """Go on with the cookies of a test client."""
        cookies = [{"name": one.key, "value": one.value, "url": self._site} for one in client.cookies.values()]
        self.page.context.clear_cookies()
        self.page.context.add_cookies(cookies)  # type: ignore[arg-type]
        return self

    def with_dense_tables(self) -> "Walk":
        """Leave the size of targets to axe, which lets small ones be where there is room around them."""
        self._measures_targets = False
        return self

    def past(self, *addresses: str, widths: Sequence[int] = (LAPTOP, NARROWEST)) -> str:
        """Go to each address and return what is wrong with the pages there, a line for each fault; "" for none."""
        found = []
        for address in addresses:
            if self.open(address) >= 500:
                found.append(f"{address} is broken")
            found += [f"{address} {fault}" for fault in self.faults(widths=widths)]
        return "\n".join(found)

    def open(self, address: str) -> int:
        """Open a page and return its status; pages that look again for something new are kept from it."""
        answer = self.page.goto(self._site + address)
        self.page.evaluate(STILL)
        return answer.status if answer else 0

    def faults(self, *, widths: Sequence[int] = (LAPTOP, NARROWEST)) -> list[str]:
        """Return what is wrong with the page as it stands."""
        found = []
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.evaluate(SETTLED)
            lines = ["it scrolls to the side"] if axe.scrolls_sideways(self.page) else []
            lines += self.page.evaluate(UNTOUCHABLE) if self._measures_targets else []
            for scheme in axe.SCHEMES:
                self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                self.page.evaluate(SETTLED)
                # A theme changes colours alone.
                only_colours = scheme == "dark"
                lines += [f"{scheme}: {line}" for line in axe.violations(self.page, only_colours=only_colours)]
            found += [f"{width} px: {line}" for line in lines]
        return found
