"""Carol, logged in, with an interview she has agreed to."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from paletter.interviews import consent
from paletter.interviews.models import Interview
from tests.cast import NOON, a_candidate, an_interview
from tests.web.candidate.tus import Tus

CONTACT = "support@localhost"


@pytest.fixture(autouse=True)
def recordings_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    return tmp_path / "recordings"


def agreed(interview: Interview) -> Interview:
    text = consent.of(interview, contact=CONTACT)
    consent.give(interview, shown_sha256=text.sha256, contact=CONTACT, now=NOON)
    interview.refresh_from_db()
    return interview


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
