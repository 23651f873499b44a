"""A model's words as plain text for people: no markup, no addresses, no invisible characters, and not too many."""

import re
import unicodedata
from typing import Any

_TAG = re.compile(r"<[^<>]{0,200}>")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MARKS = re.compile(r"[*_`#|~<>\\{}]+")
_BLANKS = re.compile(r"\s+")
_ENDS = (".", "!", "?", "…")


def plain(value: Any, *, longest: int, is_sentence: bool = True) -> str:
    """Return a text of one line, cut at a word; as a sentence it begins with a capital and ends with a stop.

    What is no text gives an empty one.
    """
    if not isinstance(value, str):
        return ""
    text = _LINK.sub(r"\1", visible(value[: 20 * longest]))
    text = _MARKS.sub(" ", _ADDRESS.sub("…", _TAG.sub(" ", text)))
    text = _cut(_BLANKS.sub(" ", text).strip(), longest)
    if not text or not is_sentence:
        return text
    return text[0].upper() + text[1:] + ("" if text.endswith(_ENDS) else ".")


def visible(text: str) -> str:
    """Return a text without control, format and unassigned characters, which can hide words or turn them around."""
    return "".join(
        character if character in "\n\t" or unicodedata.category(character)[0] != "C" else " " for character in text
    )


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
