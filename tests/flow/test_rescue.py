"""Steps of a worker that died go on elsewhere, whatever else waits, and a step that is put off never gets stuck."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicDeferrer

from paletter.flow import queue, worker
from paletter.flow.failures import PatientRetry, Postpone
from paletter.flow.queue import Step

pytestmark = pytest.mark.django_db(transaction=True)

done: list[str] = []


@app.task(name="tests:note_down", queue="default", retry=PatientRetry())
def note_down(*, what: str) -> None:
    done.append(what)


@app.task(name="tests:put_off", queue="default", retry=PatientRetry())
def put_off(*, what: str) -> None:
    """Be asked for again while it runs for the first time, and find each time that it can't be done now."""
    if not done:
        queue.defer(PUT_OFF, what, what=what)
    done.append(what)
    raise Postpone("not now")


NOTE_DOWN = Step("tests:note_down", "default")
PUT_OFF = Step("tests:put_off", "default")


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    done.clear()


def sql(query: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def a_worker(*, silent_for: int) -> int:
    """Put down a worker that was last heard of so many seconds ago."""
    rows = sql(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
        silent_for,
    )
    return int(rows[0][0])


def taken_by(worker_id: int, subject: str) -> None:
    """Let a worker take the step of this subject."""
    sql(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE lock = %s AND status = 'todo'",
        worker_id,
        f"{NOTE_DOWN.name}:{subject}",
    )


def note(subject: str) -> None:
    queue.defer(NOTE_DOWN, subject, what=subject)


def rescue() -> None:
    """Let another worker look for steps of the dead, and do what it can."""
    queue.defer(queue.RESCUE_STALLED, "test", timestamp=0)
    worker.run(name="other", concurrency=1, wait=False)


def states(step: Step) -> list[str]:
    return [row[0] for row in sql("SELECT status FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", step.name)]


def test_a_step_of_a_silent_worker_is_done_by_another() -> None:
    note("one")
    taken_by(a_worker(silent_for=60), "one")
    rescue()
    assert done == ["one"]
    assert states(NOTE_DOWN) == []


def test_a_step_of_a_worker_that_was_heard_of_just_now_is_left_to_it() -> None:
    note("one")
    taken_by(a_worker(silent_for=6), "one")
    rescue()
    assert done == []


def test_a_step_that_was_asked_for_again_while_its_worker_died_runs_once_and_holds_up_nothing() -> None:
    dead = a_worker(silent_for=60)
    note("one")
    taken_by(dead, "one")
    note("one")
    note("two")
    taken_by(dead, "two")
    rescue()
    assert sorted(done) == ["one", "two"]
    assert states(NOTE_DOWN) == []


def test_the_rescue_comes_before_all_that_waits_already() -> None:
    note("old")
    taken_by(a_worker(silent_for=60), "old")
    for number in range(5):
        note(f"waiting {number}")
    rescue()
    assert done[0] == "old"


def test_a_worker_of_some_queues_rescues_too() -> None:
    note("one")
    taken_by(a_worker(silent_for=60), "one")
    queue.defer(queue.RESCUE_STALLED, "test", timestamp=0)
    worker.run(name="other", concurrency=1, queues=["media"], wait=False)
    assert states(NOTE_DOWN) == ["todo"]


def test_a_step_that_is_put_off_while_it_waits_again_does_not_stay_taken_for_ever() -> None:
    queue.defer(PUT_OFF, "one", what="one")
    sql("UPDATE procrastinate_jobs SET attempts = 9")
    worker.run(name="other", concurrency=1, wait=False)
    assert "doing" not in states(PUT_OFF)
    assert states(PUT_OFF) == ["todo"]


def test_a_step_for_tomorrow_does_not_hold_up_the_rescued_one_of_today() -> None:
    queue.defer(NOTE_DOWN, "one", at=datetime.now(UTC) + timedelta(days=1), what="tomorrow")
    note("one")
    taken_by(a_worker(silent_for=60), "one")
    rescue()
    assert done == ["one"]


def test_the_dead_are_looked_for_every_ten_seconds_at_any_time_of_the_hour() -> None:
    from paletter.flow import steps  # noqa: F401 - registers what the clock starts

    clock = PeriodicDeferrer(registry=app.periodic_registry)
    rescue = app.periodic_registry.periodic_tasks[queue.RESCUE_STALLED.name, ""]
    for minute in range(60):
        at = 1_795_473_000 + 60 * minute + 3
        looked = list(clock.get_timestamps(periodic_task=rescue, since=at, until=at + 60))
        assert [later - earlier for earlier, later in pairwise(looked)] == [10] * 5
