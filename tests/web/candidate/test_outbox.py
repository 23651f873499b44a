"""What a browser is told of takes that lie on its device; a late one must not push out what was saved since."""

import pytest
from django.test import Client

from paletter.accounts.models import Organisation
from paletter.interviews import recordings, sitting
from paletter.interviews.models import Interview, Recording
from paletter.retention import erase
from paletter.retention.models import Erasure
from tests.cast import NOON, a_candidate, a_job, an_interview, saved
from tests.web.candidate.agreed import agreed
from tests.web.candidate.tus import Tus, a_webm

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}


def asked(client: Client, *, interviews: tuple[object, ...] = (), takes: tuple[object, ...] = ()) -> dict[str, dict]:
    answer = client.get("/takes", {"interview": interviews, "take": takes})
    assert answer.status_code == 200
    return answer.json()


def a_sent_take(tus: Tus, interview: Interview, position: int = 1) -> Recording:
    return Recording.objects.get(pk=tus.send(interview, position, a_webm(500)))


def test_a_take_here_is_told_with_what_has_arrived_and_its_sum(tus: Tus, interview: Interview) -> None:
    take = a_sent_take(tus, interview)

    told = asked(tus.client, takes=(take.pk,))["takes"][str(take.pk)]

    assert told == {"state": "here", "offset": 500, "length": 500, "sha256": take.sha256}


def test_a_take_that_is_the_answer_and_one_that_was_thrown_away_are_told(tus: Tus, interview: Interview) -> None:
    answer, other = a_sent_take(tus, interview), a_sent_take(tus, interview, 2)
    saved(answer)
    tus.delete(f"/uploads/{other.pk}")

    told = asked(tus.client, takes=(answer.pk, other.pk))["takes"]

    assert [told[str(pk)]["state"] for pk in (answer.pk, other.pk)] == ["kept", "discarded"]


def test_an_open_interview_tells_what_is_saved_and_what_is_being_recorded(tus: Tus, interview: Interview) -> None:
    saved(a_sent_take(tus, interview))
    begun = tus.opened(interview, 2)
    tus.patch(begun, a_webm(300), at=0)

    told = asked(tus.client, interviews=(interview.key,))["interviews"][str(interview.key)]

    assert told["state"] == "open"
    assert told["answers"]["1"] == {"version": NOON.isoformat(), "begun": {}}
    assert told["answers"]["2"] == {"version": "", "begun": {begun: 300}}


def test_an_interview_that_was_handed_in_takes_no_more(tus: Tus, interview: Interview) -> None:
    for answer in interview.answers.all():
        saved(a_sent_take(tus, interview, answer.position))
    sitting.submit(interview, now=NOON)

    assert asked(tus.client, interviews=(interview.key,))["interviews"][str(interview.key)] == {"state": "closed"}


def test_an_erased_interview_is_told_as_such(tus: Tus, interview: Interview) -> None:
    organisation: Organisation = interview.job.organisation
    erase.erase(interview, reason=Erasure.Reason.DELETED, now=NOON)

    assert Erasure.objects.get().organisation == organisation
    assert asked(tus.client, interviews=(interview.key,))["interviews"][str(interview.key)] == {"state": "erased"}


def test_nobody_learns_anything_of_other_peoples_takes(tus: Tus, interview: Interview) -> None:
    theirs = agreed(an_interview(a_job(), a_candidate("eve@example.org")))
    take = recordings.new(theirs.answers.get(position=1), length=None, now=NOON)

    told = asked(tus.client, interviews=(theirs.key, "no id"), takes=(take.pk, "no id"))

    assert told["interviews"] == {str(theirs.key): {"state": "unknown"}}
    assert told["takes"] == {str(take.pk): {"state": "unknown"}}


def test_whoever_is_logged_out_is_told_so(client: Client) -> None:
    assert client.get("/takes").status_code == 401


def test_a_token_against_forgery_comes_along_for_pages_that_were_open_during_a_login(interview: Interview) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(interview.candidate, backend="allauth.account.auth_backends.AuthenticationBackend")
    token = asked(careful)["token"]
    line = f"/i/{interview.key}/line"

    assert careful.post(line, b"x" * 100, content_type="a/b", headers={"X-CSRFToken": token}).status_code == 204
    assert careful.post(line, b"x" * 100, content_type="a/b").status_code == 403


# --- keeping ---


def test_nothing_is_kept_without_the_sum_of_what_is_meant(tus: Tus, interview: Interview) -> None:
    take = a_sent_take(tus, interview)

    answer = tus.client.post(f"/i/{interview.key}/questions/1/keep", {"recording": take.pk}, headers=JSON)

    assert answer.status_code == 409
    assert interview.answers.get(position=1).kept is None


def test_a_late_take_does_not_push_out_what_was_saved_on_another_device_meanwhile(
    tus: Tus, interview: Interview
) -> None:
    late, meanwhile = a_sent_take(tus, interview), a_sent_take(tus, interview)
    saved(meanwhile)
    keep = f"/i/{interview.key}/questions/1/keep"

    refused = tus.client.post(keep, tus.kept(str(late.pk)) | {"seen": ""}, headers=JSON)

    assert (refused.status_code, refused.json()["reason"]) == (409, "overtaken")
    assert interview.answers.get(position=1).kept == meanwhile

    compared = tus.client.post(keep, tus.kept(str(late.pk)), headers=JSON)
    assert compared.status_code == 200
    assert interview.answers.get(position=1).kept == late


def test_a_better_take_begun_in_the_knowledge_of_the_saved_one_takes_its_place(tus: Tus, interview: Interview) -> None:
    keep = f"/i/{interview.key}/questions/1/keep"
    first = tus.client.post(keep, tus.kept(str(a_sent_take(tus, interview).pk)) | {"seen": ""}, headers=JSON)
    better = str(a_sent_take(tus, interview).pk)

    answer = tus.client.post(keep, tus.kept(better) | {"seen": first.json()["version"]}, headers=JSON)
    again = tus.client.post(keep, tus.kept(better) | {"seen": first.json()["version"]}, headers=JSON)

    assert (answer.status_code, again.status_code) == (200, 200)
    assert str(interview.answers.get(position=1).kept_id) == better


def test_a_page_that_tells_by_itself_that_it_is_saved_leaves_no_word_for_the_next(
    tus: Tus, interview: Interview
) -> None:
    take = str(a_sent_take(tus, interview).pk)
    tus.client.post(f"/i/{interview.key}/questions/1/keep", tus.kept(take) | {"is_quiet": "on"}, headers=JSON)

    assert "· saved" not in tus.client.get(f"/i/{interview.key}/questions/2").content.decode()
