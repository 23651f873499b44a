"""The landing page tells what comes after the link, before any account."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.cast import a_job
from tests.web.candidate.kinds import in_writing

pytestmark = pytest.mark.django_db


def landing(client: Client, code: str) -> str:
    return client.get(f"/j/{code}").content.decode()


def test_practice_checking_and_who_decides_are_told(client: Client) -> None:
    page = landing(client, a_job().code)

    assert "You may practise first; practice is never sent." in page
    assert "You have 24 hours to put its words right, or skip that." in page
    assert "People decide." in page


def test_where_nothing_is_checked_nothing_is_said_of_it(client: Client, settings: Settings) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"check_hours": 0.0})

    assert "to put its words right" not in landing(client, a_job().code)


def test_for_answers_in_writing_no_camera_is_needed(client: Client) -> None:
    page = landing(client, in_writing(a_job()).code)

    assert "No camera and no microphone is needed." in page
    assert "to put its words right" not in page


def test_candidates_read_in_which_language_they_are_to_answer(client: Client) -> None:
    job = a_job()
    assert "Please answer in" not in landing(client, job.code)

    version = job.template_version
    version.content["language"] = "de"
    version.save(update_fields=["content"])

    assert "Please answer in German" in landing(client, job.code)


def test_a_language_that_nobody_here_has_a_name_for_is_told_by_its_code(client: Client) -> None:
    job = a_job()
    version = job.template_version
    version.content["language"] = "xx"
    version.save(update_fields=["content"])

    assert "Please answer in xx" in landing(client, job.code)
