"""Carol, logged in, with an interview she has agreed to."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from paletter.interviews.models import Interview
from tests.cast import a_candidate, an_interview
from tests.web.candidate.agreed import agreed
from tests.web.candidate.browser import (  # noqa: F401 - fixtures for all tests here
    browser,
    chromium,
    device,
    line,
    page,
    session,
    short_interview,
)
from tests.web.candidate.tus import Tus


@pytest.fixture(autouse=True)
def recordings_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    return tmp_path / "recordings"


@pytest.fixture
def interview(db: None) -> Interview:
    """Carol's interview, agreed to, not answered."""
    return agreed(an_interview())


@pytest.fixture
def carol(client: Client, db: None) -> Client:
    """Carol's browser."""
    client.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def tus(carol: Client) -> Tus:
    return Tus(carol)
