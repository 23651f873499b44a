"""Sentences for people in other languages: collect what is marked, keep what is translated, compile it.

`make messages` reads templates and Python, brings src/paletter/locale/*/LC_MESSAGES/django.po
up to date, writes the .mo beside it, and lists what has no translation yet. It needs Babel and no gettext programs.

The .po names no files and lines and is sorted by the English sentence, so that it changes only where a sentence does;
a .mo in conflict is made anew by running this.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[1] / "src" / "paletter"
LOCALE = SOURCE / "locale"
LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, "gettext_noop": None}
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
"""The date in each file's head: Git knows better when what was changed."""

Found = tuple[str | None, str | tuple[str, str]]
"""A sentence: its context, and its text or its singular and plural."""


def languages() -> list[str]:
    """Return the languages that there is a folder for."""
    return sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())


def po(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def mo(language: str) -> Path:
    return po(language).with_suffix(".mo")


def marked() -> set[Found]:
    """Return all sentences that are marked for translation, in Python and in templates."""
    found: set[Found] = set()
    for path in sorted(SOURCE.rglob("*.py")):
        found |= set(in_python(path.read_text()))
    for path in sorted(SOURCE.rglob("templates/**/*.html")) + sorted(SOURCE.rglob("templates/**/*.txt")):
        found |= set(in_template(path.read_text()))
    return found


def in_template(text: str) -> Iterator[Found]:
    """Yield what a template marks."""
    # templatize leaves calls of gettext among filling; its indentation is none that Python would read.
    return in_python("\n".join(line.lstrip() for line in templatize(text).splitlines()))


def in_python(text: str) -> Iterator[Found]:
    """Yield what a piece of Python marks."""
    if not re.search(r"\b_\(|gettext", text):
        return
    for _, function, said, _ in extract_python(io.BytesIO(text.encode()), list(KEYWORDS), [], {"encoding": "utf-8"}):
        words = said if isinstance(said, tuple) else (said,)
        context = words[0] if "pgettext" in function else None
        words = words[1:] if "pgettext" in function else words
        if words[0] is None:
            raise ValueError(f"{function} must be given a plain text, or it can't be collected: {said}")
        yield context, (words[0], words[1]) if function.startswith(("ngettext", "npgettext")) else words[0]


def read(language: str) -> Catalog:
    """Return the translations of a language as the .po has them; an empty catalogue where there is none yet."""
    if not po(language).exists():
        return Catalog(locale=language)
    with po(language).open("rb") as file:
        return pofile.read_po(file, locale=language)


def brought_up_to_date(language: str, sentences: set[Found]) -> Catalog:
    """Return a catalogue with exactly these sentences, and the translations that there are of them."""
    old = read(language)
    new = Catalog(
        locale=language, project="Paletter", version="1", creation_date=ALWAYS, revision_date=ALWAYS, fuzzy=False,
        header_comment=f"# Paletter, {language}. Brought up to date by `make messages`; translate here.",
        last_translator="", language_team="", msgid_bugs_address="",
    )  # fmt: skip
    for context, text in sentences:
        known = old.get(text if isinstance(text, str) else text[0], context)
        new.add(
            text,
            known.string if known and isinstance(known.id, str) == isinstance(text, str) else None,
            context=context,
        )
    return new


def untranslated(catalog: Catalog) -> list[Message]:
    """Return the sentences without a translation, or with one of its plural forms missing, or only guessed."""
    return [message for message in catalog if message.id and (message.fuzzy or not _is_whole(message))]


def _is_whole(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def write(language: str, catalog: Catalog) -> None:
    """Write .po and .mo."""
    po(language).parent.mkdir(parents=True, exist_ok=True)
    with po(language).open("wb") as file:
        pofile.write_po(file, catalog, width=0, no_location=True, sort_output=True, ignore_obsolete=True)
    with mo(language).open("wb") as file:
        mofile.write_mo(file, catalog)


def main() -> int:
    sentences = marked()
    for language in languages():
        catalog = brought_up_to_date(language, sentences)
        write(language, catalog)
        missing = untranslated(catalog)
        print(f"{language}: {len(sentences) - len(missing)} of {len(sentences)} sentences are translated.")
        for message in missing:
            print(f"  {message.id}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
