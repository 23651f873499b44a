"""What people set going."""

import pytest
from django.db import connection

from paletter.connections.models import ConnectionState
from paletter.flow import triggers
from paletter.writeback.models import Delivery, DeliveryState
from tests import cast
from tests.web.recruiter import stories

pytestmark = pytest.mark.django_db


def deferred() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args ->> 'delivery_id' FROM procrastinate_jobs WHERE task_name = 'write_back'")
        return sorted(int(row[0]) for row in cursor.fetchall())


def test_all_that_waits_or_is_parked_is_tried_again():
    job = cast.a_job()
    parked, waiting = stories.a_parked_result(job, "carol@example.org"), stories.a_result(job, "dave@example.org")

    count = triggers.deliveries_retried(cast.an_organisation())

    assert count == 2
    assert deferred() == sorted([parked.pk, waiting.pk])
    assert set(Delivery.objects.values_list("state", "sentence")) == {(DeliveryState.WAITING, "")}


def test_only_those_named_are_tried_again():
    job = cast.a_job()
    chosen, other = (stories.a_parked_result(job, f"{name}@example.org") for name in ("carol", "dave"))

    triggers.deliveries_retried(cast.an_organisation(), among=[chosen.pk])

    assert deferred() == [chosen.pk]
    assert Delivery.objects.get(pk=other.pk).state == DeliveryState.PARKED


def test_one_that_waits_for_its_next_try_is_tried_now():
    delivery = stories.a_parked_result()
    triggers.deliveries_retried(cast.an_organisation())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '10 minutes'")

    triggers.deliveries_retried(cast.an_organisation())

    with connection.cursor() as cursor:
        cursor.execute("SELECT scheduled_at FROM procrastinate_jobs")
        assert cursor.fetchall() == [(None,)]
    assert deferred() == [delivery.pk]


def test_what_is_finished_of_another_organisation_or_without_a_connection_is_left_alone():
    stories.a_result(state="done", note_added_at=cast.NOON, tags_added_at=cast.NOON)
    rival = cast.a_connection(cast.an_organisation("Rival Hotels"))
    stories.a_parked_result(cast.a_job(cast.a_posting(connection=rival)), "dave@example.org")
    off = cast.an_organisation("Closed Hotels")
    shut = cast.a_connection(off, state=ConnectionState.OFF, credentials="")
    stories.a_parked_result(cast.a_job(cast.a_posting(connection=shut)), "erin@example.org")

    assert triggers.deliveries_retried(cast.an_organisation()) == 0
    assert triggers.deliveries_retried(off) == 0
    assert deferred() == []
