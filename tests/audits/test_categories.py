"""What forms and spreadsheets call a category is brought to one name, or kept as given."""

import pytest

from paletter.audits import categories
from paletter.audits.withholding import UNKNOWN


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("f", "Female"),
        ("FEMALE ", "Female"),
        ("Woman", "Female"),
        ("male", "Male"),
        ("Non-binary", "Non-binary"),
        ("X", "X"),
    ],
)
def test_sexes(given: str, name: str) -> None:
    assert categories.sex(given) == name


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("hispanic / latino", "Hispanic or Latino"),
        ("White (Not Hispanic or Latino)", "White"),
        ("Black or African American", "Black or African American"),
        (
            "Native Hawaiian or Other Pacific Islander (Not Hispanic or Latino)",
            "Native Hawaiian or Other Pacific Islander",
        ),
        ("Asian (United States of America)", "Asian"),
        ("American Indian or Alaskan Native", "American Indian or Alaska Native"),
        ("Two or more races", "Two or More Races"),
        ("Middle Eastern", "Middle Eastern"),
    ],
)
def test_races_and_ethnicities(given: str, name: str) -> None:
    assert categories.race_ethnicity(given) == name


@pytest.mark.parametrize(
    "given",
    [
        "",
        "  ",
        "Unknown",
        "N/A",
        "I don't wish to answer",
        "Decline to self-identify",
        "I choose not to disclose",
        "I prefer not to say",
    ],
)
def test_who_did_not_tell_is_unknown(given: str) -> None:
    assert categories.sex(given) == categories.race_ethnicity(given) == categories.as_given(given) == UNKNOWN


@pytest.mark.parametrize("name", categories.SEXES)
def test_listed_sexes_stay_as_they_are(name: str) -> None:
    assert categories.sex(name) == name


@pytest.mark.parametrize("name", categories.RACES_AND_ETHNICITIES)
def test_listed_races_and_ethnicities_stay_as_they_are(name: str) -> None:
    assert categories.race_ethnicity(name) == name


def test_known_categories_come_first_and_others_by_name() -> None:
    assert categories.in_order(["Zuni", "White", "Hispanic or Latino", "Arab"]) == [
        "Hispanic or Latino",
        "White",
        "Arab",
        "Zuni",
    ]
