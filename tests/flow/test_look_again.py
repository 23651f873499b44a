"""What lost its step finds a new one; what waits for a person or for its time is left alone."""

from datetime import timedelta

import pytest
from django.db import connection as database
from django.utils import timezone

from paletter import plugins
from paletter.connections.models import Connection, ConnectionState
from paletter.flow import concluding, queue, triggers, worker
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
