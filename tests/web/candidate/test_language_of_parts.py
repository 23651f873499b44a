"""What is in the template's language is marked as such on pages in any other (WCAG 3.1.2)."""

from typing import Any

import pytest
from django.test import Client

from paletter.interviews.models import Interview
from tests.cast import NOON, a_candidate, a_job, a_template, an_interview
from tests.web.candidate.agreed import agreed
from tests.web.candidate.heard import a_heard_interview
from tests.web.candidate.kinds import in_kind
from tests.web.candidate.test_prompts import an_interview_showing

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(client: Client) -> Client:
    client.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def asked_in(interview: Interview, language: str) -> str:
    """Let the interview's template be in a language, and return the first question."""
    version = interview.template_version
    version.content |= {"language": language, "shows_questions_first": True}
    version.save(update_fields=["content"])
    first = interview.answers.order_by("position").first()
    assert first is not None
    return next(one.text for one in version.value.questions if one.key == first.question_key)


def text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("page", ["questions/1", "questions/", "review"])
def test_a_question_is_marked_where_it_is_answered(carol: Client, page: str) -> None:
    interview = agreed(an_interview(started_at=NOON))
    question = asked_in(interview, "de")

    assert f' lang="de">{question}<' in text(carol.get(f"/i/{interview.key}/{page}"))


def test_a_question_is_marked_where_the_words_are_checked(carol: Client) -> None:
    interview = a_heard_interview()
    question = asked_in(interview, "de")

    assert f' lang="de">{question}<' in text(carol.get(f"/i/{interview.key}/words"))


def test_nothing_is_marked_where_nobody_said_which_language_it_is(carol: Client) -> None:
    interview = agreed(an_interview(started_at=NOON))
    question = asked_in(interview, "")

    assert f' id="question">{question}<' in text(carol.get(f"/i/{interview.key}/questions/1"))


def test_captions_and_words_of_what_plays_are_marked(carol: Client) -> None:
    interview = an_interview_showing()
    asked_in(interview, "de")

    page = text(carol.get(f"/i/{interview.key}/questions/1"))

    assert '<track kind="captions" srclang="de"' in page
    assert '<p lang="de">A lobby with a queue.' in page


@pytest.mark.parametrize(
    ("kind", "told"),
    [("audio", "The microphone is not allowed for this page."), ("video", "Camera or microphone is not allowed")],
)
def test_practice_speaks_of_a_camera_only_where_one_is_needed(carol: Client, kind: str, told: str) -> None:
    job = in_kind(a_job(template=a_template("guest-service-short")), kind)
    interview = agreed(an_interview(job, started_at=NOON))

    page = text(carol.get(f"/i/{interview.key}/practice"))

    assert told in page
    assert ("Camera or microphone is not allowed for this page." in page) is (kind == "video")
