"""axe-core on a page: what it finds against WCAG 2.2 A and AA, as lines a person can act on."""

from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast"]
RUN = """([type, values]) => axe.run(document, {
    runOnly: {type, values}, rules: {'target-size': {enabled: type === 'tag'}}, resultTypes: ['violations'],
})"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SETTLED_MS = 300
AT_REST = """() => document.getAnimations().forEach((one) => { try { one.finish(); } catch { /* it has no end */ } })"""
LOADED = "() => typeof axe === 'object'"


def faults(page: Page) -> list[str]:
    """Return all that is wrong with the page as it stands: its violations in light and in dark, and its width."""
    found = ["it scrolls to the side"] if scrolls_sideways(page) else []
    for scheme in SCHEMES:
        # Colours that are half-way to the other theme are nobody's to judge: no motion, and a moment to settle.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(SETTLED_MS)
        page.evaluate(AT_REST)
        found += [f"{scheme}: {line}" for line in violations(page)]
    return found


def violations(page: Page, *, only_colours: bool = False) -> list[str]:
    """Return one line for each element of the page as it stands that breaks a rule; an accessible page returns none."""
    if not page.evaluate(LOADED):
        page.evaluate(SCRIPT.read_text())
    found = page.evaluate(RUN, ["rule", COLOURS] if only_colours else ["tag", RULES])
    # A run that looked at nothing would praise every page.
    assert found["testEngine"]["version"], found
    return [_line(rule, node) for rule in found["violations"] for node in rule["nodes"]]


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"{rule['id']}: {rule['help']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"


def scrolls_sideways(page: Page) -> bool:
    """Whether a reader would have to scroll to the side to read the page (WCAG 1.4.10, at 320 px)."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))
