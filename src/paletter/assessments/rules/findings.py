"""What the linter says: where, how grave, by which rule, and what to change."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a template from being used; a warning wants a look; a note is worth knowing."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """`place` is where in the file; `sentence` says what to change; `source` is the law or study behind it, if any."""

    place: str
    severity: Severity
    rule: str
    sentence: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def error(place: str, rule: str, sentence: str, source: str = "") -> Finding:
    return Finding(place, Severity.ERROR, rule, sentence, source)


def warning(place: str, rule: str, sentence: str, source: str = "") -> Finding:
    return Finding(place, Severity.WARNING, rule, sentence, source)


def note(place: str, rule: str, sentence: str) -> Finding:
    return Finding(place, Severity.NOTE, rule, sentence)
