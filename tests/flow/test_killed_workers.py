"""A real worker is killed at the two worst moments; another one goes on, nothing is lost and nothing is there twice."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection as database

from paletter.connections.models import Connection
from paletter.flow import queue, triggers
from paletter.interviews import sitting
from paletter.interviews.models import Interview
from paletter.transcripts.models import Source, Transcript
from paletter.writeback.models import Delivery, DeliveryState
from tests.ats.simulated import Lever
from tests.flow.processes import paletter
from tests.flow.story import SAID, a_submitted_interview, correct, in_lever, spoken, work
from tests.journeys.house import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

DAN = "dan.candidate@example.org"
LONG = 50.0
"""Seconds of an answer that takes a while to be heard."""
SLOW = 40.0
"""Seconds that Lever takes for the note: by then another worker has come."""
TAKEN_OVER_WITHIN = 60.0


def taken(step: queue.Step, *, not_by: int | None = None) -> int | None:
    """Return the number of the worker that is at such a step."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT worker_id FROM procrastinate_jobs WHERE task_name = %s AND status = 'doing'"
            " AND worker_id IS DISTINCT FROM %s",
            [step.name, not_by],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def test_a_worker_killed_while_it_listens_and_while_lever_writes_is_followed_by_another(
    connection: Connection, lever: Lever, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = settings.OPTIONS.data_dir / "recordings"
    carols = a_submitted_interview(connection, sound=spoken("libri1088.wav", 16), heard="a guest was limping")
    work()
    dans = a_submitted_interview(connection, sound=spoken("libri1088.wav", LONG), email=DAN, seconds=LONG)
    correct(Interview.objects.get(pk=carols.pk), SAID)
    lever.fails("hang", method="POST", path="/v1/opportunities/*/notes", seconds=SLOW)

    with paletter("worker", log=tmp_path / "first.log") as first:
        until(lambda: not lever.simulator.world.faults.listed(), seconds=60)
        number = until(lambda: taken(queue.HEAR_RECORDING), seconds=60)
        # The step that is being done is asked for once more, as whoever finishes another answer does.
        triggers.interview_submitted(dans)
        first.kill()
        first.wait()
        died = time.monotonic()
        assert taken(queue.WRITE_BACK) == number

    with paletter("worker", log=tmp_path / "second.log"):
        until(lambda: taken(queue.HEAR_RECORDING, not_by=number), seconds=TAKEN_OVER_WITHIN)
        assert time.monotonic() - died < TAKEN_OVER_WITHIN
        until(lambda: Delivery.objects.filter(state=DeliveryState.DONE).first(), seconds=100, every=1)
        until(lambda: Interview.objects.get(pk=dans.pk).heard_at, seconds=100, every=1)
        sitting.finish_check(dans, is_skipped=True, now=Interview.objects.get(pk=dans.pk).heard_at)
        triggers.words_checked(dans)
        until(lambda: Delivery.objects.filter(state=DeliveryState.PARKED).first(), seconds=60, every=1)

    notes, tags = in_lever(lever)
    assert len(notes) == 1
    assert len([tag for tag in tags if tag.startswith("Paletter AI Assessment")]) == 1
    assert [interview.scorings.count() for interview in (carols, dans)] == [1, 1]
    assert Transcript.objects.filter(source=Source.RECOGNISED).count() == 4
