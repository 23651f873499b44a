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


def distribution(name: str) -> str:
    return DISTRIBUTIONS[name]
