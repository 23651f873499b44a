"""Writes counts, days and chances as people read them. Pure."""

from datetime import date


def chance(p: float) -> str:
    return "under .001" if p < 0.001 else f"{p:.3f}".removeprefix("0")


def day(date_: date) -> str:
    return f"{date_.day} {date_:%B %Y}"


def counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
