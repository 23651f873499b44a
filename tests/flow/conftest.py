"""The queue's table is not Django's to empty between tests."""

from collections.abc import Iterator

import pytest
from django.db import connection


def _empty_the_queue() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture(autouse=True)
def an_empty_queue(request: pytest.FixtureRequest) -> Iterator[None]:
    """Begin and end without steps that wait, in tests whose transactions are real."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    _empty_the_queue()
    yield
    _empty_the_queue()
