"""A connected Lever, and an empty queue: its table is not Django's to empty between tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as database
from django.utils import timezone
from pydantic import SecretStr

from lever_simulator.world.seeds.foundation import CLIENT_ID, CLIENT_SECRET
from paletter.connections import connect
from paletter.connections.models import Connection, MirroredPosting
from paletter.interviews.models import Interview
from paletter.reports import publish
from paletter.scores.models import Scoring
from paletter.writeback.models import Delivery
from tests import cast
from tests.ats.simulated import RETURN_TO, Lever, a_lever
from tests.cast import a_recruiter, an_organisation
from tests.flow.story import CAROL
from tests.reports.cast import a_scored_skill


def _empty_the_queue() -> None:
    with database.cursor() as cursor:
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


@pytest.fixture
def lever(settings: Any, tmp_path: Path) -> Iterator[Lever]:
    with a_lever(seed="demo") as lever:
        url = lever.simulator.url
        settings.OPTIONS = settings.OPTIONS.model_copy(
            update={
                "lever_client_id": CLIENT_ID,
                "lever_client_secret": SecretStr(CLIENT_SECRET),
                "lever_api_url": f"{url}/v1",
                "lever_authorize_url": f"{url}/authorize",
                "lever_token_url": f"{url}/oauth/token",
                "lever_audience": f"{url}/v1/",
                "lever_app_url": url,
            }
        )
        settings.MEDIA_ROOT = tmp_path / "recordings"
        yield lever


@pytest.fixture
def connection(lever: Lever) -> Connection:
    return connect.complete(
        organisation=an_organisation(),
        user=a_recruiter(),
        provider=lever.provider(),
        code=lever.consent()["code"],
        state="state",
        expected_state="state",
        return_to=RETURN_TO,
        now=timezone.now(),
    )


@pytest.fixture
def posting(connection: Connection, lever: Lever) -> MirroredPosting:
    """The posting that Carol is to apply on."""
    return cast.a_posting("Host", connection=connection, external_id=lever.has_posting("Host"))


@pytest.fixture
def delivery(posting: MirroredPosting) -> Delivery:
    """Carol's published result, which nobody has sent yet."""
    cast.a_template()
    interview = cast.an_interview(cast.a_job(posting), cast.a_candidate(CAROL), submitted_at=cast.NOON)
    report = publish.publish(a_scoring(interview, "3.6"), now=timezone.now())
    return Delivery.objects.create(report=report)


def a_scoring(interview: Interview, fit: str) -> Scoring:
    scoring = Scoring.objects.create(
        interview=interview, scorer="s", scorer_version="1", fit_value=fit, fit_error=0.5, created_at=timezone.now()
    )
    a_scored_skill(scoring, "service", float(fit))
    return scoring
