"""The people at whose eyes the pages are looked at."""

import pytest
from django.core.cache import cache
from django.test import Client

from paletter.accounts.models import Role
from tests import cast


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def eyes_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def alice() -> Client:
    """Admin of Fjord Hotel Group."""
    return eyes_of(cast.a_recruiter())


@pytest.fixture
def bob() -> Client:
    """Recruiter of Fjord Hotel Group."""
    return eyes_of(cast.a_recruiter("bob@example.org", role=Role.RECRUITER))


@pytest.fixture
def carol() -> Client:
    """A candidate."""
    return eyes_of(cast.a_candidate())


@pytest.fixture
def mallory() -> Client:
    """Admin of another organisation."""
    return eyes_of(cast.mallory())


def text_of(answer) -> str:
    return answer.content.decode()
