"""Fixtures that all rooms' tests share: the cast, named after people of the story."""

import time
from collections.abc import Iterator

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings
from pytest_django import DjangoDbBlocker

# How long an example takes says more of the machine than of the code: a busy one must fail no property.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Begin in English: the test before may have been answered in another language, in this very thread."""
    translation.activate("en")


_empty = TransactionTestCase._fixture_teardown


def _empty_patiently(self: TransactionTestCase) -> None:
    """Empty the tables after a test; once what a closed page still asked for is over."""
    for _ in range(5):
        try:
            return _empty(self)
        except CommandError:
            time.sleep(1)
    return _empty(self)


TransactionTestCase._fixture_teardown = _empty_patiently


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield
    # Threads of workers may still hold sessions, which would keep the test database from being dropped.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
