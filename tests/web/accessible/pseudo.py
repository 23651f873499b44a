"""A language that nobody speaks: every marked sentence in Hebrew letters, longer by two fifths, from right to left."""

import re
from pathlib import Path

from babel.messages import mofile
from babel.messages.catalog import Catalog

from scripts import messages

KEPT = re.compile(r"%\(\w+\)[sd]|%%|%d|\{\w+\}|<[^>]+>|\s+")
LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "אבגדהוזחטיכלמנסעפצקרשתםןףץ")
LONGER = 1.4


def said(sentence: str) -> str:
    """Return a sentence in this language; what is filled in and the page's own marks stay."""
    if re.fullmatch(r"[jFYHi,:. l]+", sentence):
        return sentence  # a form of dates must stay one
    parts = re.split(f"({KEPT.pattern})", sentence)
    spoken = "".join(part if KEPT.fullmatch(part) else part.lower().translate(LETTERS) for part in parts)
    return spoken + " שלום" * round(len(sentence) * (LONGER - 1) / 5)


def write(folder: Path, language: str = "he") -> Path:
    """Write a catalogue of this language where Django finds it; return the folder for LOCALE_PATHS."""
    catalog = Catalog(locale=language, fuzzy=False)
    for context, text in messages.marked():
        forms = said(text) if isinstance(text, str) else [said(text[1])] * catalog.num_plurals
        catalog.add(text, forms, context=context)
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "django.mo").open("wb") as file:
        mofile.write_mo(file, catalog)
    return folder
