"""Words of a report in the reader's language: figures, moments, and sentences that were stored when it was scored.

Judgements are stored in English, as they were made. Sentences that are always the same are known here and read in the
reader's language; all others, such as those that a scorer composes, stay and are marked as English, so that a screen
reader pronounces them so. Rooms that make these sentences know no Django, hence they stand here once more.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache

from django.apps import apps
from django.utils import dateformat, formats, translation
from django.utils.html import format_html
from django.utils.translation import gettext as translated
from django.utils.translation import ngettext as translated_by_count


def gettext(sentence: str) -> str:
    """Return a sentence in the language of the moment.

    Django's own needs its settings and applications, which are not there on the command line; English needs neither.
    """
    return sentence if is_english() else translated(sentence)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a sentence that goes with a count, in the language of the moment."""
    if is_english():
        return singular if count == 1 else plural
    return translated_by_count(singular, plural, count)


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation."""
    return sentence


KNOWN = (
    gettext_noop("Not enough evidence: {answers} could be scored, {needed} are needed."),
    gettext_noop("Not enough evidence: skills with less than half of the weight could be scored."),
    gettext_noop("no answer"),
    gettext_noop("one answer"),
    gettext_noop("{count} answers"),
    gettext_noop("People alone judge this interview; no software scored it."),
    gettext_noop(
        "People alone judge this interview; no software scored it. This counts neither for nor against anybody."
    ),
    gettext_noop("Somebody who watched says that it can't be judged from these answers."),
    gettext_noop("The scorer quoted words that were not said, so its level does not count."),
    gettext_noop("No question of this interview asks for it."),
    gettext_noop("There are no answers to judge it from."),
    gettext_noop("There are no words to judge it from."),
    gettext_noop("No answer to a question about it shows it."),
    gettext_noop("No answer to a question about it shows it in words that can be quoted."),
    gettext_noop(
        "The built-in scorer has no rules for this skill; a scorer that reads the rubric itself can judge it."
    ),
    gettext_noop("Stays a claim: it is spoken of in general, and nothing that happened is told."),
    gettext_noop("There is too little speech in this answer to judge it ({seconds} seconds; {needed} are needed)."),
    gettext_noop("There are too few words in this answer to judge it ({count}; {needed} are needed)."),
    gettext_noop("No words could be heard in this answer."),
    gettext_noop("What was heard is too uncertain to judge; somebody should check the words of this answer first."),
    gettext_noop("This answer says the same words over and over, so it cannot be judged."),
    gettext_noop("Much of this answer is the text of the rating scale itself, so it cannot be judged."),
    gettext_noop("The candidate left this question without an answer."),
    gettext_noop("This question has no words: nothing was recorded, or nothing has been transcribed."),
)
"""With {words} in place of what differs from report to report."""


def in_readers_language(stored: str) -> str:
    """Return a stored sentence for a page: translated where it is known, else as it is and marked as English."""
    said = _translated(stored)
    if said is not None:
        return said
    return format_html('<span lang="en">{}</span>', stored) if stored and not is_english() else stored


def figure(value: float) -> str:
    """Write a number with one decimal: 4.2, or 4,2 where that is how it is written."""
    written = f"{value:.1f}"
    return written if is_english() else str(formats.number_format(written, decimal_pos=1))


def moment(at: datetime) -> str:
    """Write a moment for readers of any zone."""
    there = at.astimezone(UTC)
    if is_english():
        return f"{there:%-d %B %Y, %H:%M} UTC"
    return f"{dateformat.format(there, gettext('j F Y, H:i'))} UTC"


def is_english() -> bool:
    """Tell whether the language of the moment is English, as it always is outside the server."""
    return not apps.ready or (translation.get_language() or "en").startswith("en")


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Speak a language meanwhile, whoever reads; outside the server it is English always."""
    if not apps.ready:
        yield
        return
    with translation.override(language):
        yield


def _translated(stored: str) -> str | None:
    """Return the translation; None where there is none, or none is needed."""
    if not stored or is_english():
        return None
    if (whole := translated(stored)) != stored:
        return whole
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(stored):
            filled = {name: _translated(word) or word for name, word in found.groupdict().items()}
            return translated(sentence).format(**filled)
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(_those_with_gaps())


def _those_with_gaps() -> Iterator[tuple[str, re.Pattern[str]]]:
    for sentence in KNOWN:
        if "{" in sentence:
            gaps = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[\\w ]+)", re.escape(sentence))
            yield sentence, re.compile(gaps)
