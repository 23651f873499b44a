"""Somebody who has a keyboard and nothing else, and somebody who listens to what a page announces."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error, Page, expect

MOST_STEPS = 80

HERE = r"""async () => {
    const nextFrame = () => new Promise(requestAnimationFrame);
    // The page glides to where the focus is.
    for (let still = 0, top = scrollY; still < 5; top = scrollY) {
        await nextFrame();
        still = top === scrollY ? still + 1 : 0;
    }
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return {
        name: (one.labels?.[0]?.textContent ?? one.ariaLabel ?? one.textContent).trim().replace(/\s+/g, " "),
        isPage: one === document.body,
        hasRing: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isInSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""

LISTEN = """() => {
    const said = () => JSON.parse(sessionStorage.getItem("said") ?? "[]");
    const hear = (node) => {
        const element = node.nodeType === 1 ? node : node.parentElement;
        const region = element?.closest("[role=status], [role=alert], [aria-live]");
        const text = region?.textContent.trim();
        if (text && region.checkVisibility()) sessionStorage.setItem("said", JSON.stringify([...said(), text]));
    };
    new MutationObserver((changes) => changes.forEach((change) => hear(change.target))).observe(
        document, { subtree: true, childList: true, characterData: true },
    );
}"""


@dataclass
class Keyboard:
    """Keys alone. Wherever the focus goes there must be a ring around it, and it must be in sight."""

    page: Page
    unseen: list[str] = field(default_factory=list)

    def to(self, name: str) -> None:
        """Press Tab until the focus is on something that is called so, or begins so."""
        passed = []
        for _ in range(MOST_STEPS):
            here = self._here()
            if here["name"].startswith(name) and not here["isPage"]:
                return
            self.page.keyboard.press("Tab")
            passed.append(self._look()["name"])
        raise AssertionError(f"Tab never comes to “{name}”: {passed}")

    def press(self, name: str, key: str = "Enter") -> None:
        self.to(name)
        self.page.keyboard.press(key)

    def type(self, name: str, text: str) -> None:
        self.to(name)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def is_on(self, name: str) -> None:
        """The focus has come here by itself."""
        expect(self.page.locator(":focus")).to_contain_text(name)
        self._look()

    def _here(self) -> dict[str, Any]:
        self.page.wait_for_load_state()
        try:
            return dict(self.page.evaluate(HERE))
        except Error:
            # The page that the last key leads to has come in between.
            self.page.wait_for_load_state()
            return dict(self.page.evaluate(HERE))

    def _look(self) -> dict[str, Any]:
        here = self._here()
        if not here["isPage"] and not (here["hasRing"] and here["isInSight"]):
            self.unseen.append(f"{self.page.url}: {here}")
        return here


def heard(page: Page) -> list[str]:
    """Return what the live regions of all pages in this tab have said since LISTEN was put into it."""
    return list(page.evaluate("() => JSON.parse(sessionStorage.getItem('said') ?? '[]')"))
