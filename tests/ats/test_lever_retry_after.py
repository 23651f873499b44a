"""How long a reply asks us to wait."""

from datetime import UTC, datetime

import pytest

from paletter.ats.lever.retry_after import LONGEST, retry_after

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("3", 3),
        (" 0.5 ", 0.5),
        ("-7", 0),
        ("Mon, 23 Nov 2026 12:00:30 GMT", 30),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
        ("Mon, 23 Nov 2026 12:00:30 -0000", 30),
        ("86400", LONGEST),
        ("inf", LONGEST),
        ("Fri, 31 Dec 2100 12:00:00 GMT", LONGEST),
        ("nan", None),
        ("soon", None),
        ("", None),
        ("Mon, 99 Nov 2026", None),
    ],
)
def test_seconds_and_dates_are_understood_and_capped(header: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": header}, now=NOON) == seconds


def test_a_date_counts_from_the_reply_since_clocks_differ() -> None:
    headers = {"retry-after": "Mon, 23 Nov 2026 09:00:10 GMT", "date": "Mon, 23 Nov 2026 09:00:00 GMT"}

    assert retry_after(headers, now=NOON) == 10


def test_a_reply_that_asks_for_nothing_asks_for_nothing() -> None:
    assert retry_after({}) is None
