"""The step that follows calls of the ATS: what it leaves for later, and what one failure means for the others."""

from datetime import datetime
from typing import Any

import pytest
from django.db import connection as database
from django.utils import timezone

from paletter.connections import connect
from paletter.connections.models import Connection, ReceivedEvent
from paletter.flow.failures import Postpone, each_of_them
from paletter.flow.steps import events as event_steps
from paletter.vocabulary.hiring import EventKind
from tests.ats.simulated import Lever
from tests.cast import a_job
from tests.flow.story import the_host

pytestmark = pytest.mark.django_db(transaction=True)


def a_call(connection: Connection, subject: str, kind: EventKind = EventKind.APPLIED) -> ReceivedEvent:
    return ReceivedEvent.objects.create(
        connection=connection, nonce=f"nonce-{subject}", kind=kind, subject=subject, occurred_at=timezone.now()
    )


def later_steps() -> list[datetime]:
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'handle_events' AND status = 'todo'"
        )
        return [at for (at,) in cursor.fetchall() if at]


def follow(connection: Connection) -> None:
    event_steps.handle_events(connection_id=connection.pk)


def test_a_step_that_found_calls_looks_once_more_for_what_was_being_kept_meanwhile(
    connection: Connection, lever: Lever
) -> None:
    a_call(connection, "")
    before = timezone.now()

    follow(connection)

    (at,) = later_steps()
    assert before < at < timezone.now() + event_steps.BEING_KEPT * 2


def test_a_step_that_found_nothing_does_not_come_back(connection: Connection, lever: Lever) -> None:
    follow(connection)

    assert later_steps() == []


def test_calls_wait_while_lever_does_not_answer(connection: Connection, lever: Lever) -> None:
    call = a_call(connection, "opportunity-1")
    lever.fails("status", status=503, times=None)

    with pytest.raises(Postpone):
        follow(connection)

    call.refresh_from_db()
    assert call.handled_at is None


def test_what_we_may_not_read_is_done_with(connection: Connection, lever: Lever) -> None:
    call = a_call(connection, "opportunity-1")
    lever.fails("status", status=403, path="/v1/opportunities/*")

    follow(connection)

    call.refresh_from_db()
    assert call.handled_at


def test_a_revocation_met_on_the_way_is_noticed(connection: Connection, lever: Lever) -> None:
    a_call(connection, "opportunity-1")
    lever.revokes()

    follow(connection)

    connection.refresh_from_db()
    assert connection.state == "needs_you"
    assert connection.credentials == ""


def test_a_connection_that_is_off_asks_nothing(connection: Connection, lever: Lever) -> None:
    a_call(connection, "opportunity-1")
    connect.disconnect(connection=connection, now=timezone.now())
    before = lever.requests()

    follow(connection)

    assert lever.requests() == before


def test_several_calls_about_one_opportunity_cost_one_question(connection: Connection, lever: Lever) -> None:
    job = a_job(the_host(connection))
    opportunity = lever.has_applied("Dan", "dan.candidate@example.org", job.posting.external_id)
    for number, kind in enumerate((EventKind.APPLIED, EventKind.STAGE_CHANGED, EventKind.HIRED)):
        call: Any = a_call(connection, opportunity, kind)
        ReceivedEvent.objects.filter(pk=call.pk).update(nonce=f"nonce-{number}")
    before = lever.requests(path=f"/v1/opportunities/{opportunity}")

    follow(connection)

    assert lever.requests(path=f"/v1/opportunities/{opportunity}") == before + 1
    assert not ReceivedEvent.objects.filter(handled_at=None).exists()


class TestEachOfThem:
    def test_a_surprise_in_one_does_not_keep_back_the_others_and_is_raised_after_all(self) -> None:
        done = []
        with pytest.raises(LookupError), each_of_them("things") as one:
            for number in range(3):
                with one():
                    if number == 1:
                        raise LookupError(number)
                    done.append(number)

        assert done == [0, 2]

    def test_what_can_not_be_done_now_ends_it_at_once(self) -> None:
        done = []
        with pytest.raises(Postpone), each_of_them("things") as one:
            for number in range(3):
                with one():
                    if number == 1:
                        raise Postpone("later")
                    done.append(number)

        assert done == [0]
