"""A conversation with the upload address, as a recorder or a foreign tus client would have it."""

import base64
import hashlib
import uuid
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from paletter.interviews import recordings
from paletter.interviews.models import Interview, Recording
from paletter.vocabulary.rubrics import AskedKind
from tests.cast import a_candidate, an_interview, saved
from tests.web.candidate.asked import asking
from tests.web.candidate.tus import Tus, a_webm, checksum


def test_a_take_goes_up_in_pieces_while_it_is_recorded(tus: Tus, interview: Interview) -> None:
    content = a_webm(3000)
    url = tus.opened(interview)

    first = tus.patch(url, content[:1000], at=0)
    asked = tus.head(url)
    last = tus.patch(url, content[1000:], at=1000, **{"Upload-Length": "3000"})

    assert (first.status_code, first["Upload-Offset"]) == (204, "1000")
    assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Defer-Length"]) == (200, "1000", "1")
    assert (last.status_code, last["Upload-Offset"]) == (204, "3000")
    take = Recording.objects.get()
    assert take.sha256 == hashlib.sha256(content).hexdigest()
    assert tus.head(url)["Upload-Length"] == "3000"


def test_every_reply_names_the_version_and_is_never_cached(tus: Tus, interview: Interview) -> None:
    response = tus.create(interview)

    assert response["Tus-Resumable"] == "1.0.0"
    assert response["Cache-Control"] == "no-store"


def test_options_tell_what_the_server_can_do(client: Client) -> None:
    response = client.options("/uploads/")

    assert response.status_code == 204
    assert response["Tus-Version"] == "1.0.0"
    assert set(response["Tus-Extension"].split(",")) == {
        "creation",
        "creation-with-upload",
        "creation-defer-length",
        "checksum",
        "termination",
        "expiration",
    }
    assert response["Tus-Max-Size"] == str(recordings.largest())


def test_another_version_of_the_protocol_is_refused(carol: Client) -> None:
    response = carol.post("/uploads/", headers={"Tus-Resumable": "0.2.2"})

    assert (response.status_code, response["Tus-Version"]) == (412, "1.0.0")


def test_a_piece_for_the_wrong_place_gets_409_and_head_tells_the_right_one(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)
    tus.patch(url, a_webm(100), at=0)

    assert tus.patch(url, b"x", at=50).status_code == 409
    assert tus.head(url)["Upload-Offset"] == "100"


def test_anothers_upload_is_not_there(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)
    eve = Client()
    eve.force_login(a_candidate("eve@example.org"), backend="allauth.account.auth_backends.AuthenticationBackend")

    for response in (Tus(eve).head(url), Tus(eve).patch(url, a_webm(10), at=0), Tus(eve).delete(url)):
        assert response.status_code == 404
    assert Tus(eve).create(interview).status_code == 404
    assert Recording.objects.get().discarded_at is None


def test_a_stranger_is_asked_to_log_in(client: Client, interview: Interview) -> None:
    response = Tus(client).create(interview)

    assert response.status_code == 401
    assert b"Log in again" in response.content


def test_without_the_csrf_header_nothing_is_accepted(interview: Interview) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert Tus(browser).create(interview).status_code == 403
    assert not Recording.objects.exists()


def test_an_answer_that_is_too_big_gets_413(tus: Tus, interview: Interview, settings: Settings) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"max_answer_mb": 1})
    url = tus.opened(interview)

    assert tus.patch(url, a_webm(1_000_001), at=0).status_code == 413
    assert tus.create(interview, **{"Upload-Length": "1000001"}).status_code == 413
    assert tus.head(url)["Upload-Offset"] == "0"


def test_what_only_claims_to_be_a_video_gets_415(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)

    assert tus.patch(url, b"<script>alert(1)</script>", at=0).status_code == 415


def test_a_piece_of_another_content_type_gets_415(carol: Client, tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)

    response = carol.patch(
        url, b"{}", content_type="application/json", headers={"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    )

    assert response.status_code == 415


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_piece_with_its_checksum_is_appended(tus: Tus, interview: Interview, algorithm: str) -> None:
    piece = a_webm(100)

    response = tus.patch(tus.opened(interview), piece, at=0, **{"Upload-Checksum": checksum(piece, algorithm)})

    assert response.status_code == 204


def test_a_damaged_piece_gets_460_and_is_not_appended(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)

    response = tus.patch(url, a_webm(100), at=0, **{"Upload-Checksum": checksum(b"something else")})

    assert response.status_code == 460
    assert tus.head(url)["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Offset": "minus one"},
        {"Upload-Checksum": "crc32 AAAA"},
        {"Upload-Checksum": "sha256 not base64!"},
        {"Upload-Length": "1e9"},
    ],
)
def test_nonsense_in_a_header_gets_400(tus: Tus, interview: Interview, headers: dict[str, str]) -> None:
    url = tus.opened(interview)

    given = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"} | headers
    response = tus.client.patch(url, a_webm(20), content_type="application/offset+octet-stream", headers=given)

    assert response.status_code == 400


def test_an_upload_must_say_what_it_answers(tus: Tus, interview: Interview) -> None:
    headers = {"Tus-Resumable": "1.0.0", "Upload-Defer-Length": "1", "Upload-Metadata": "filename YS53ZWJt"}

    assert tus.client.post("/uploads/", headers=headers).status_code == 400
    assert tus.create(interview, position=99).status_code == 404
    assert tus.create(interview, **{"Upload-Length": "5", "Upload-Defer-Length": "1"}).status_code == 400


def test_before_consent_no_take_is_opened(tus: Tus) -> None:
    response = tus.create(an_interview())

    assert response.status_code == 403
    assert b"and agree, before you record" in response.content


def test_a_discarded_take_is_gone(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)
    tus.patch(url, a_webm(100), at=0)

    assert tus.delete(url).status_code == 204
    assert tus.head(url).status_code == 410
    assert tus.patch(url, b"x", at=100).status_code == 410


def test_the_answer_cannot_be_thrown_away(tus: Tus, interview: Interview) -> None:
    take = tus.send(interview, 1, a_webm(100))
    saved(Recording.objects.get(pk=take))

    assert tus.delete(f"/uploads/{take}").status_code == 403


def test_an_unknown_upload_is_not_there(tus: Tus) -> None:
    assert tus.head(f"/uploads/{uuid.uuid4()}").status_code == 404
    assert tus.client.get(f"/uploads/{uuid.uuid4()}", headers={"Tus-Resumable": "1.0.0"}).status_code == 405


def test_after_a_crash_between_append_and_row_the_take_is_resumed(tus: Tus, interview: Interview) -> None:
    content = a_webm(3000)
    url = tus.opened(interview)
    tus.patch(url, content[:1000], at=0)
    with (recordings.folder(Recording.objects.get()) / "upload").open("ab") as file:
        file.write(content[1000:2000])

    offset = int(tus.head(url)["Upload-Offset"])
    response = tus.patch(url, content[offset:], at=offset, **{"Upload-Length": "3000"})

    assert (offset, response.status_code) == (1000, 204)
    assert Recording.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_a_folder_that_cannot_be_written_is_told_plainly_and_waited_for(
    tus: Tus, interview: Interview, recordings_folder: Path
) -> None:
    url, content = tus.opened(interview), a_webm(5000)
    recordings_folder.write_bytes(b"a file where the folder should be")

    refused = tus.patch(url, content, at=0)
    asked = tus.head(url)

    assert (refused.status_code, asked.status_code) == (503, 503)
    assert "safe on your device" in refused.content.decode()
    recordings_folder.unlink()
    assert tus.head(url)["Upload-Offset"] == "0"
    assert tus.patch(url, content, at=0, **{"Upload-Length": "5000"}).status_code == 204


def test_a_take_is_opened_in_the_kind_that_the_recorder_names(carol: Client) -> None:
    interview = asking(AskedKind.CHOICE)

    response = _open(carol, interview, kind="audio")

    assert response.status_code == 201
    assert Recording.objects.get().kind == "audio"


@pytest.mark.parametrize(("kind", "status"), [("text", 403), ("audio", 403), ("smoke", 400)])
def test_a_take_in_a_kind_that_is_not_offered_is_refused(carol: Client, kind: str, status: int) -> None:
    assert _open(carol, asking(AskedKind.VIDEO), kind=kind).status_code == status
    assert not Recording.objects.exists()


def _open(carol: Client, interview: Interview, *, kind: str) -> HttpResponse:
    values = {"interview": str(interview.key), "position": "1", "kind": kind}
    metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())
    headers = {"Tus-Resumable": "1.0.0", "Upload-Defer-Length": "1", "Upload-Metadata": metadata}
    return carol.post("/uploads/", headers=headers)
