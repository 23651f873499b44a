"""Reads the files that an evaluation is made from: lines of JSON, and tables with a header.

All that is wrong with a file ends in one sentence that names the file, the line and what to change.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any


class Unreadable(Exception):
    """A file that cannot be evaluated. The message is for the person who gave it."""


@dataclass(frozen=True)
class Line:
    """One line of a file of JSON objects. What it lacks it says in a sentence with its own place."""

    path: Path
    number: int
    content: Mapping[str, Any]

    def text(self, field: str) -> str:
        value = self.content.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"“{field}” must be there and be text in quotes.")
        return value

    def wrong(self, sentence: str) -> Unreadable:
        return Unreadable(f"{self.path}, line {self.number}: {sentence}")


def json_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a file; empty ones are passed over. Raises Unreadable."""
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip():
            yield _line(path, number, line)


def _line(path: Path, number: int, line: str) -> Line:
    try:
        content = json.loads(line)
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"{path}, line {number}: is no JSON ({error.msg} at character {error.colno}). Each line is an object of "
            "its own."
        ) from error
    if not isinstance(content, dict):
        raise Unreadable(f'{path}, line {number}: must be an object such as {{"id": "a1", "question": "…"}}.')
    return Line(path, number, content)


@dataclass(frozen=True)
class Row:
    """One row of a table, by column."""

    path: Path
    number: int
    cells: Mapping[str, str]

    def cell(self, column: str) -> str:
        """Return what stands in a column; raises Unreadable when nothing does."""
        value = self.cells.get(column, "").strip()
        if not value:
            raise self.wrong(f"“{column}” is empty.")
        return value

    def wrong(self, sentence: str) -> Unreadable:
        return Unreadable(f"{self.path}, row {self.number}: {sentence}")


@dataclass(frozen=True)
class Sheet:
    """A table with a header. `columns` are in the file's order."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def needs(self, *columns: str) -> None:
        """Raise Unreadable when a column is missing."""
        for column in columns:
            if column not in self.columns:
                found = ", ".join(self.columns) or "nothing"
                raise Unreadable(
                    f"{self.path} has no column “{column}”; its first line says: {found}. "
                    "It must be comma-separated, with the columns' names in the first line."
                )


def sheet(path: Path) -> Sheet:
    """Return a comma-separated file with a header. The header is row 1. Raises Unreadable."""
    lines = csv.reader(StringIO(_text(path), newline=""), strict=True)
    try:
        columns = tuple(name.strip() for name in next(lines, ()))
        rows = tuple(_row(path, lines.line_num, columns, cells) for cells in lines if any(map(str.strip, cells)))
    except csv.Error as error:
        raise Unreadable(f"{path}, row {lines.line_num}: is no comma-separated row ({error}).") from error
    doubled = next((name for name in columns if columns.count(name) > 1), None)
    if doubled is not None:
        raise Unreadable(f"{path} has two columns named “{doubled}”; which one counts?")
    return Sheet(path, columns, rows)


def _row(path: Path, number: int, columns: tuple[str, ...], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        raise Unreadable(f"{path}, row {number}: has {len(cells)} cells, and the first line names {len(columns)}.")
    return Row(path, number, dict(zip(columns, cells, strict=True)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Unreadable(f"There is no file “{path}”. Check the name and the folder.") from None
    except UnicodeDecodeError as error:
        raise Unreadable(f"“{path}” is not written in UTF-8; save it so and try again.") from error
    except OSError as error:
        raise Unreadable(f"“{path}” can't be read: {error.strerror}.") from error
