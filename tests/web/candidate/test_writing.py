"""The page of a written answer, as forms and as what its script sends."""

import pytest
from django.test import Client

from paletter.interviews import takes
from paletter.interviews.models import Answer, Interview
from paletter.vocabulary.rubrics import AskedKind
from tests.cast import NOON, mallory
from tests.web.candidate.asked import asking

pytestmark = pytest.mark.django_db
TEXT = "A guest had lost her key.\n\nI opened the room & <stayed>."
JSON = {"Accept": "application/json"}


@pytest.fixture
def interview(db: None) -> Interview:
    return asking(AskedKind.TEXT)


def at(interview: Interview, way: str = "", position: int = 1) -> str:
    return f"/i/{interview.key}/questions/{position}{way}"


def answer(interview: Interview, position: int = 1) -> Answer:
    return interview.answers.get(position=position)


def test_a_question_that_wants_a_text_has_a_field_and_no_camera(carol: Client, interview: Interview) -> None:
    page = carol.get(at(interview)).content.decode()

    assert '<label class="form-label" for="answer">Your answer</label>' in page
    assert "data-recorder" not in page
    assert "camera" not in page.lower()


def test_a_text_is_saved_by_a_plain_form(carol: Client, interview: Interview) -> None:
    response = carol.post(at(interview, "/write"), {"text": TEXT.replace("\n", "\r\n")})

    assert response.url == at(interview, position=2)
    assert answer(interview).text == TEXT
    assert answer(interview).is_given


def test_a_text_that_is_refused_is_shown_again_with_the_reason(carol: Client, interview: Interview) -> None:
    long = "word " * 4001
    response = carol.post(at(interview, "/write"), {"text": long})

    assert response.status_code == 200
    page = response.content.decode()
    assert long.strip() in page
    assert "20000 are the most" in page
    assert not answer(interview).is_given


def test_markup_in_a_text_stays_text(carol: Client, interview: Interview) -> None:
    carol.post(at(interview, "/write"), {"text": TEXT + "</textarea><script>"})

    for address in (at(interview), f"/i/{interview.key}/review"):
        assert "</textarea><script>" not in carol.get(address).content.decode()


def test_a_draft_is_kept_and_offered_on_every_device(carol: Client, interview: Interview) -> None:
    kept = carol.post(at(interview, "/draft"), {"text": "A guest", "before": ""}, headers=JSON)
    overtaken = carol.post(at(interview, "/draft"), {"text": "Another", "before": ""}, headers=JSON)

    assert kept.json() == {"isKept": True}
    assert overtaken.status_code == 409
    assert "on another device" in overtaken.json()["sentence"]
    page = carol.get(at(interview)).content.decode()
    assert "A guest</textarea>" in page
    assert "Your draft is kept. It counts once you save it." in page


def test_the_review_shows_what_was_written_and_what_is_only_a_draft(carol: Client, interview: Interview) -> None:
    carol.post(at(interview, "/write"), {"text": TEXT})
    carol.post(at(interview, "/draft", position=2), {"text": "Once", "before": ""})

    page = carol.get(f"/i/{interview.key}/review").content.decode()

    assert "<p>A guest had lost her key.</p>" in page
    assert "Your draft is kept; it counts once you save it." in page
    assert "1 of 2 still to answer" in page
    assert "Hand in 2 answers" not in page


def test_written_answers_count_on_the_interview_screen_and_can_be_handed_in(
    carol: Client, interview: Interview
) -> None:
    for position in (1, 2):
        carol.post(at(interview, "/write", position), {"text": TEXT})

    assert "2 of 2 answers saved" in carol.get("/interviews/").content.decode()
    review = carol.get(f"/i/{interview.key}/review").content.decode()
    assert "check the words that were heard" not in review
    assert carol.post(f"/i/{interview.key}/submit").url == f"/i/{interview.key}/"
    assert "heard" not in carol.get(f"/i/{interview.key}/").content.decode().split("<ol")[0]


def test_nothing_is_written_where_a_recording_is_wanted(carol: Client) -> None:
    interview = asking(AskedKind.VIDEO)

    response = carol.post(at(interview, "/write"), {"text": TEXT}, headers=JSON)

    assert response.status_code == 409
    assert response.json()["sentence"] == "This question can't be answered by a text."
    assert carol.post(at(interview, "/draft"), {"text": TEXT}).status_code == 409


def test_a_question_that_there_is_not_is_not_found(carol: Client, interview: Interview) -> None:
    for way in ("/write", "/draft"):
        assert carol.post(at(interview, way, position=9), {"text": TEXT}).status_code == 404


def test_nobody_else_reads_or_writes_it(client: Client, interview: Interview) -> None:
    takes.keep_text(interview, 1, TEXT, now=NOON)
    client.force_login(mallory(), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.get(at(interview)).status_code == 404
    assert client.post(at(interview, "/draft"), {"text": "Hers", "before": TEXT}).status_code == 404
    assert client.post(at(interview, "/write"), {"text": "Hers"}).status_code == 404
    assert answer(interview).text == TEXT


def test_the_candidate_chooses_by_a_link_and_the_choice_is_remembered_by_what_is_there(carol: Client) -> None:
    interview = asking(AskedKind.CHOICE)

    assert "data-recorder" in carol.get(at(interview)).content.decode()
    assert "data-writing" in carol.get(at(interview, "?as=text")).content.decode()
    assert "data-recorder" in carol.get(at(interview, "?as=shouting")).content.decode()
    carol.post(at(interview, "/draft"), {"text": "A guest", "before": ""})
    assert "data-writing" in carol.get(at(interview)).content.decode()
