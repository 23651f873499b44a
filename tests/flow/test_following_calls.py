"""The step that follows calls of the ATS: what it leaves for later, and what one failure means for the others."""

from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.utils import timezone

from paletter.ats.protocol import AtsDisconnected, AtsUnavailable
from paletter.connections import connect
from paletter.connections.models import Connection, ReceivedEvent
from paletter.flow import queue
from paletter.flow.failures import ENOUGH, Postpone, each_of_them
from paletter.flow.steps import events as event_steps
from paletter.vocabulary.hiring import EventKind
from tests.ats.simulated import Lever
from tests.cast import a_job
from tests.flow.story import the_host, work

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


def test_calls_that_can_not_be_followed_now_are_left_to_one_step_that_grows_more_patient(
    connection: Connection, lever: Lever
) -> None:
    """A second one beside it would begin anew every few seconds for as long as Lever is down."""
    a_call(connection, "opportunity-1")
    lever.fails("status", status=503, times=None)
    queue.defer(queue.HANDLE_EVENTS, str(connection.pk), connection_id=connection.pk)

    work()

    (again,) = later_steps()
    assert again > timezone.now() + timedelta(seconds=1)


def test_one_call_that_lever_can_not_answer_keeps_back_no_other(connection: Connection, lever: Lever) -> None:
    bad, good = a_call(connection, "opportunity-1"), a_call(connection, "opportunity-2")
    lever.fails("status", status=503, path="/v1/opportunities/opportunity-1", times=None)

    with pytest.raises(Postpone):
        follow(connection)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.handled_at, good.handled_at is None) == (None, False)


def test_what_we_may_not_read_is_done_with(connection: Connection, lever: Lever) -> None:
    call = a_call(connection, "opportunity-1")
    lever.fails("status", status=403, path="/v1/opportunities/*")

    follow(connection)

    call.refresh_from_db()
    assert call.handled_at


@pytest.mark.parametrize(("hours", "is_done"), [(1, False), (25, True)])
def test_that_somebody_is_gone_is_not_forgotten_when_lever_refuses_for_an_hour(
    connection: Connection, lever: Lever, hours: int, is_done: bool
) -> None:
    call = a_call(connection, "opportunity-1", EventKind.DELETED)
    ReceivedEvent.objects.update(received_at=timezone.now() - timedelta(hours=hours))
    lever.fails("status", status=403, times=None)

    with nullcontext() if is_done else pytest.raises(Postpone):
        follow(connection)

    call.refresh_from_db()
    assert (call.handled_at is not None) is is_done


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

    def test_what_can_not_be_done_now_keeps_back_no_other_either(self) -> None:
        done = []
        with pytest.raises(Postpone), each_of_them("things") as one:
            for number in range(3):
                with one():
                    if number == 1:
                        raise Postpone("later")
                    done.append(number)

        assert done == [0, 2]

    def test_a_few_that_can_not_be_done_now_end_it(self) -> None:
        """The other side is away: it is not asked a thousand times more."""
        asked = []
        with pytest.raises(AtsUnavailable), each_of_them("things") as one:
            for number in range(1000):
                with one():
                    asked.append(number)
                    raise AtsUnavailable("away")

        assert len(asked) == ENOUGH

    def test_what_is_over_for_all_ends_it_at_once(self) -> None:
        asked = []
        with pytest.raises(AtsDisconnected), each_of_them("things") as one:
            for number in range(3):
                with one():
                    asked.append(number)
                    raise AtsDisconnected("gone")

        assert asked == [0]

    def test_what_is_put_off_is_told_before_a_surprise(self) -> None:
        """A surprise is tried a few times only; what is put off, for as long as it takes."""
        with pytest.raises(Postpone), each_of_them("things") as one:
            for error in (LookupError("surprise"), Postpone("later")):
                with one():
                    raise error
