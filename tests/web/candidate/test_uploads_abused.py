"""What a candidate with bad intentions tries at the upload address."""

import io

import pytest

from paletter.interviews import consent, receiving, recordings, sitting, takes
from paletter.interviews.models import Answer, Interview
from tests.cast import NOON, a_job, an_interview
from tests.web.candidate.tus import TYPE, Tus, a_webm


@pytest.mark.parametrize("header", ["Upload-Offset", "Upload-Length"])
def test_a_number_of_thousands_of_digits_gets_400(tus: Tus, interview: Interview, header: str) -> None:
    url = tus.opened(interview)
    tus.client.raise_request_exception = False

    response = tus.patch(url, a_webm(20), at=0, **{header: "9" * 5000})

    assert response.status_code == 400


def test_a_take_of_another_interview_is_not_kept_under_this_ones_address(tus: Tus, interview: Interview) -> None:
    other = an_interview(a_job())
    text = consent.of(other, contact="support@localhost")
    consent.give(other, shown_sha256=text.sha256, contact="support@localhost", now=NOON)
    take = tus.send(other, 1, a_webm(100))

    tus.client.post(f"/i/{interview.key}/questions/1/keep", tus.kept(take))

    assert not Answer.objects.exclude(kept=None).exists()


def test_nothing_more_comes_in_after_handing_in(tus: Tus, interview: Interview) -> None:
    still_open = tus.opened(interview)
    for answer in interview.answers.all():
        take = tus.send(interview, answer.position, a_webm(100))
        tus.client.post(f"/i/{interview.key}/questions/{answer.position}/keep", tus.kept(take))

    tus.client.post(f"/i/{interview.key}/submit")

    assert tus.patch(still_open, a_webm(50), at=0).status_code == 410
    assert tus.patch(f"/uploads/{take}", b"x", at=100).status_code == 400
    assert tus.delete(f"/uploads/{take}").status_code == 403
    assert tus.create(interview).status_code == 403


def test_nothing_more_of_a_take_comes_in_once_consent_was_taken_back(tus: Tus, interview: Interview) -> None:
    still_recorded = tus.opened(interview)
    tus.patch(still_recorded, a_webm(50), at=0)

    tus.client.post(f"/i/{interview.key}/data/withdraw", {"sure": "on"})

    response = tus.patch(still_recorded, a_webm(50), at=50)
    assert response.status_code == 403
    assert "taken your consent back" in response.content.decode()
    assert tus.head(still_recorded)["Upload-Offset"] == "50"


def test_a_piece_that_was_under_way_when_consent_was_taken_back_is_not_kept(interview: Interview) -> None:
    take = takes.open_take(interview, 1, length=None, now=NOON)
    with receiving.receive(io.BytesIO(a_webm(50)).read, 50) as piece:
        sitting.withdraw(interview, now=NOON)

        with pytest.raises(recordings.Withdrawn):
            recordings.append(take, piece, at=0, length=None, now=NOON)

    assert recordings.offset_of(take) == 0


@pytest.mark.parametrize("address", ["/uploads/00000000-0000-4000-8000-000000000000", "/uploads/none"])
def test_nonsense_beside_the_address_of_no_take_breaks_nothing(tus: Tus, address: str) -> None:
    tus.client.raise_request_exception = False
    headers = {"Tus-Resumable": "1.0.0", "X-HTTP-Method-Override": "PATCH", "Upload-Metadata": "interview ***"}

    response = tus.client.post(address, b"", headers=headers, content_type=TYPE)

    assert response.status_code == 404
