"""A worker is killed in the middle of a sync; another one finishes it, and nobody is missing or there twice."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from paletter.connections.models import Connection, MirroredOpportunity, StageMove
from paletter.flow import triggers
from tests.ats.simulated import Lever
from tests.cast import a_job
from tests.flow.processes import paletter
from tests.flow.story import the_host
from tests.journeys.house import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
CROWD = 350
PATIENCE = 150.0


def test_a_sync_survives_its_worker(connection: Connection, lever: Lever, settings: Any, tmp_path: Path) -> None:
    posting = the_host(connection)
    a_job(posting)
    crowd = {
        lever.has_applied(f"Guest {number}", f"guest{number}@example.org", posting.external_id)
        for number in range(CROWD)
    }
    lever.fails("hang", method="GET", path="/v1/opportunities", seconds=1.0, times=None)
    triggers.sync_wanted(connection)

    with paletter("worker", "--concurrency", "1", log=tmp_path / "first.log") as first:
        until(lambda: MirroredOpportunity.objects.count() >= 100, seconds=PATIENCE)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    posting.refresh_from_db()
    half = MirroredOpportunity.objects.count()
    assert 100 <= half < CROWD
    assert posting.opportunities_read_at is None

    with paletter("worker", "--concurrency", "1", log=tmp_path / "second.log"):
        until(lambda: connection.postings.exclude(opportunities_read_at=None).exists(), seconds=PATIENCE)

    assert crowd <= set(MirroredOpportunity.objects.values_list("external_id", flat=True))
    assert not StageMove.objects.exists()
