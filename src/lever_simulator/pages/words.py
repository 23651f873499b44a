"""How the screens put things into words."""

import re
from datetime import UTC, datetime

from markupsafe import Markup, escape

from lever_simulator.world.hiring import CONFIDENTIAL, EXTERNAL, EXTERNAL_AND_INTERNAL, INTERNAL, UNLISTED

DISTRIBUTIONS = {
    EXTERNAL: "External",
    INTERNAL: "Internal",
    EXTERNAL_AND_INTERNAL: "External and internal",
    UNLISTED: "Unlisted",
    CONFIDENTIAL: "Confidential",
}

_URL = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")


def noted(text: str) -> Markup:
    """Return a note as Lever shows it: plain text, escaped; bare addresses can be clicked, nothing else is markup."""
    pieces, end = Markup(""), 0
    for found in _URL.finditer(text):
        pieces += escape(text[end : found.start()])
        pieces += Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>').format(found[0])
        end = found.end()
    return pieces + escape(text[end:])


def moment(ms: int | float | None) -> str:
    if ms is None:
        return "never"
    at = datetime.fromtimestamp(ms / 1000, UTC)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def second(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000, UTC):%d %b, %H:%M:%S}"


def span(seconds: float) -> str:
    """Return a length of time in the two largest units, such as "90 days 1 hour"."""
    left, parts = abs(round(seconds)), []
    for size, word in ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {word}" + ("s" if count > 1 else ""))
    return " ".join(parts[:2])


def number(value: float) -> str:
    return f"{value:g}" if value < 1_000_000 else str(value)


def distribution(name: str) -> str:
    return DISTRIBUTIONS[name]
