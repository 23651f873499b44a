"""What must not be kept by caches in between, written to disk for strangers, or shown outside the demo."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.mark.parametrize("path", ["/jobs/", "/jobs/new", "/templates/", "/settings/members", "/accounts/email/"])
def test_no_cache_in_between_keeps_a_members_pages(client: Client, path: str):
    client.force_login(cast.a_recruiter(), backend=BACKEND)

    answer = client.get(path)

    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]


def test_no_cache_in_between_keeps_a_candidates_pages(client: Client):
    interview = cast.an_interview()
    client.force_login(interview.candidate, backend=BACKEND)

    for path in ("/interviews/", f"/i/{interview.key}/consent", f"/j/{interview.job.code}", "/nothing/here"):
        assert "private" in client.get(path)["Cache-Control"], path


def test_what_a_page_says_of_its_own_keeping_stays(client: Client):
    client.force_login(cast.a_recruiter(), backend=BACKEND)

    assert "no-store" in client.get("/settings/ats")["Cache-Control"]


def test_asking_whether_the_site_lives_asks_the_database_nothing(client: Client, django_assert_num_queries):
    client.force_login(cast.a_recruiter(), backend=BACKEND)

    with django_assert_num_queries(0):
        client.get("/healthz")


def test_a_file_in_a_form_is_never_written_to_disk(client: Client, settings, tmp_path: Path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "not there")
    file = SimpleUploadedFile("film.webm", bytes(3_000_000))

    answer = client.post("/accounts/login/code/", {"email": "nora.new@example.org", "film": file})

    assert answer.status_code < 500
    assert not answer.wsgi_request.FILES


@pytest.mark.parametrize("address", ["https://interviews.example.org", "http://0.0.0.0:8000"])
def test_mails_are_shown_to_nobody_where_others_can_reach_the_demo(client: Client, settings, address: str):
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"demo": True, "base_url": address})

    assert client.get("/mail/").status_code == 404
