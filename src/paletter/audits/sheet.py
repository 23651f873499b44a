"""A spreadsheet of demographics, as CSV, becomes lines that can be matched, or sentences about what is wrong. Pure.

Columns: `email`, `interview` or `opportunity` say who; `sex`, `race_ethnicity` and `age_group` say what. Anything else
in the file is not read and not kept.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from paletter.audits import categories

MOST_BYTES = 5_000_000
MOST_LINES = 50_000
MOST_CATEGORIES = 25
"""Of a column with more different entries it is likelier that it is another column."""
LONGEST = 80
MOST_FAULTS = 20
AS_CSV = "Save it anew as CSV (in Excel: “CSV UTF-8”)."

NAMES: Mapping[str, str] = {
    "email": "email",
    "e_mail": "email",
    "email_address": "email",
    "candidate_email": "email",
    "interview": "interview",
    "interview_id": "interview",
    "interview_key": "interview",
    "opportunity": "opportunity",
    "opportunity_id": "opportunity",
    "opportunityid": "opportunity",
    "sex": "sex",
    "gender": "sex",
    "race_ethnicity": "race_ethnicity",
    "race": "race_ethnicity",
    "ethnicity": "race_ethnicity",
    "race_and_ethnicity": "race_ethnicity",
    "age_group": "age_group",
}
WHO = ("interview", "opportunity", "email")
CATEGORIES = ("sex", "race_ethnicity", "age_group")


class SheetRefused(Exception):
    """Nothing of the file is used. `faults` are sentences that say what is wrong where, the first of them at most."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Line:
    """What a line says of one person: by which id or address they are known, and their categories."""

    number: int
    interview: UUID | None
    opportunity: str
    email: str
    sex: str
    race_ethnicity: str
    age_group: str

    @property
    def told(self) -> tuple[str, str, str]:
        return self.sex, self.race_ethnicity, self.age_group


@dataclass(frozen=True)
class Sheet:
    """All lines of a file, and the columns in it that are not read."""

    lines: tuple[Line, ...]
    unread: tuple[str, ...]


def read(content: bytes) -> Sheet:
    """Return what a CSV file says. Raises SheetRefused with a sentence for each thing that is wrong."""
    rows = csv.reader(io.StringIO(_text(content), newline=""), delimiter=_delimiter(_text(content)), strict=True)
    try:
        numbered = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SheetRefused([f"Line {rows.line_num}: the quotes do not match. {AS_CSV}"]) from error
    if len(numbered) < 2:
        raise SheetRefused(["The file holds no lines: it needs a line of column names and one line for each person."])
    if len(numbered) > MOST_LINES:
        raise SheetRefused([f"The file has more than {MOST_LINES:,} lines. Import one year, or one job, at a time."])
    names = [name.strip() for name in numbered[0][1]]
    columns = _columns(names)
    lines = _lines(columns, numbered[1:], width=len(names))
    return Sheet(tuple(lines), unread=tuple(name for name in names if name and _column(name) not in columns))


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise SheetRefused([f"The file is larger than {MOST_BYTES // 1_000_000} MB. Leave out columns and old lines."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetRefused([f"The file is no text in UTF-8. {AS_CSV}"]) from error
    if "\0" in text:
        raise SheetRefused([f"The file is no text. {AS_CSV}"])
    return text


def _delimiter(text: str) -> str:
    """Spreadsheets separate by commas, semicolons or tabs, as the country has it; the line of names tells."""
    names = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=names.count)


def _column(name: str) -> str:
    plain = "_".join("".join(sign if sign.isalnum() else " " for sign in name.lower()).split())
    return NAMES.get(plain, plain)


def _columns(names: Sequence[str]) -> dict[str, int]:
    """Return where the columns that are read stand. Raises SheetRefused when they do not suffice."""
    places: dict[str, int] = {}
    faults = []
    for place, name in enumerate(names):
        column = _column(name)
        if column in places:
            faults.append(f"Two columns mean “{column}”. Leave one of them out.")
        if column in NAMES.values():
            places[column] = place
    if not any(column in places for column in WHO):
        faults.append("No column says who a line is about. Name one “email”, “interview” or “opportunity”.")
    if not any(column in places for column in ("sex", "race_ethnicity")):
        faults.append("No column says anything that is counted. Name one “sex” or “race_ethnicity”.")
    if faults:
        raise SheetRefused(faults)
    return places


def _lines(columns: Mapping[str, int], rows: Iterable[tuple[int, Sequence[str]]], *, width: int) -> list[Line]:
    lines, faults = [], []
    for number, row in rows:
        try:
            if len(row) != width:
                raise ValueError(f"has {len(row)} cells, and the line of names has {width}.")
            lines.append(_line(number, {name: row[place].strip() for name, place in columns.items()}))
        except ValueError as error:
            faults.append(f"Line {number}: {error}")
    faults += _faults_of_columns(lines)
    if faults:
        rest = len(faults) - MOST_FAULTS
        raise SheetRefused(faults[:MOST_FAULTS] + ([f"… and {rest} more."] if rest > 0 else []))
    return _spelled_alike(lines)


def _spelled_alike(lines: Sequence[Line]) -> list[Line]:
    sexes = categories.spelled_alike(line.sex for line in lines)
    races = categories.spelled_alike(line.race_ethnicity for line in lines)
    ages = categories.spelled_alike(line.age_group for line in lines)
    return [
        replace(line, sex=sexes[line.sex], race_ethnicity=races[line.race_ethnicity], age_group=ages[line.age_group])
        for line in lines
    ]


def _line(number: int, cells: Mapping[str, str]) -> Line:
    """Raises ValueError with what is wrong; what stands in a cell is personal and never repeated."""
    who = {name: cells.get(name, "") for name in WHO}
    if not any(who.values()):
        raise ValueError(f"nothing stands under {' or '.join(f'“{name}”' for name in WHO if name in cells)}.")
    if who["email"] and "@" not in who["email"]:
        raise ValueError("what stands under “email” is no address.")
    told = {name: cells.get(name, "") for name in CATEGORIES}
    for name, text in told.items():
        if len(text) > LONGEST or "@" in text:
            raise ValueError(f"what stands under “{name}” is no category.")
    return Line(
        number=number,
        interview=_key(who["interview"]),
        opportunity=who["opportunity"],
        email=who["email"].lower(),
        sex=categories.sex(told["sex"]),
        race_ethnicity=categories.race_ethnicity(told["race_ethnicity"]),
        age_group=categories.as_given(told["age_group"]),
    )


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise ValueError("what stands under “interview” is no key such as an interview's address has.") from error


def _faults_of_columns(lines: Sequence[Line]) -> list[str]:
    return [
        f"The column “{name}” holds more than {MOST_CATEGORIES} different entries. Is it the right column?"
        for name in CATEGORIES
        if len({getattr(line, name) for line in lines}) > MOST_CATEGORIES
    ]
