"""Carol sees what is kept of her and who looked, takes a copy, takes her consent back, deletes."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from paletter.accounts import people
from paletter.accounts.models import User
from paletter.interviews.models import Interview
from paletter.reports import looks
from paletter.reports.models import Report
from paletter.retention.models import Erasure
from paletter.scores.models import HumanLevel, SkillScore
from tests.cast import NOON, a_candidate, a_recruiter, an_interview, mallory
from tests.retention.scene import a_finished_interview

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SURE = {"sure": "on"}


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def finished(db: None) -> Interview:
    interview = a_finished_interview()
    for model in (SkillScore, HumanLevel):
        model.objects.update(competency="service")
    return interview


def archive(response: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_the_page_says_what_is_kept_and_who_looked(carol: Client, finished: Interview) -> None:
    page = text(carol.get(f"/i/{finished.key}/data"))

    for told in ("What you agreed to", "a recording, the words as they were heard", "Alice, Fjord Hotel Group",
                 "A note in the system where Fjord Hotel Group keeps your application"):  # fmt: skip
        assert told in page


def test_each_day_on_which_somebody_looked_is_listed(carol: Client, finished: Interview) -> None:
    for hours in (1, 20, 24, 25):
        looks.note(finished, a_recruiter("bob@example.org"), now=NOON + timedelta(hours=hours))

    page = text(carol.get(f"/i/{finished.key}/data"))

    assert page.count("Bob, Fjord Hotel Group") == 2
    assert "23 November 2026, 13:00 UTC" in page
    assert "24 November 2026, 08:00 UTC" in page


def test_a_member_who_told_no_name_is_not_told_by_address(carol: Client, finished: Interview) -> None:
    bob = a_recruiter("bob@example.org")
    people.rename(bob, "")
    looks.note(finished, bob, now=NOON + timedelta(hours=20))

    page = text(carol.get(f"/i/{finished.key}/data"))

    assert "bob@example.org" not in page
    assert "<span>Fjord Hotel Group, <time" in page


def test_who_has_only_played_an_answer_is_listed_too(client: Client, carol: Client, finished: Interview) -> None:
    take = finished.answers.exclude(kept=None).get().kept
    bob = Client()
    bob.force_login(a_recruiter("bob@example.org"))

    bob.get(f"/recordings/{take.pk}")
    bob.get(f"/recordings/{take.pk}")
    carol.get(f"/recordings/{take.pk}")

    assert [look.user.name for look in looks.at(finished)] == ["Alice", "Bob"]


def test_the_copy_comes_as_a_file_that_no_one_keeps(carol: Client, finished: Interview) -> None:
    response = carol.get(f"/i/{finished.key}/data/download")

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="paletter-interview.zip"'
    assert response["Cache-Control"] == "private, no-store"
    assert "answers/1/recording.webm" in archive(response).namelist()


def test_everything_comes_in_one_file(carol: Client, finished: Interview) -> None:
    assert "interview-1/consent.txt" in archive(carol.get("/account/data/download")).namelist()


def test_a_copy_explains_itself_in_the_language_of_the_page(carol: Client, finished: Interview) -> None:
    carol.post("/language", {"language": "de"})

    for address in (f"/i/{finished.key}/data/download", "/account/data/download"):
        explained = archive(carol.get(address)).read("READ-ME.txt").decode()
        assert explained.startswith("Das bewahrt Paletter von Ihnen auf.")


def test_consent_is_taken_back_only_when_one_is_sure(carol: Client, finished: Interview) -> None:
    address = f"/i/{finished.key}/data/withdraw"
    assert "Please tick the box if you are sure." in text(carol.post(address))
    finished.refresh_from_db()
    assert finished.withdrawn_at is None

    page = text(carol.post(address, SURE, follow=True))

    assert "You have taken your consent back" in page
    finished.refresh_from_db()
    assert finished.withdrawn_at
    assert "You have taken your consent back" in text(carol.get(f"/i/{finished.key}/"))
    assert "Consent taken back" in text(carol.get("/interviews/"))


def test_after_that_members_see_nothing_and_carol_still_has_her_copy(
    carol: Client, finished: Interview, client: Client
) -> None:
    take = finished.answers.get(position=1).kept
    key = Report.objects.get().key
    carol.post(f"/i/{finished.key}/data/withdraw", SURE)
    assert "report.html" in archive(carol.get(f"/i/{finished.key}/data/download")).namelist()

    alice = Client()
    alice.force_login(a_recruiter(), backend=BACKEND)

    report = text(alice.get(f"/reports/{key}"))
    assert "The candidate took their consent back" in report
    assert "Carol" not in report
    assert alice.get(f"/recordings/{take.pk}").status_code == 404
    assert alice.get(f"/recordings/{take.pk}/captions.vtt").status_code == 404
    assert alice.get(f"/reports/{key}/judge").status_code == 404
    job = text(alice.get(f"/j/{finished.job.code}"))
    assert "Withdrawn by the candidate" in job
    assert str(key) not in job


@pytest.mark.parametrize("page", ["consent", "devices", "questions/1", "review", "words"])
def test_after_that_nothing_asks_to_go_on(carol: Client, interview: Interview, page: str) -> None:
    carol.post(f"/i/{interview.key}/data/withdraw", SURE)

    shown = text(carol.get(f"/i/{interview.key}/{page}", follow=True))

    assert "You have taken your consent back" in shown or "What you agreed to" in shown


def test_an_interview_is_deleted_when_one_is_sure_and_the_address_says_why(carol: Client, finished: Interview) -> None:
    address = f"/i/{finished.key}/data/delete"
    carol.post(address)
    assert Interview.objects.exists()

    page = text(carol.post(address, SURE, follow=True))

    assert "Deleted. Nothing of this interview is kept here any more." in page
    assert not Interview.objects.exists()
    assert Erasure.objects.get().reason == Erasure.Reason.BY_CANDIDATE
    assert "because you deleted it" in text(carol.get(f"/i/{finished.key}/data"))


def test_the_account_is_deleted_with_everything_and_logged_out(carol: Client, finished: Interview) -> None:
    assert "Your account and 1 interview with" in text(carol.get("/account/delete"))
    carol.post("/account/delete")
    assert User.objects.filter(email="carol.candidate@example.org").exists()

    page = text(carol.post("/account/delete", SURE, follow=True))

    assert "Your account and all your interviews are deleted." in page
    assert not User.objects.filter(email="carol.candidate@example.org").exists()
    assert carol.get("/account/data").url.startswith("/accounts/login/")


def test_a_member_can_not_delete_their_account_and_is_told_why(client: Client) -> None:
    client.force_login(a_recruiter(), backend=BACKEND)

    page = text(client.post("/account/delete", SURE, follow=True))

    assert "Ask an admin there to remove you first" in page
    assert User.objects.filter(email="alice@example.org").exists()


@pytest.mark.parametrize("who", ["dan", "mallory", "alice"])
def test_nobody_else_sees_takes_or_deletes_it(client: Client, finished: Interview, who: str) -> None:
    people = {"dan": lambda: a_candidate("dan@example.org", "Dan"), "mallory": mallory, "alice": a_recruiter}
    client.force_login(people[who](), backend=BACKEND)

    for page in ("", "/download", "/withdraw", "/delete"):
        assert client.get(f"/i/{finished.key}/data{page}").status_code == 404
        assert client.post(f"/i/{finished.key}/data{page}", SURE).status_code in (404, 405)
    assert Interview.objects.get().withdrawn_at is None


def test_what_changes_something_is_never_done_by_a_link(carol: Client, interview: Interview) -> None:
    for page in ("withdraw", "delete"):
        carol.get(f"/i/{interview.key}/data/{page}?sure=on")
    carol.get("/account/delete?sure=on")

    assert Interview.objects.get().withdrawn_at is None


def test_the_pages_are_german_for_a_reader_of_german(carol: Client) -> None:
    interview = an_interview()
    german = {"Accept-Language": "de"}

    assert "Was aufbewahrt wird" in text(carol.get(f"/i/{interview.key}/data", headers=german))
    assert "Ihr Konto gehört Ihnen." in text(carol.get("/account/data", headers=german))
