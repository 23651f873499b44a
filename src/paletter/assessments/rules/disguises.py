"""Words as they are meant: without what hides a word from a list of words, on purpose or not."""

import re
import unicodedata
from functools import lru_cache

LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХҮаеѕіјорсхуԁһӏɑɡı" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυ",
    "ABESIJKMHOPCTXYaesijopcxydhlagi" + "ABEZHIKMNOPTYXaivopu",
)
"""Letters of other scripts, and of phonetics, that look like those of English."""

FIGURES = str.maketrans("013457@$", "oieastas")
APART = re.compile(r"(?<!\w)\w(?:[ .·*'_\-]\w){3,}(?!\w)")
"""“I n t e g r i t y”: four letters or more, each standing alone."""
WITH_FIGURES = re.compile(r"(?<![\w@$])(?=[\w@$]*[013457@$])(?=(?:[\w@$]*[^\W\d_]){3})[\w@$]+(?<![\d$@])")
GROWN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_]{3})(?=\d)")
"""“CultureFit”, “Integrity2”."""


def plain(text: str) -> str:
    """Return a text in small letters of English, one space between words, with plain apostrophes.

    Accents, signs that nobody sees and letters of other scripts that look like English ones are made plain, and letters
    that stand apart are joined to a word.
    """
    return _even(text).casefold()


@lru_cache(maxsize=512)
def spellings(text: str) -> str:
    """Return a text as `plain` does, and after a stop each other way in which it can be read.

    That is with figures read as the letters that they stand for (“1ntegrity”), and with words parted that have grown
    together (“CultureFit”). Remembered, since every rule reads every text.
    """
    even = _even(text)
    as_letters = WITH_FIGURES.sub(lambda match: match.group().translate(FIGURES), even)
    parted = GROWN_TOGETHER.sub(" ", even)
    return " . ".join(dict.fromkeys(way.casefold() for way in (even, as_letters, parted)))


def _even(text: str) -> str:
    signs = unicodedata.normalize("NFKD", text).replace("’", "'")
    seen = "".join(sign for sign in signs if unicodedata.category(sign) not in ("Cf", "Mn", "Me"))
    spaced = " ".join(re.sub(r"[_\-‐‑–—/&]", " ", seen.translate(LOOKALIKES)).split())
    return APART.sub(lambda match: re.sub(r"\W", "", match.group()), spaced)
