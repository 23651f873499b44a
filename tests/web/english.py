"""English that is left on a page of another language."""

import html
import re

from scripts import messages

FILLED_IN = re.compile(r"%\(\w+\)[sd]|%d|\{\w+\}|<[^>]+>")
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


def left(page: str) -> list[str]:
    """Return the sentences of our catalogue that stand on a page in English; single words prove nothing."""
    seen = words(page)
    found = []
    for _, said in messages.marked():
        for text in (said,) if isinstance(said, str) else said:
            parts = [_plain(part).strip(" .,:") for part in FILLED_IN.split(text)]
            longest = max(parts, key=len)
            if longest.count(" ") >= 2 and longest in seen:
                found.append(text)
    return found


def words(page: str) -> str:
    """Return what is read on a page, without its marks."""
    return _plain(html.unescape(TAGS.sub(" ", page)))


def _plain(text: str) -> str:
    return " ".join(text.split())
