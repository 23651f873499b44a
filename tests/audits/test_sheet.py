"""A CSV file of demographics is read whole or refused whole, with a sentence for each thing that is wrong."""

import pytest

from paletter.audits import sheet
from paletter.audits.sheet import SheetRefused

KEY = "123e4567-e89b-12d3-a456-426614174000"


def faults(text: str | bytes) -> tuple[str, ...]:
    with pytest.raises(SheetRefused) as refused:
        sheet.read(text.encode() if isinstance(text, str) else text)
    return refused.value.faults


def test_lines_are_read_by_the_names_of_the_columns() -> None:
    (line,) = sheet.read(b"race_ethnicity,email,sex\nasian,Carol.Candidate@example.org,f\n").lines

    assert (line.email, line.sex, line.race_ethnicity, line.age_group) == (
        "carol.candidate@example.org",
        "Female",
        "Asian",
        "",
    )


@pytest.mark.parametrize(
    "text",
    [
        "email;sex\ncarol@example.org;F\n",
        "email\tsex\r\ncarol@example.org\tF\r\n",
        "\ufeffemail,sex\ncarol@example.org,F\n",
        "\nE-Mail, Gender\n\ncarol@example.org , female\n",
        '"email","sex"\n"carol@example.org","F"',
    ],
)
def test_however_a_spreadsheet_writes_it(text: str) -> None:
    (line,) = sheet.read(text.encode()).lines

    assert (line.email, line.sex) == ("carol@example.org", "Female")


def test_columns_as_lever_names_them_are_understood() -> None:
    (line,) = sheet.read(b"opportunityId,gender,race\nopp-1,Female,White (Not Hispanic or Latino)\n").lines

    assert (line.opportunity, line.sex, line.race_ethnicity) == ("opp-1", "Female", "White")


def test_interviews_are_named_by_their_keys() -> None:
    (line,) = sheet.read(f"interview,sex\n{KEY},M\n".encode()).lines

    assert str(line.interview) == KEY


def test_other_columns_are_not_read_and_told() -> None:
    read = sheet.read(b"email,name,sex,veteran\ncarol@example.org,Carol Candidate,F,no\n")

    assert read.unread == ("name", "veteran")
    assert "Carol Candidate" not in repr(read.lines)


def test_each_bad_line_is_told_with_its_number_and_without_what_stands_in_it() -> None:
    told = faults(
        "email,interview,sex\n"
        "carol@example.org,,F\n"
        ",,M\n"
        "carol,,M\n"
        "dan@example.org,nonsense,M\n"
        "dan@example.org,,M,more\n"
        f"dan@example.org,,{'x' * 81}\n"
        "dan@example.org,,dan@example.org\n"
    )

    assert told == (
        "Line 3: nothing stands under “interview” or “email”.",
        "Line 4: what stands under “email” is no address.",
        "Line 5: what stands under “interview” is no key such as an interview's address has.",
        "Line 6: has 4 cells, and the line of names has 3.",
        "Line 7: what stands under “sex” is no category.",
        "Line 8: what stands under “sex” is no category.",
    )


def test_of_many_bad_lines_the_first_are_told() -> None:
    told = faults("email,sex\n" + "nobody,F\n" * 30)

    assert len(told) == 21
    assert told[-1] == "… and 10 more."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "The file holds no lines"),
        ("email,sex\n", "The file holds no lines"),
        ("name,sex\nCarol,F\n", "No column says who a line is about."),
        ("email,name\ncarol@example.org,Carol\n", "No column says anything that is counted."),
        ("email,sex,gender\ncarol@example.org,F,F\n", "Two columns mean “sex”."),
        ('email,sex\n"carol@example.org,F\n', "the quotes do not match"),
        (b"email,sex\ncarol@example.org,\xff\n", "no text in UTF-8"),
        (b"PK\x03\x04\x00\x00", "The file is no text."),
        ("email,sex\n" + "a@example.org,F\n" * 50_000, "more than 50,000 lines"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        ("email,sex\n" + "".join(f"a@example.org,Name {n}\n" for n in range(26)), "Is it the right column?"),
    ],
)
def test_what_cannot_be_meant_is_explained(text: str | bytes, fault: str) -> None:
    assert fault in " ".join(faults(text))


def test_what_differs_by_capitals_only_is_one_category() -> None:
    lines = sheet.read(b"email,sex\na@example.org,Non-binary\nb@example.org,non-Binary\n").lines

    assert [line.sex for line in lines] == ["Non-binary", "Non-binary"]
