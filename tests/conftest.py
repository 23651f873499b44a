"""Fixtures that all rooms' tests share: the cast, named after people of the story."""

import pytest
from django.db import connection
from procrastinate.schema import SchemaManager
from pytest_django import DjangoDbBlocker


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if "procrastinate_jobs" not in connection.introspection.table_names(cursor):
            cursor.execute(SchemaManager.get_schema())
