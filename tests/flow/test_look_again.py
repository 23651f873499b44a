"""What lost its step finds a new one; what waits for a person or for its time is left alone."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from paletter import plugins
from paletter.connections.models import Connection, ConnectionState
from paletter.flow import concluding, queue, triggers, worker
from paletter.flow.failures import Postpone
from paletter.writeback.models import Delivery, DeliveryState
from tests.cast import NOON
from tests.flow.heard import a_heard_interview, waiting

pytestmark = pytest.mark.django_db(transaction=True)


def look_again() -> None:
    """Run that step alone, so that what it defers still waits."""
    queue.defer(queue.Step(queue.LOOK_AGAIN.name, "alone"), "test", timestamp=0)
    worker.run(name="test", concurrency=1, queues=["alone"], wait=False)


def a_delivery(**fields: object) -> Delivery:
    interview = a_heard_interview(checked_at=NOON)
    concluding.conclude(interview.pk, scorer=plugins.scorer(), now=NOON)
    Delivery.objects.update(**fields)
    return Delivery.objects.get()


def test_thousands_of_results_cost_a_round_one_question_and_keep_nobody_waiting() -> None:
    with CaptureQueriesContext(database) as asked:
        queue.defer_all(queue.WRITE_BACK, range(10_000), argument="delivery_id")
        queue.defer_all(queue.WRITE_BACK, range(10_000), argument="delivery_id")
    queue.defer(queue.SYNC_CONNECTION, "1", connection_id=1)

    assert len([one for one in asked if "INSERT" in one["sql"]]) == 2
    assert len(waiting(step=queue.WRITE_BACK.name)) == 10_000
    assert next_step() == queue.SYNC_CONNECTION.name


def test_what_a_person_asks_for_does_not_wait_behind_a_round() -> None:
    queue.defer_all(queue.WRITE_BACK, [1, 2], argument="delivery_id")
    queue.defer(queue.WRITE_BACK, "2", hurry=True, delivery_id=2)

    assert len(waiting(step=queue.WRITE_BACK.name)) == 2
    assert next_step("args ->> 'delivery_id'") == "2"


def test_many_that_wait_for_another_try_go_out_when_a_person_asks() -> None:
    queue.defer_all(queue.WRITE_BACK, [1, 2], argument="delivery_id")
    put_off(minutes=15)

    queue.defer_all(queue.WRITE_BACK, [1, 2], argument="delivery_id")
    assert None not in waiting(step=queue.WRITE_BACK.name)
    queue.defer_all(queue.WRITE_BACK, [1, 2], argument="delivery_id", hurry=True)

    assert waiting(step=queue.WRITE_BACK.name) == [None, None]


def test_by_the_clock_nothing_is_put_behind_a_step_that_runs() -> None:
    """One that meets an ATS that hangs would find itself waiting afresh, and never grow more patient."""
    queue.defer_all(queue.WRITE_BACK, [1, 2], argument="delivery_id")
    queue.defer(queue.SYNC_CONNECTION, "1", connection_id=1)
    for _ in range(3):
        next_step()

    queue.defer_all(queue.WRITE_BACK, [1, 2], argument="delivery_id")
    queue.defer(queue.SYNC_CONNECTION, "1", by_the_clock=True, connection_id=1)
    assert (waiting(step=queue.WRITE_BACK.name), waiting(step=queue.SYNC_CONNECTION.name)) == ([], [])

    queue.defer_all(queue.WRITE_BACK, [2], argument="delivery_id", hurry=True)
    queue.defer(queue.SYNC_CONNECTION, "1", hurry=True, connection_id=1)
    assert (waiting(step=queue.WRITE_BACK.name), waiting(step=queue.SYNC_CONNECTION.name)) == ([None], [None])


def test_a_result_that_meets_an_ats_that_is_away_waits_behind_what_comes_new() -> None:
    a_delivery()
    work_while_lever_is_away()
    put_off(minutes=-1)
    queue.defer(queue.SCORE_INTERVIEW, "1", interview_id=1)

    assert next_step() == queue.SCORE_INTERVIEW.name


def work_while_lever_is_away() -> None:
    with patch("paletter.flow.writing.write_back", side_effect=Postpone("Lever is not answering.")):
        worker.run(name="test", concurrency=1, queues=["ats"], wait=False)


def next_step(told: str = "task_name") -> str:
    """Return what a worker would take now."""
    with database.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now()) RETURNING id")
        ((number,),) = cursor.fetchall()
        cursor.execute(f"SELECT {told} FROM procrastinate_fetch_job_v2(NULL, %s)", [number])  # noqa: S608
        ((found,),) = cursor.fetchall()
    return str(found)


def forget_all_steps() -> None:
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_an_interview_that_lost_its_step_is_scored_after_all() -> None:
    a_heard_interview(checked_at=NOON)
    look_again()
    assert waiting(step=queue.SCORE_INTERVIEW.name) == [None]


def test_an_interview_under_check_is_left_to_the_candidate() -> None:
    a_heard_interview(check_until=timezone.now() + timedelta(hours=1))
    look_again()
    assert waiting(step=queue.SCORE_INTERVIEW.name) == []


def test_an_interview_whose_check_ran_out_unnoticed_goes_on() -> None:
    a_heard_interview(check_until=NOON - timedelta(days=999))
    look_again()
    assert len(waiting(step=queue.SCORE_INTERVIEW.name)) == 1


def test_an_interview_in_trouble_waits_for_its_person() -> None:
    a_heard_interview(checked_at=NOON, trouble="Somebody has to look.")
    look_again()
    assert waiting(step=queue.SCORE_INTERVIEW.name) == []


def test_a_result_that_lost_its_step_goes_out_after_all() -> None:
    a_delivery()
    forget_all_steps()
    look_again()
    assert waiting(step=queue.WRITE_BACK.name) == [None]


def test_a_result_that_waits_already_is_not_doubled() -> None:
    a_delivery()
    look_again()
    assert len(waiting(step=queue.WRITE_BACK.name)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"state": DeliveryState.PARKED},
        {"state": DeliveryState.DONE, "note_added_at": NOON, "tags_added_at": NOON},
    ],
)
def test_a_result_that_is_parked_or_done_is_left_alone(fields: dict[str, object]) -> None:
    a_delivery(**fields)
    forget_all_steps()
    look_again()
    assert waiting(step=queue.WRITE_BACK.name) == []


def test_a_result_whose_ats_is_off_waits_for_the_next_connect() -> None:
    a_delivery()
    forget_all_steps()
    Connection.objects.update(state=ConnectionState.OFF, credentials="")
    look_again()
    assert waiting(step=queue.WRITE_BACK.name) == []


def test_a_result_that_fails_for_an_unknown_reason_says_so_and_is_tried_again() -> None:
    delivery = a_delivery()
    Connection.objects.update(provider="no-such-ats")
    forget_all_steps()
    queue.defer(queue.Step(queue.WRITE_BACK.name, "alone"), "test", delivery_id=delivery.pk)
    with database.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 5")
    worker.run(name="test", concurrency=1, queues=["alone"], wait=False)
    delivery.refresh_from_db()
    assert "operator" in delivery.sentence
    assert delivery.state == DeliveryState.WAITING
    look_again()
    assert waiting(step=queue.WRITE_BACK.name) == [None]


def put_off(**span: int) -> None:
    """Let all that waits wait for another try."""
    with database.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = %s", [timezone.now() + timedelta(**span)])


def test_try_again_does_not_wait_for_the_next_try() -> None:
    interview = a_heard_interview(checked_at=NOON)
    triggers.interview_submitted(interview)
    put_off(minutes=15)

    triggers.interview_submitted(interview)
    assert waiting(step=queue.SCORE_INTERVIEW.name) != [None]
    triggers.interview_retried(interview)

    assert waiting(step=queue.SCORE_INTERVIEW.name) == [None]


def test_a_result_that_waits_for_another_try_goes_out_when_a_person_asks() -> None:
    delivery = a_delivery()
    put_off(minutes=15)

    look_again()
    assert waiting(step=queue.WRITE_BACK.name) != [None]
    triggers.delivery_retried(delivery)

    assert waiting(step=queue.WRITE_BACK.name) == [None]
