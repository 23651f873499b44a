"""HTTP byte ranges as RFC 9110, section 14, has them. Pure: a header and a size in, what to send out."""

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", re.IGNORECASE | re.ASCII)
LONGEST_NUMBER = 18
"""Digits; no file has more bytes, and int() of a header of any length is work that a stranger orders."""


@dataclass(frozen=True)
class Span:
    """Bytes `first` to `last`, both included, of a file."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Unsatisfiable:
    """No byte of the file is in the range."""


def requested(header: str, *, size: int) -> Span | Unsatisfiable | None:
    """Return the span that a Range header asks for, or None when the whole file is to be sent.

    Whatever is not one well-formed byte range is answered with the whole file, as the RFC allows: several ranges (whose
    multipart replies no player needs and an attacker likes), other units, and nonsense.
    """
    found = _ONE_RANGE.fullmatch(header.strip())
    if not found or max(map(len, found.groups())) > LONGEST_NUMBER:
        return None
    first, last = found.groups()
    if first:
        return _from(int(first), int(last) if last else None, size)
    return _suffix(int(last), size) if last else None


def _from(first: int, last: int | None, size: int) -> Span | Unsatisfiable | None:
    if last is not None and last < first:
        return None
    if first >= size:
        return Unsatisfiable()
    return Span(first, size - 1 if last is None else min(last, size - 1))


def _suffix(length: int, size: int) -> Span | Unsatisfiable:
    if length == 0 or size == 0:
        return Unsatisfiable()
    return Span(max(0, size - length), size - 1)
