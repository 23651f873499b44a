"""The people at whose eyes the pages are looked at."""

import pytest
from django.core.cache import cache
from django.test import Client
from pydantic import SecretStr

from lever_simulator.world.seeds.foundation import CLIENT_ID, CLIENT_SECRET
from paletter.accounts.models import Role
from tests import cast
from tests.ats.simulated import a_lever


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


@pytest.fixture
def lever(settings):
    """Lever played over HTTP, at the addresses that the settings name."""
    with a_lever() as running:
        url = running.simulator.url
        settings.BASE_URL = "http://127.0.0.1:8000"
        settings.OPTIONS = settings.OPTIONS.model_copy(
            update={
                "lever_client_id": CLIENT_ID,
                "lever_client_secret": SecretStr(CLIENT_SECRET),
                "lever_api_url": f"{url}/v1",
                "lever_authorize_url": f"{url}/authorize",
                "lever_token_url": f"{url}/oauth/token",
                "lever_audience": f"{url}/v1/",
            }
        )
        yield running


def text_of(answer) -> str:
    return answer.content.decode()
