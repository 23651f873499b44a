"""Lever calls a real server over real HTTP, a real worker follows: from a deletion there to nothing left here."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings as django_settings
from django.db import connection as database
from django.utils import timezone

from lever_simulator.world import contacts, writes
from lever_simulator.world.tricks import Trick
from paletter.connections.models import Connection, ReceivedEvent
from paletter.flow import triggers
from paletter.flow.steps import events as event_steps
from paletter.interviews.models import Interview
from paletter.jobs.models import Job
from paletter.retention.models import Erasure
from paletter.vocabulary.hiring import EventKind
from paletter.writeback.models import Delivery, DeliveryState
from tests.ats.simulated import Lever
from tests.cast import a_job, an_interview
from tests.flow.processes import paletter
from tests.flow.story import CAROL, a_submitted_interview, spoken, the_host, work
from tests.journeys.house import answers, free_port, until
from tests.retention.scene import a_finished_interview, files_below

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


class Called:
    """A connection that Lever calls, at a server of its own."""

    def __init__(self, connection: Connection, lever: Lever, job: Job, recordings: Path) -> None:
        self.connection, self.lever, self.job, self.recordings = connection, lever, job, recordings

    @property
    def hooks(self) -> Any:
        return self.lever.simulator.world.account.hooks

    def in_lever(self, do: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Let somebody do something in Lever."""
        world = self.lever.simulator.world
        with world.lock:
            return do(world.account, *arguments, now=world.clock.ms(), **more)

    def opportunity(self, external_id: str) -> Any:
        return self.lever.simulator.world.account.opportunities[external_id]

    def settles(self) -> None:
        """Let all calls arrive, and a worker follow them."""
        self.lever.simulator.settle()
        work()

    def statuses(self) -> list[int | None]:
        return [one.status for delivery in self.lever.simulator.deliveries() for one in delivery.tries]


@pytest.fixture
def called(connection: Connection, lever: Lever, settings: Any, tmp_path: Path) -> Iterator[Called]:
    port = free_port()
    settings.BASE_URL = f"http://127.0.0.1:{port}"
    with paletter("serve", "--no-migrate", log=tmp_path / "web.log", PALETTER_PORT=str(port)):
        until(lambda: answers(f"{settings.BASE_URL}/healthz"), seconds=60)
        # The demo's Carol has applied before anybody listened; here she has not yet.
        for opportunity in [o for o in lever.simulator.world.account.opportunities.values() if CAROL in str(o)]:
            lever.deletes(opportunity.id)
        lever.simulator.switch_on()
        job = a_job(the_host(connection))
        connection.refresh_from_db()
        assert connection.hooks.count() == 6, connection.hooks_trouble
        yield Called(connection, lever, job, settings.MEDIA_ROOT)


def applies(called: Called, email: str = CAROL, name: str = "Carol Candidate") -> str:
    return called.lever.has_applied(name, email, called.job.posting.external_id)


def test_an_application_is_mirrored_as_soon_as_lever_calls(called: Called) -> None:
    opportunity = applies(called, "dan.candidate@example.org", "Dan")
    called.settles()

    assert called.connection.opportunities.filter(external_id=opportunity).exists()
    assert set(called.statuses()) == {200}
    called.connection.refresh_from_db()
    assert called.connection.last_event_at


def test_an_application_elsewhere_is_answered_and_not_mirrored(called: Called) -> None:
    other = called.connection.postings.filter(job=None).first()
    assert other is not None
    opportunity = called.lever.has_applied("Dan", "dan.candidate@example.org", other.external_id)
    called.settles()

    assert not called.connection.opportunities.filter(external_id=opportunity).exists()
    assert not ReceivedEvent.objects.filter(handled_at=None).exists()


def test_verifying_the_connection_in_lever_shows_here(called: Called) -> None:
    with called.lever.simulator.world.lock:
        called.hooks.test(called.hooks.in_order()[0], now=called.lever.simulator.world.clock.ms())
    called.settles()

    assert called.statuses() == [200]
    called.connection.refresh_from_db()
    assert called.connection.last_event_at


def test_from_a_deletion_in_lever_to_nothing_left(called: Called) -> None:
    opportunity = applies(called)
    called.settles()
    a_finished_interview(an_interview(called.job, submitted_at=timezone.now()), opportunity_id=opportunity)
    assert files_below(called.recordings)

    called.lever.deletes(opportunity)
    called.settles()

    assert not Interview.objects.exists()
    assert files_below(called.recordings) == []
    assert Erasure.objects.get().reason == "deleted"


def test_who_is_anonymised_in_lever_is_erased_here(called: Called) -> None:
    opportunity = applies(called)
    called.settles()
    a_finished_interview(an_interview(called.job, submitted_at=timezone.now()), opportunity_id=opportunity)

    called.in_lever(contacts.anonymize, called.opportunity(opportunity))
    called.settles()

    assert not Interview.objects.exists()
    assert Erasure.objects.get().reason == "anonymised"


@pytest.mark.parametrize("lie", [Trick(signature="wrong"), Trick(signature="missing"), Trick(seconds_old=2 * 86_400)])
def test_a_call_that_can_not_be_trusted_erases_nobody(called: Called, lie: Trick) -> None:
    opportunity = applies(called)
    called.settles()
    a_finished_interview(an_interview(called.job, submitted_at=timezone.now()), opportunity_id=opportunity)
    with called.lever.simulator.world.lock:
        called.hooks.tricks.append(lie)

    called.lever.deletes(opportunity)
    called.settles()

    assert called.statuses()[-1] == 401
    assert Interview.objects.exists()


def test_a_call_without_data_is_taken_for_a_trial_and_erases_nobody(called: Called) -> None:
    opportunity = applies(called)
    called.settles()
    a_finished_interview(an_interview(called.job, submitted_at=timezone.now()), opportunity_id=opportunity)
    with called.lever.simulator.world.lock:
        called.hooks.tricks.append(Trick(empty=True))

    called.lever.deletes(opportunity)
    called.settles()

    assert called.statuses()[-1] == 200
    assert Interview.objects.exists()


def test_a_replayed_token_is_answered_and_tells_nothing_more(called: Called) -> None:
    opportunity = applies(called)
    called.settles()
    with called.lever.simulator.world.lock:
        called.hooks.tricks.append(Trick(event="candidateStageChange", replayed=True, times=None))
    for stage in called.lever.simulator.world.account.stages[-2:]:
        called.in_lever(writes.move_to_stage, called.opportunity(opportunity), stage.id)
    called.settles()

    tokens = [delivery.call.token for delivery in called.lever.simulator.deliveries("candidateStageChange")]
    assert len(tokens) == 2
    assert len(set(tokens)) == 1
    assert set(called.statuses()) == {200}
    assert ReceivedEvent.objects.filter(kind=EventKind.STAGE_CHANGED).count() == 1


def test_duplicates_and_reversed_order_end_where_lever_is(called: Called) -> None:
    opportunity = applies(called, "dan.candidate@example.org", "Dan")
    with called.lever.simulator.world.lock:
        called.hooks.is_held = True
        called.hooks.tricks.append(Trick(copies=3, times=None))
    stages = [stage.id for stage in called.lever.simulator.world.account.stages[-3:]]
    for stage in stages:
        called.in_lever(writes.move_to_stage, called.opportunity(opportunity), stage)
    with called.lever.simulator.world.lock:
        called.hooks.let_go(reverse=True)
    called.settles()

    row = called.connection.opportunities.get(external_id=opportunity)
    assert row.stage_id == stages[-1]
    assert set(called.statuses()) == {200}
    assert len(called.statuses()) >= 9


def test_a_result_that_found_nobody_goes_out_as_soon_as_its_person_is_in_lever(called: Called) -> None:
    interview = a_submitted_interview(called.connection, sound=spoken("libri1088.wav", 12), heard="a guest was limping")
    work()
    Interview.objects.filter(pk=interview.pk).update(checked_at=timezone.now())
    triggers.words_checked(interview)
    work()
    assert Delivery.objects.get().state == DeliveryState.PARKED

    opportunity = applies(called)
    called.settles()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.opportunity_id) == (DeliveryState.DONE, opportunity)


def test_after_disconnecting_lever_calls_no_more(called: Called) -> None:
    assert triggers.disconnected(called.connection) == ""

    assert not called.hooks.webhooks
    assert not called.connection.hooks.exists()


def test_a_call_that_still_comes_after_disconnecting_is_told_that_we_are_gone(called: Called) -> None:
    key = called.connection.hook_key
    triggers.disconnected(called.connection)

    answer = httpx.post(f"{django_settings.BASE_URL}/hooks/{key}", json={"event": "candidateHired"}, timeout=10)

    assert answer.status_code == 410


def test_a_call_is_answered_in_milliseconds_while_lever_itself_hangs(called: Called) -> None:
    """Nothing is asked of the ATS before it has its answer."""
    called.lever.fails("hang", path="/v1/opportunities/*", seconds=5.0)
    applies(called, "dan.candidate@example.org", "Dan")
    began = time.monotonic()
    called.lever.simulator.settle()

    assert set(called.statuses()) == {200}
    assert time.monotonic() - began < 4


def test_a_killed_worker_between_call_and_deed_loses_nothing(called: Called) -> None:
    opportunity = applies(called)
    called.settles()
    a_finished_interview(an_interview(called.job, submitted_at=timezone.now()), opportunity_id=opportunity)
    called.lever.deletes(opportunity)
    called.lever.simulator.settle()
    # The step was lost with its worker, and so was everything that was to remind of it.
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    ReceivedEvent.objects.update(received_at=timezone.now() - timedelta(minutes=6))

    event_steps.tidy_up(timestamp=0)
    work()

    assert not Interview.objects.exists()
