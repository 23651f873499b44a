"""The mirror is kept by background steps: postings, then the opportunities on joined ones, once a day the rest."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.db import connection as database
from django.db.models import F
from django.test import Client
from django.utils import timezone

from paletter.connections.models import Connection, MirroredOpportunity
from paletter.flow import queue, triggers
from paletter.flow.steps import rounds
from paletter.jobs.models import Job
from tests.ats.simulated import Lever
from tests.cast import a_job, a_recruiter, a_template
from tests.flow.story import the_host, work
from tests.reports.cast import a_full_report

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> list[str]:
    with database.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def sync(connection: Connection) -> None:
    triggers.sync_wanted(connection)
    work()
    connection.refresh_from_db()


def test_a_sync_brings_postings_opportunities_and_once_a_day_the_inventory(
    connection: Connection, lever: Lever
) -> None:
    a_job(the_host(connection))

    sync(connection)
    sync(connection)

    assert connection.opportunities.exists()
    assert connection.stages.exists()
    assert (connection.trouble, connection.sync_began_at) == ("", None)
    assert lever.requests("GET", "/v1/stages") == 1


def test_a_posting_that_is_joined_on_the_page_brings_its_opportunities_soon(
    connection: Connection, lever: Lever
) -> None:
    posting, template = the_host(connection), a_template()
    browser = Client()
    browser.force_login(a_recruiter())

    browser.post("/jobs/new", {"posting": posting.pk, "template": template.pk})
    job = Job.objects.get()
    work()

    assert job.posting.opportunities.exists()


def test_a_new_title_is_in_the_list_of_jobs_after_one_pass(connection: Connection, lever: Lever) -> None:
    job = a_job(the_host(connection))
    lever.renames(job.posting.external_id, "Jost Post # 4 (Test # 4)")

    sync(connection)

    browser = Client()
    browser.force_login(a_recruiter())
    assert "Jost Post # 4 (Test # 4)" in browser.get("/jobs/").content.decode()
    assert Job.objects.get().title == "Jost Post # 4 (Test # 4)"


def test_a_new_title_is_on_the_report_after_one_polling_interval(connection: Connection, lever: Lever) -> None:
    job = a_job(the_host(connection))
    report = a_full_report(job)
    rename = {"what": "rename_posting", "id": job.posting.external_id, "to": "Jost Post # 4 (Test # 4)"}
    httpx.post(f"{lever.simulator.url}/_control/changes", json=rename).raise_for_status()

    rounds.sync_all(0)
    before = waiting()
    an_interval = timedelta(minutes=settings.OPTIONS.sync_minutes)
    Connection.objects.update(last_synced_at=F("last_synced_at") - an_interval)
    rounds.sync_all(0)
    work()

    browser = Client()
    browser.force_login(a_recruiter())
    page = browser.get(f"/reports/{report.key}").content.decode()
    assert before == []
    assert "Jost Post # 4 (Test # 4)" in page
    assert "Front of House Host" not in page


def test_a_pass_that_meets_a_closed_door_is_tried_again_and_says_why(connection: Connection, lever: Lever) -> None:
    a_job(the_host(connection))
    lever.fails("status", path="/v1/opportunities", status=503, times=None)

    sync(connection)

    assert waiting() == ["sync_opportunities"]
    assert "disturbance" in connection.trouble
    assert connection.sync_began_at is None


def test_a_missing_right_is_told_and_nothing_is_tried_again_at_once(connection: Connection, lever: Lever) -> None:
    a_job(the_host(connection))
    lever.fails("status", path="/v1/opportunities", status=403, times=None)

    sync(connection)

    assert waiting() == []
    assert "right" in connection.trouble
    assert connection.trouble_at is not None
    assert not MirroredOpportunity.objects.exists()


def test_a_revocation_in_the_middle_shows_that_a_person_is_needed(connection: Connection, lever: Lever) -> None:
    a_job(the_host(connection))
    # A full pass over postings asks three times.
    lever.fails("status", path="/v1/*", status=401, skip=3, times=None)

    sync(connection)

    assert connection.last_synced_at is not None
    assert connection.state == "needs_you"
    assert waiting() == []


def test_the_round_asks_for_those_that_are_due(connection: Connection, lever: Lever) -> None:
    rounds.sync_all(0)
    first = waiting()
    work()
    rounds.sync_all(0)

    assert first == ["sync_connection"]
    assert waiting() == []
    Connection.objects.update(last_synced_at=timezone.now() - timedelta(hours=1))
    rounds.sync_all(0)
    assert waiting() == ["sync_connection"]


def test_an_access_that_nobody_has_renewed_for_long_is_used(connection: Connection, lever: Lever) -> None:
    Connection.objects.update(credentials_renewed_at=timezone.now() - timedelta(days=8))
    rounds.keep_all_alive(0)
    work()

    connection.refresh_from_db()
    assert connection.credentials_renewed_at is not None
    assert connection.credentials_renewed_at > timezone.now() - timedelta(minutes=5)


def test_no_access_of_a_connection_that_is_off_is_looked_after(connection: Connection, lever: Lever) -> None:
    Connection.objects.update(state="off", credentials="")
    rounds.keep_all_alive(0)

    assert waiting() == []


def test_steps_of_one_connection_wait_once(connection: Connection, lever: Lever, settings: Any) -> None:
    for _ in range(3):
        queue.defer(queue.SYNC_OPPORTUNITIES, str(connection.pk), connection_id=connection.pk)

    assert waiting() == ["sync_opportunities"]
