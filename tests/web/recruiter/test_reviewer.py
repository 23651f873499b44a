"""Choosing who is named to a job's candidates."""

import pytest
from django.test import Client

from paletter.jobs.models import Job
from tests.cast import a_job, a_recruiter, mallory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def job() -> Job:
    return a_job()


def test_the_named_person_stands_on_the_job_the_landing_page_and_in_the_invitation(client: Client, job: Job) -> None:
    alice = a_recruiter()
    client.force_login(alice, backend=BACKEND)

    page = client.post(f"/j/{job.code}/reviewer", {"reviewer": alice.pk}, follow=True).content.decode()

    assert "Candidates are told that Alice watches." in page
    assert "Alice watches the answers" in page
    client.logout()
    landing = client.get(f"/j/{job.code}").content.decode()
    assert "Alice of Fjord Hotel Group looks at your answers. People decide." in landing


def test_nobody_has_to_be_named(client: Client, job: Job) -> None:
    landing = client.get(f"/j/{job.code}").content.decode()

    assert "people of Fjord Hotel Group look at your answers. People decide." in landing


def test_only_members_can_be_chosen(client: Client, job: Job) -> None:
    stranger = mallory()
    client.force_login(a_recruiter(), backend=BACKEND)

    page = client.post(f"/j/{job.code}/reviewer", {"reviewer": stranger.pk}).content.decode()

    assert "This person is not a member any more." in page
    job.refresh_from_db()
    assert job.reviewer is None


def test_people_from_elsewhere_and_strangers_find_nothing(client: Client, job: Job) -> None:
    assert client.get(f"/j/{job.code}/reviewer").status_code == 404

    client.force_login(mallory(), backend=BACKEND)
    assert client.post(f"/j/{job.code}/reviewer", {"reviewer": ""}).status_code == 404
