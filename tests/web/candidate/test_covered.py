"""A question with a time to think is covered until its candidate opens it: no other page may be the way to read it."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from paletter.interviews.models import Interview
from paletter.vocabulary.rubrics import AskedKind
from tests.web.candidate.asked import asking

pytestmark = pytest.mark.django_db


def asked(interview: Interview, position: int = 1) -> str:
    key = interview.answers.get(position=position).question_key
    return next(one.text for one in interview.template_version.value.questions if one.key == key)


def review(carol: Client, interview: Interview) -> str:
    return carol.get(f"/i/{interview.key}/review").content.decode()


def copied(carol: Client, interview: Interview) -> dict[str, str]:
    """Return the questions in the copy of what is kept, by the names of their files."""
    response: Any = carol.get(f"/i/{interview.key}/data/download")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith("question.txt")}


def test_the_list_of_answers_keeps_it_covered(carol: Client) -> None:
    interview = asking(think_seconds=60)

    page = review(carol, interview)

    assert asked(interview) not in page
    assert page.count("This question has a time to think") == 2


def test_the_copy_of_ones_data_keeps_it_covered(carol: Client) -> None:
    assert copied(carol, asking(think_seconds=60)) == {}


def test_once_it_was_opened_it_is_read_everywhere_and_the_others_still_are_not(carol: Client) -> None:
    interview = asking(think_seconds=60)

    carol.post(f"/i/{interview.key}/questions/1/see")

    assert asked(interview, 1) in review(carol, interview)
    assert asked(interview, 2) not in review(carol, interview)
    assert copied(carol, interview) == {"answers/1/question.txt": f"{asked(interview, 1)}\n"}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"think_seconds": 60, "kind": AskedKind.CHOICE},
        {"think_seconds": 60, "of_template": {"shows_questions_first": True}},
    ],
    ids=["no time to think", "in writing nobody counts", "all are shown first"],
)
def test_where_it_may_be_read_it_is_read(carol: Client, fields: dict[str, Any]) -> None:
    interview = asking(**fields)

    assert asked(interview) in review(carol, interview)
    assert len(copied(carol, interview)) == 2
