"""What people read when something is not there, not allowed or broken."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from django.views import defaults

from paletter.web import guide, refusals
from tests import cast
from tests.web import english

pytestmark = pytest.mark.django_db


def test_a_wrong_address_is_explained_to_strangers_and_members(client):
    stranger = client.get("/nothing/here")
    client.force_login(cast.a_recruiter())
    member = client.get("/nothing/here")

    assert stranger.status_code == member.status_code == 404
    assert "There is no page for you at this address" in stranger.content.decode()
    assert "ATS CONFIGURATION" in member.content.decode()


def test_a_breakdown_is_explained_without_asking_the_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = refusals.broken(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "whatever was saved before is still there" in answer.content.decode()


def test_a_breakdown_is_told_in_the_language_of_the_browser_without_asking_the_database(django_assert_num_queries):
    with translation.override("en"), django_assert_num_queries(0):
        answer = refusals.broken(RequestFactory().get("/", headers={"Accept-Language": "de"}))

    assert "Bei uns ist etwas kaputtgegangen" in answer.content.decode()
    assert '<html lang="de" dir="ltr">' in answer.content.decode()
    assert english.left(answer.content.decode()) == []


def test_a_page_that_breaks_stays_in_the_language_of_its_reader(monkeypatch):
    def break_down(*_, **__):
        raise OSError

    client = Client(raise_request_exception=False)
    client.post("/language", {"language": "de"})
    monkeypatch.setattr(guide, "for_candidates", break_down)
    answer = client.get("/help/interviews", headers={"Accept-Language": "en"})

    assert answer.status_code == 500
    assert answer.headers["Content-Language"] == "de"
    assert "Bei uns ist etwas kaputtgegangen" in answer.content.decode()


def test_a_step_that_is_not_allowed_is_explained():
    request = RequestFactory().get("/")
    answer = defaults.permission_denied(request, Exception())

    assert answer.status_code == 403
    assert "This is not open to your account" in answer.content.decode()


def test_the_first_page_welcomes_strangers_and_sends_members_to_their_jobs(client):
    assert "Sign up / Log in" in client.get("/").content.decode()

    client.force_login(cast.a_recruiter())
    assert client.get("/").url == "/jobs/"


def test_candidates_go_to_their_interviews():
    client = Client()
    client.force_login(cast.a_candidate())

    assert client.get("/").url == "/interviews/"


def test_the_mailbox_is_there_in_the_demo_only(client, settings):
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"demo": False})
    assert client.get("/mail/").status_code == 404

    settings.OPTIONS = settings.OPTIONS.model_copy(update={"demo": True})
    assert "Demo mailbox" in client.get("/mail/").content.decode()
