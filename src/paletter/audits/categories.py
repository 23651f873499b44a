"""The categories that people are counted in: those of the EEO-1 report, which Local Law 144 takes, or others as given.

Pure. What forms and spreadsheets write in other ways is brought to one name; what is not known here is kept as given.
"""

import re
from collections.abc import Iterable, Mapping

from paletter.audits.withholding import UNKNOWN

SEXES = ("Female", "Male")
RACES_AND_ETHNICITIES = (
    "Hispanic or Latino",
    "White",
    "Black or African American",
    "Native Hawaiian or Other Pacific Islander",
    "Asian",
    "American Indian or Alaska Native",
    "Two or More Races",
)
LISTED = (*SEXES, *RACES_AND_ETHNICITIES)

_OF_SEX: Mapping[str, str] = {
    "f": "Female",
    "woman": "Female",
    "women": "Female",
    "m": "Male",
    "man": "Male",
    "men": "Male",
}
_OF_RACE: Mapping[str, str] = {
    "hispanic": "Hispanic or Latino",
    "latino": "Hispanic or Latino",
    "latina": "Hispanic or Latino",
    "latinx": "Hispanic or Latino",
    "hispanic latino": "Hispanic or Latino",
    "hispanic or latinx": "Hispanic or Latino",
    "hispanic or latina": "Hispanic or Latino",
    "caucasian": "White",
    "black": "Black or African American",
    "african american": "Black or African American",
    "black african american": "Black or African American",
    "native hawaiian": "Native Hawaiian or Other Pacific Islander",
    "pacific islander": "Native Hawaiian or Other Pacific Islander",
    "native hawaiian or pacific islander": "Native Hawaiian or Other Pacific Islander",
    "native hawaiian other pacific islander": "Native Hawaiian or Other Pacific Islander",
    "american indian": "American Indian or Alaska Native",
    "alaska native": "American Indian or Alaska Native",
    "american indian alaska native": "American Indian or Alaska Native",
    "american indian or alaskan native": "American Indian or Alaska Native",
    "native american": "American Indian or Alaska Native",
    "native american or alaska native": "American Indian or Alaska Native",
    "two or more": "Two or More Races",
    "multiracial": "Two or More Races",
}
_UNTOLD = frozenset(
    {
        "unknown",
        "not known",
        "not stated",
        "not given",
        "no answer",
        "n a",
        "na",
        "none",
        "prefer not to say",
        "prefer not to answer",
        "undisclosed",
        "decline",
        "declined",
        "decline to answer",
        "decline to state",
        "decline to self identify",
        "decline to identify",
        "dont wish to answer",
        "do not wish to answer",
        "choose not to disclose",
    }
)
_PARENTHESES = re.compile(r"\([^)]*\)")
_NOT_LETTERS = re.compile(r"[^\w]+")


def sex(text: str) -> str:
    """Return the category of a person's sex; UNKNOWN when it is not told."""
    return _category(text, SEXES, _OF_SEX)


def race_ethnicity(text: str) -> str:
    """Return the category of a person's race or ethnicity; UNKNOWN when it is not told."""
    return _category(text, RACES_AND_ETHNICITIES, _OF_RACE)


def as_given(text: str) -> str:
    """Return a category that has no list, such as an age group; UNKNOWN when it is not told."""
    return _category(text, (), {})


def _category(text: str, listed: Iterable[str], synonyms: Mapping[str, str]) -> str:
    text = " ".join(text.split())
    plain = _plain(text)
    if not plain or plain.removeprefix("i ") in _UNTOLD:
        return UNKNOWN
    by_plain = {**{_plain(name): name for name in listed}, **synonyms}
    # "White (Not Hispanic or Latino)" is how the EEO-1 report has it.
    return by_plain.get(plain) or by_plain.get(_plain(_PARENTHESES.sub(" ", text))) or text


def _plain(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text.replace("'", "").replace("’", "").lower()).strip()


def spelled_alike(names: Iterable[str]) -> Mapping[str, str]:
    """Return for each category the first one that differs from it by capitals only: "Non-binary" for "non-Binary"."""
    first: dict[str, str] = {}
    return {name: first.setdefault(name.lower(), name) for name in names}


def in_order(names: Iterable[str]) -> list[str]:
    """Return categories as reports list them: the known ones first, in their usual order, then others by name."""
    place = {name: number for number, name in enumerate(LISTED)}
    return sorted(names, key=lambda name: (place.get(name, len(place)), name.lower()))
