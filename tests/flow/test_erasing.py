"""Who is gone from the ATS, or may not be kept, goes here too: wherever their interview stands, and nobody else."""

import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection as database
from django.utils import timezone

from paletter.connections import connect, farewells
from paletter.connections.models import Connection, Farewell
from paletter.connections.sync_opportunities import mirror_opportunity
from paletter.flow import erasing, queue, triggers, whose
from paletter.flow.failures import Postpone
from paletter.flow.steps import ats as ats_steps
from paletter.flow.steps import events as event_steps
from paletter.flow.steps import interviews as interview_steps
from paletter.interviews import recordings
from paletter.interviews.models import Interview, Recording
from paletter.jobs.models import Job
from paletter.retention.models import Erasure
from paletter.writeback.lock import alone
from paletter.writeback.models import Delivery
from tests.ats.simulated import Lever
from tests.cast import a_candidate, a_job, a_person, an_interview
from tests.flow.story import the_host, work
from tests.retention.scene import a_finished_interview, a_take, files_below

pytestmark = pytest.mark.django_db(transaction=True)
CAROL, DAN = "carol.candidate@example.org", "dan.candidate@example.org"
DELETED = Farewell.Reason.DELETED


@pytest.fixture
def job(connection: Connection) -> Job:
    return a_job(the_host(connection))


def applied(lever: Lever, job: Job, email: str = CAROL, name: str = "Carol Candidate") -> str:
    """Return the id of a new opportunity in Lever that our mirror knows."""
    external_id = lever.has_applied(name, email, job.posting.external_id)
    mirror(lever, job, external_id)
    return external_id


def mirror(lever: Lever, job: Job, external_id: str) -> None:
    found = lever.open().opportunity(external_id)
    assert found is not None
    mirror_opportunity(job.posting.connection, found, now=timezone.now())


def an_open_interview(job: Job, email: str = CAROL) -> Interview:
    """Return an interview in the middle of the second question."""
    interview = an_interview(job, a_candidate(email), started_at=timezone.now())
    for position in (1, 2):
        a_take(interview, position, is_kept=position == 1)
    return interview


def leave(connection: Connection, opportunity_id: str, reason: Farewell.Reason = DELETED) -> Farewell:
    farewells.say(connection, opportunity_id, reason, timezone.now())
    triggers.farewells_said(connection)
    work()
    return Farewell.objects.get(opportunity_id=opportunity_id)


def on_disk() -> list[str]:
    return files_below(Path(django_settings.MEDIA_ROOT))


def steps_about(interview: Interview, *more: str) -> int:
    keys = [str(interview.pk), *more]
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE split_part(lock, ':', 2) = ANY(%s)"
            " AND task_name <> 'take_leave'",
            [keys],
        )
        return int(cursor.fetchone()[0])


def test_what_went_to_a_deleted_opportunity_goes_with_its_files(connection: Connection, lever: Lever, job: Job) -> None:
    opportunity = applied(lever, job)
    a_finished_interview(an_interview(job, submitted_at=timezone.now()), opportunity_id=opportunity)
    lever.deletes(opportunity)

    farewell = leave(connection, opportunity)

    assert not Interview.objects.exists()
    assert on_disk() == []
    assert Erasure.objects.get().reason == "deleted"
    assert farewell.handled_at
    assert not connection.opportunities.filter(external_id=opportunity).exists()


def test_an_interview_under_way_of_a_deleted_person_goes_too(connection: Connection, lever: Lever, job: Job) -> None:
    opportunity = applied(lever, job)
    an_open_interview(job)
    lever.deletes(opportunity)

    leave(connection, opportunity)

    assert not Interview.objects.exists()
    assert on_disk() == []


@pytest.mark.parametrize("whose_is_it", ["another address", "an address nobody proved", "another job"])
def test_nobody_elses_interview_goes(connection: Connection, lever: Lever, job: Job, whose_is_it: str) -> None:
    opportunity = applied(lever, job)
    if whose_is_it == "another address":
        an_open_interview(job, DAN)
    elif whose_is_it == "an address nobody proved":
        dan = a_person(DAN)
        dan.emailaddress_set.create(email=CAROL, verified=False)  # type: ignore[attr-defined]
        an_open_interview(job, DAN)
    else:
        other = connection.postings.exclude(pk=job.posting_id).filter(job=None).first()
        assert other is not None
        an_open_interview(a_job(other))
    lever.deletes(opportunity)

    leave(connection, opportunity)

    assert Interview.objects.count() == 1
    assert len(on_disk()) == 4
    assert not Erasure.objects.exists()


def test_who_lives_on_under_another_opportunity_stays_and_is_delivered_there(
    connection: Connection, lever: Lever, job: Job
) -> None:
    """Lever joins duplicates by deleting one of them."""
    first = applied(lever, job)
    lever.archives(first)
    second = applied(lever, job)
    assert first != second
    interview = a_finished_interview(an_interview(job, submitted_at=timezone.now()), opportunity_id=first)
    Delivery.objects.update(note_id="note-1")
    lever.deletes(first)

    leave(connection, first)

    interview.refresh_from_db()
    assert Delivery.objects.get().opportunity_id == second
    assert not Erasure.objects.exists()
    assert not connection.opportunities.filter(external_id=first).exists()


def test_who_was_deleted_under_both_goes_with_the_second(connection: Connection, lever: Lever, job: Job) -> None:
    first = applied(lever, job)
    lever.archives(first)
    second = applied(lever, job)
    an_open_interview(job)
    lever.deletes(first)
    leave(connection, first)
    assert Interview.objects.exists()

    lever.deletes(second)
    leave(connection, second)

    assert not Interview.objects.exists()


def test_an_opportunity_that_lever_still_shows_erases_nobody(connection: Connection, lever: Lever, job: Job) -> None:
    opportunity = applied(lever, job)
    an_open_interview(job)

    farewell = leave(connection, opportunity)

    assert Interview.objects.exists()
    assert farewell.handled_at
    assert connection.opportunities.filter(external_id=opportunity).exists()


def test_while_lever_does_not_answer_nobody_is_erased_and_the_duty_stays(
    connection: Connection, lever: Lever, job: Job
) -> None:
    opportunity = applied(lever, job)
    an_open_interview(job)
    lever.deletes(opportunity)
    farewells.say(connection, opportunity, DELETED, timezone.now())
    lever.fails("status", status=503, times=None)

    with pytest.raises(Postpone):
        erasing.take_leave(Farewell.objects.get(), now=timezone.now())

    assert Interview.objects.exists()
    assert farewells.waiting() == [connection.pk]


def test_a_duty_told_before_the_connection_was_switched_off_is_done_all_the_same(
    connection: Connection, lever: Lever, job: Job
) -> None:
    opportunity = applied(lever, job)
    an_open_interview(job)
    farewells.say(connection, opportunity, DELETED, timezone.now())
    connect.disconnect(connection=connection, now=timezone.now())
    before = lever.requests()

    erasing.take_leave(Farewell.objects.get(), now=timezone.now())

    assert not Interview.objects.exists()
    assert lever.requests() == before


class TestDoubt:
    """Erasing can't be undone, and an ATS may have a bad hour."""

    def test_while_lever_refuses_everything_nobody_is_erased(
        self, connection: Connection, lever: Lever, job: Job
    ) -> None:
        opportunity = applied(lever, job)
        an_open_interview(job)
        farewells.say(connection, opportunity, DELETED, timezone.now())
        lever.fails("status", status=403, times=None)

        with pytest.raises(Postpone):
            erasing.take_leave(Farewell.objects.get(), now=timezone.now())

        assert Interview.objects.exists()
        assert farewells.waiting() == [connection.pk]

    def test_a_refusal_that_lasts_ends_no_duty(self, connection: Connection, lever: Lever, job: Job) -> None:
        opportunity = applied(lever, job)
        an_open_interview(job)
        farewells.say(connection, opportunity, DELETED, timezone.now() - erasing.DOUBT)
        lever.fails("status", status=403, times=None)

        erasing.take_leave(Farewell.objects.get(), now=timezone.now())

        assert not Interview.objects.exists()

    @pytest.mark.parametrize("hours", [0, 24])
    def test_another_candidacy_that_is_not_found_saves_the_person_for_a_day(
        self, connection: Connection, lever: Lever, job: Job, hours: int
    ) -> None:
        """Lever joined two candidacies, and finds nothing for a while: nobody said that the second is gone."""
        first = applied(lever, job)
        lever.archives(first)
        second = applied(lever, job)
        assert first != second
        an_open_interview(job)
        farewells.say(connection, first, DELETED, timezone.now() - timedelta(hours=hours))
        for gone in (first, second):
            lever.deletes(gone)

        with nullcontext() if hours else pytest.raises(Postpone):
            erasing.take_leave(Farewell.objects.get(), now=timezone.now())

        assert Interview.objects.exists() is not bool(hours)

    def test_a_result_that_a_worker_is_just_moving_is_left_to_it(
        self, connection: Connection, lever: Lever, job: Job
    ) -> None:
        first = applied(lever, job)
        lever.archives(first)
        second = applied(lever, job)
        a_finished_interview(an_interview(job, submitted_at=timezone.now()), opportunity_id=first)
        delivery = Delivery.objects.get()
        lever.deletes(first)
        farewells.say(connection, first, DELETED, timezone.now())
        is_at_it, found = threading.Event(), []

        def moves() -> None:
            with alone(delivery.pk):
                is_at_it.set()
                time.sleep(1)
                found.append(Delivery.objects.get().opportunity_id)
                Delivery.objects.update(opportunity_id=second, note_tried_at=timezone.now())
            database.close()

        worker = threading.Thread(target=moves)
        worker.start()
        is_at_it.wait(10)
        erasing.take_leave(Farewell.objects.get(), now=timezone.now())
        worker.join()

        delivery.refresh_from_db()
        assert (found, delivery.opportunity_id) == ([first], second)
        assert delivery.note_tried_at


def test_erasing_twice_changes_nothing(connection: Connection, lever: Lever, job: Job) -> None:
    opportunity = applied(lever, job)
    an_open_interview(job)
    lever.deletes(opportunity)
    leave(connection, opportunity)

    leave(connection, opportunity)

    assert Erasure.objects.count() == 1


def test_a_farewell_whose_step_was_lost_is_found_by_the_round(connection: Connection, lever: Lever, job: Job) -> None:
    opportunity = applied(lever, job)
    an_open_interview(job)
    lever.deletes(opportunity)
    farewells.say(connection, opportunity, DELETED, timezone.now())

    event_steps.tidy_up(timestamp=0)
    work()

    assert not Interview.objects.exists()


class TestSteps:
    """A worker may be at the interview, or have it in its queue."""

    def test_steps_that_wait_are_taken_out_of_the_queue(self, connection: Connection, job: Job) -> None:
        interview = a_finished_interview(an_interview(job, submitted_at=timezone.now()))
        take, delivery = Recording.objects.latest("created_at"), Delivery.objects.get()
        for step in (queue.PREPARE_RECORDING, queue.HEAR_RECORDING, queue.MAKE_VARIANT):
            queue.defer(step, str(take.pk), recording_id=str(take.pk))
        queue.defer(queue.SCORE_INTERVIEW, str(interview.pk), at=timezone.now(), interview_id=interview.pk)
        queue.defer(queue.WRITE_BACK, str(delivery.pk), delivery_id=delivery.pk)
        assert steps_about(interview, str(take.pk), str(delivery.pk)) == 5

        erasing.erase_interview(interview, reason=Erasure.Reason.ASKED_FOR, now=timezone.now())

        assert steps_about(interview, str(take.pk), str(delivery.pk)) == 0

    def test_steps_of_others_stay(self, connection: Connection, job: Job) -> None:
        carols, dans = an_open_interview(job), an_open_interview(job, DAN)
        for interview in (carols, dans):
            queue.defer(queue.SCORE_INTERVIEW, str(interview.pk), interview_id=interview.pk)

        erasing.erase_interview(carols, reason=Erasure.Reason.ASKED_FOR, now=timezone.now())

        assert steps_about(dans) == 1

    @pytest.mark.parametrize("step", ["prepare", "hear", "check", "score", "write"])
    def test_a_step_that_comes_after_the_erasure_ends_quietly(
        self, connection: Connection, job: Job, step: str, settings: Any
    ) -> None:
        interview = a_finished_interview(an_interview(job, submitted_at=timezone.now()))
        run = _step(step, interview)
        erasing.erase_interview(interview, reason=Erasure.Reason.ASKED_FOR, now=timezone.now())

        run()

        assert on_disk() == []
        assert not Interview.objects.exists()

    @pytest.mark.parametrize("moment", ["before the file is read", "after it is prepared"])
    def test_a_worker_in_the_middle_of_preparing_ends_quietly_and_leaves_no_file(
        self, connection: Connection, job: Job, moment: str
    ) -> None:
        interview = an_open_interview(job)
        take = Recording.objects.get(kept_by__interview=interview)
        Recording.objects.update(prepared_at=None)

        def work_on(_: int, /, **_subject: int) -> None:
            found = Recording.objects.get(pk=take.pk)
            if moment == "before the file is read":
                erasing.erase_interview(interview, reason=Erasure.Reason.DELETED, now=timezone.now())
                with (recordings.folder(found) / "upload").open("rb"):
                    raise AssertionError("the file should be gone")
            found.prepared_at = timezone.now()
            erasing.erase_interview(interview, reason=Erasure.Reason.DELETED, now=timezone.now())
            found.save(update_fields=["prepared_at"])

        step = interview_steps.of_interview(work_on)

        step(_context(), interview_id=interview.pk)

        assert on_disk() == []
        assert not Interview.objects.exists()

    def test_a_step_that_fails_for_another_reason_still_fails(self, connection: Connection, job: Job) -> None:
        interview = an_open_interview(job)

        def work_on(_: int, /, **_subject: int) -> None:
            raise LookupError("a surprise")

        with pytest.raises(LookupError):
            interview_steps.of_interview(work_on)(_context(), interview_id=interview.pk)


def _step(name: str, interview: Interview) -> Callable[[], None]:
    take, delivery = str(Recording.objects.latest("created_at").pk), Delivery.objects.get().pk
    return {
        "prepare": lambda: interview_steps.prepare_recording(_context(), recording_id=take),
        "hear": lambda: interview_steps.hear_recording(_context(), recording_id=take),
        "check": lambda: interview_steps.open_check(_context(), interview_id=interview.pk, has_words=True),
        "score": lambda: interview_steps.score_interview(_context(), interview_id=interview.pk),
        "write": lambda: ats_steps.write_back(_context(), delivery_id=delivery),
    }[name]


def _context() -> Any:
    """What Procrastinate tells a step about itself."""
    job = SimpleNamespace(attempts=99, task_name="prepare_recording")
    return SimpleNamespace(job=job, task=SimpleNamespace(name="prepare_recording"))


def test_whose_an_opportunity_is_takes_the_same_number_of_queries_however_many_came(
    connection: Connection, lever: Lever, job: Job, django_assert_num_queries: Any
) -> None:
    opportunity = applied(lever, job)
    for number in range(5):
        an_interview(job, a_candidate(f"somebody-{number}@example.org"))

    with django_assert_num_queries(3):
        assert whose.interviews_of(connection, opportunity) == []
