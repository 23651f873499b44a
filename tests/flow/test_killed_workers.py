"""A real worker is killed at the two worst moments; another one goes on, nothing is lost and nothing is there twice."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection as database
from django.utils import timezone

from paletter.connections.models import Connection
from paletter.flow import queue, triggers
from paletter.interviews import preparing, sitting
from paletter.interviews.models import Interview, Recording
from paletter.transcripts.models import Source, Transcript
from paletter.writeback.models import Delivery, DeliveryState
from tests.ats.simulated import Lever
from tests.flow.processes import paletter
from tests.flow.story import SAID, a_recorded_interview, a_submitted_interview, correct, in_lever, spoken, work
from tests.journeys.house import until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

DAN = "dan.candidate@example.org"
LONG = 50.0
"""Seconds of an answer that takes a while to be heard."""
SLOW = 40.0
"""Seconds that Lever takes for the note: by then another worker has come."""
PATIENCE = 150.0
"""Seconds; on a machine of its own a step is taken over within 30, but this is no test of speed."""


def doing(step: queue.Step) -> int | None:
    """Return the number of the worker that is at such a step."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT worker_id FROM procrastinate_jobs WHERE task_name = %s AND status = 'doing'", [step.name]
        )
        row = cursor.fetchone()
    return row[0] if row else None


def holds(worker: int) -> bool:
    """Tell whether steps are still marked as being done by a worker, or by one that was struck off."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' AND coalesce(worker_id, %s) = %s",
            [worker, worker],
        )
        return bool(cursor.fetchone()[0])


def a_long_interview_to_be_heard(connection: Connection) -> Interview:
    """Let Dan record; his answers are playable, but not heard, and he has not handed in yet."""
    sound = spoken("libri1088.wav", LONG)
    interview = a_recorded_interview(connection, email=DAN, sound=sound, seconds=LONG)
    for recording in Recording.objects.filter(kept_by__interview=interview):
        preparing.prepare(recording, now=timezone.now())
    return interview


def test_a_worker_killed_while_it_listens_and_while_lever_writes_is_followed_by_another(
    connection: Connection, lever: Lever, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = settings.OPTIONS.data_dir / "recordings"
    carols = a_submitted_interview(connection, sound=spoken("libri1088.wav", 16), heard="a guest was limping")
    work()
    dans = a_long_interview_to_be_heard(connection)
    correct(Interview.objects.get(pk=carols.pk), SAID)
    lever.fails("hang", method="POST", path="/v1/opportunities/*/notes", seconds=SLOW)

    with paletter("worker", log=tmp_path / "first.log") as first:
        until(lambda: not lever.simulator.world.faults.listed(), seconds=60, every=0.1)
        triggers.answer_kept(Recording.objects.filter(kept_by__interview=dans).earliest("created_at"))
        number = until(lambda: doing(queue.HEAR_RECORDING), seconds=15, every=0.1)
        # The step that is being done is asked for once more.
        sitting.submit(dans, now=timezone.now())
        triggers.interview_submitted(dans)
        assert doing(queue.WRITE_BACK) == doing(queue.HEAR_RECORDING) == number
        first.kill()
        first.wait()

    with paletter("worker", log=tmp_path / "second.log"):
        until(lambda: not holds(number), seconds=PATIENCE)
        until(lambda: Interview.objects.get(pk=dans.pk).heard_at, seconds=120, every=1)
        sitting.finish_check(dans, is_skipped=True, now=timezone.now())
        triggers.words_checked(dans)
        until(lambda: Delivery.objects.filter(state=DeliveryState.DONE).first(), seconds=120, every=1)
        until(lambda: Delivery.objects.filter(state=DeliveryState.PARKED).first(), seconds=60, every=1)

    notes, tags = in_lever(lever)
    assert len(notes) == 1
    assert len([tag for tag in tags if tag.startswith("Paletter AI Assessment")]) == 1
    assert [interview.scorings.count() for interview in (carols, dans)] == [1, 1]
    assert Transcript.objects.filter(source=Source.RECOGNISED).count() == 4
