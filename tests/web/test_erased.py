"""Who comes to an address whose interview was erased reads that, when and why, and no name."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from paletter.accounts.models import User
from paletter.interviews.models import Interview
from paletter.retention import erase
from paletter.retention.models import Erasure
from tests import cast
from tests.cast import NOON
from tests.retention.scene import a_finished_interview
from tests.web.candidate.agreed import agreed
from tests.web.candidate.tus import Tus, a_webm

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def disk(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "recordings"


def eyes_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def gone(interview: Interview, reason: Erasure.Reason = Erasure.Reason.DELETED) -> None:
    assert erase.erase(interview, reason=reason, now=NOON)


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        (Erasure.Reason.DELETED, "the candidate was deleted in your ATS"),
        (Erasure.Reason.ANONYMISED, "the candidate was anonymised in your ATS"),
        (Erasure.Reason.NOT_TO_BE_KEPT, "may no longer be kept"),
        (Erasure.Reason.ASKED_FOR, "somebody asked for that"),
        (Erasure.Reason.BY_CANDIDATE, "the candidate deleted it"),
    ],
)
def test_the_link_in_the_ats_tells_a_member_when_and_why(reason: Erasure.Reason, why: str) -> None:
    interview = a_finished_interview()
    address = f"/reports/{interview.report.key}"
    gone(interview, reason)

    answer = eyes_of(cast.a_recruiter()).get(address)

    page = answer.content.decode()
    assert answer.status_code == 410
    assert "23 November 2026" in page
    assert why in page
    assert "carol" not in page.lower()


def test_for_others_there_never_was_such_a_report() -> None:
    interview = a_finished_interview()
    address = f"/reports/{interview.report.key}"
    gone(interview)

    for stranger in (cast.mallory(), cast.a_candidate()):
        assert eyes_of(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_job_page_counts_what_was_erased() -> None:
    job = cast.a_job()
    alice = eyes_of(cast.a_recruiter())
    assert "erased" not in alice.get(f"/j/{job.code}").content.decode()

    for number in (1, 2):
        gone(cast.an_interview(job, cast.a_candidate(f"somebody-{number}@example.org")))

    assert "2 interviews for this job were erased" in alice.get(f"/j/{job.code}").content.decode()


@pytest.mark.parametrize("page", ["", "consent", "devices", "questions/1", "review", "words"])
def test_the_candidates_pages_say_that_it_is_gone(page: str) -> None:
    interview = cast.an_interview()
    gone(interview)

    answer = eyes_of(cast.a_candidate()).get(f"/i/{interview.key}/{page}")

    assert answer.status_code == 410
    assert "Fjord Hotel Group deleted your application" in answer.content.decode()


def test_an_interview_that_never_was_is_not_found() -> None:
    assert eyes_of(cast.a_candidate()).get("/i/123e4567-e89b-12d3-a456-426614174000/").status_code == 404


class TestUploadsUnderWay:
    @pytest.fixture
    def interview(self) -> Interview:
        return agreed(cast.an_interview())

    @pytest.fixture
    def tus(self) -> Tus:
        return Tus(eyes_of(cast.a_candidate()))

    def test_the_next_piece_is_told_that_all_is_erased(self, tus: Tus, interview: Interview) -> None:
        content = a_webm(2000)
        url = tus.opened(interview)
        assert tus.patch(url, content[:1000], at=0).status_code == 204
        gone(interview)

        answers = [tus.patch(url, content[1000:], at=1000), tus.delete(url)]

        assert [answer.status_code for answer in answers] == [410, 410]
        assert "This interview for Fjord Hotel Group was erased on 23 November 2026" in answers[0].content.decode()
        assert tus.head(url).status_code == 410

    def test_a_new_take_is_told_so_too(self, tus: Tus, interview: Interview) -> None:
        gone(interview)

        answer = tus.create(interview)

        assert answer.status_code == 410
        assert answer["Content-Type"].startswith("text/plain")
        assert "Nothing more can be recorded here" in answer.content.decode()

    def test_the_recorder_is_told_when_it_wants_to_save(self, tus: Tus, interview: Interview) -> None:
        take = tus.send(interview, 1, a_webm(2000))
        gone(interview)

        answer = tus.client.post(
            f"/i/{interview.key}/questions/1/keep", {"recording": take}, headers={"Accept": "application/json"}
        )

        assert answer.status_code == 410
        assert "was erased" in answer.json()["sentence"]

    def test_an_upload_that_never_was_is_not_found(self, tus: Tus, interview: Interview) -> None:
        gone(interview)

        assert tus.head("/uploads/123e4567-e89b-12d3-a456-426614174000").status_code == 404
