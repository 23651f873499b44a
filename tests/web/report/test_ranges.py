"""Byte ranges, as pure arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.web.report.ranges import Span, Unsatisfiable, requested


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("bytes=0-0", Span(0, 0)),
        ("bytes=0-", Span(0, 999)),
        ("bytes=100-199", Span(100, 199)),
        ("bytes=900-5000", Span(900, 999)),
        ("bytes=999-", Span(999, 999)),
        ("bytes=-1", Span(999, 999)),
        ("bytes=-5000", Span(0, 999)),
        ("Bytes=1-2", Span(1, 2)),
        (" bytes=1-2 ", Span(1, 2)),
    ],
)
def test_one_range_gives_its_span(header, span):
    assert requested(header, size=1000) == span


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=-0"])
def test_a_range_without_a_byte_of_the_file_is_unsatisfiable(header):
    assert requested(header, size=1000) == Unsatisfiable()


@pytest.mark.parametrize(
    "header",
    [
        "bytes=0-1,5-6",
        "bytes=5-1",
        "bytes=-",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes=+1-2",
        "bytes=١-٢",
        "items=0-1",
        "0-1",
        "",
        "bytes=" + "9" * 5000 + "-",
    ],
)
def test_what_is_not_one_byte_range_means_the_whole_file(header):
    assert requested(header, size=1000) is None


def test_no_range_of_an_empty_file_can_be_had():
    assert requested("bytes=0-", size=0) == requested("bytes=-5", size=0) == Unsatisfiable()


@given(header=st.text(alphabet="bytes=0123456789-, ", max_size=30), size=st.integers(0, 10**6))
def test_whatever_a_stranger_asks_a_span_lies_inside_the_file(header, size):
    span = requested(header, size=size)

    if isinstance(span, Span):
        assert 0 <= span.first <= span.last < size
