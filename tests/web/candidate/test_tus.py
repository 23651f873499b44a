"""What the protocol asks of the upload address beyond what our own recorder uses, so that any client finds its way."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from paletter.interviews import expiry, receiving, recordings, sitting, takes
from paletter.interviews.models import Interview, Recording
from tests.cast import NOON, a_candidate
from tests.web.candidate.tus import TYPE, Tus, a_webm, b64, checksum

# --- creation with upload ---


def test_a_take_may_begin_with_the_request_that_opens_it(tus: Tus, interview: Interview) -> None:
    content = a_webm(3000)

    made = tus.create(interview, piece=content[:1000], **{"Upload-Length": "3000"})
    rest = tus.patch(made["Location"], content[1000:], at=1000)

    assert (made.status_code, made["Upload-Offset"]) == (201, "1000")
    assert rest["Upload-Offset"] == "3000"
    assert (recordings.folder(Recording.objects.get()) / "upload").read_bytes() == content


def test_a_take_may_come_whole_with_the_request_that_opens_it(tus: Tus, interview: Interview) -> None:
    made = tus.create(interview, piece=a_webm(3000), **{"Upload-Length": "3000"})

    assert made["Upload-Offset"] == "3000"
    assert Recording.objects.get().is_whole


def test_opened_without_bytes_it_is_told_to_begin_at_nought(tus: Tus, interview: Interview) -> None:
    metadata = f"interview {b64(str(interview.key))},position {b64('1')}"
    given = {"Tus-Resumable": "1.0.0", "Upload-Metadata": metadata, "Upload-Defer-Length": "1"}

    made = tus.client.generic("POST", "/uploads/", b"", headers=given, CONTENT_TYPE=TYPE)

    assert (made.status_code, made["Upload-Offset"]) == (201, "0")


@pytest.mark.parametrize(
    ("piece", "headers", "status"),
    [
        (b"<html>no recording</html>", {"Upload-Length": "25"}, 415),
        (a_webm(100), {"Upload-Length": "50"}, 400),
        (a_webm(100), {"Upload-Length": "100", "Upload-Checksum": checksum(b"something else")}, 460),
        (a_webm(1_000_001), {"Upload-Defer-Length": "1"}, 413),
    ],
    ids=["no recording", "more than announced", "damaged", "too large"],
)
def test_when_its_first_bytes_are_refused_there_is_no_take(
    tus: Tus,
    interview: Interview,
    settings: Settings,
    recordings_folder: Path,
    piece: bytes,
    headers: dict[str, str],
    status: int,
) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"max_answer_mb": 1})

    response = tus.create(interview, piece=piece, **headers)

    assert response.status_code == status
    assert not Recording.objects.exists()
    assert not list(recordings_folder.glob("*/upload"))


def test_a_line_that_breaks_while_a_take_is_opened_leaves_no_take(tus: Tus, interview: Interview) -> None:
    metadata = f"interview {b64(str(interview.key))},position {b64('1')}"
    given = {"Tus-Resumable": "1.0.0", "Upload-Metadata": metadata, "Upload-Length": "5000"}

    broken = {"CONTENT_LENGTH": "5000", "wsgi.input": io.BytesIO(a_webm(100))}
    response = tus.client.post("/uploads/", b"-", content_type=TYPE, headers=given, **broken)

    assert response.status_code == 400
    assert not Recording.objects.exists()


def test_who_may_not_record_is_told_so_before_the_bytes_are_read(tus: Tus, interview: Interview) -> None:
    class Untouched(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("read")

    metadata = f"interview {b64(str(interview.key))},position {b64('1')}"
    given = {"Tus-Resumable": "1.0.0", "Upload-Metadata": metadata, "Upload-Defer-Length": "1"}
    interview.consents.all().delete()

    response = tus.client.post(
        "/uploads/", b"-", content_type=TYPE, headers=given, CONTENT_LENGTH="5000", **{"wsgi.input": Untouched()}
    )

    assert response.status_code == 403


# --- lengths ---


def test_a_recording_of_no_bytes_is_no_recording(tus: Tus, interview: Interview) -> None:
    assert tus.create(interview, **{"Upload-Length": "0"}).status_code == 415
    assert tus.patch(tus.opened(interview), b"", at=0, **{"Upload-Length": "0"}).status_code == 415


def test_a_body_without_a_length_is_read_to_its_end_where_the_web_server_tells_it(
    tus: Tus, interview: Interview
) -> None:
    url, content = tus.opened(interview), a_webm(200_000)

    response = _chunked(tus, url, content, **{"wsgi.input_terminated": True})

    assert (response.status_code, response["Upload-Offset"]) == (204, "200000")


def test_a_body_without_a_length_is_refused_where_its_end_can_not_be_told(tus: Tus, interview: Interview) -> None:
    response = _chunked(tus, tus.opened(interview), a_webm(200))

    assert response.status_code == 411


def test_a_body_without_a_length_is_not_read_beyond_the_largest_answer(
    tus: Tus, interview: Interview, settings: Settings
) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"max_answer_mb": 1})
    url = tus.opened(interview)

    response = _chunked(tus, url, a_webm(1_500_000), **{"wsgi.input_terminated": True})

    assert response.status_code == 413
    assert tus.head(url)["Upload-Offset"] == "0"


def test_a_length_that_is_no_number_gets_400(tus: Tus, interview: Interview) -> None:
    given = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    url = tus.opened(interview)

    response = tus.client.patch(url, a_webm(9), content_type=TYPE, headers=given, CONTENT_LENGTH="nine")

    assert response.status_code == 400


def _chunked(tus: Tus, url: str, content: bytes, **more: Any) -> Any:
    given = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Transfer-Encoding": "chunked"}
    environment = {"CONTENT_LENGTH": "", "wsgi.input": io.BytesIO(content)} | more
    return tus.client.patch(url, content, content_type=TYPE, headers=given, **environment)


# --- one line at a time ---


def test_while_one_line_sends_another_gets_423_and_may_still_ask_how_far_it_is(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)
    tus.patch(url, a_webm(100), at=0)

    with receiving.alone(Recording.objects.get().pk):
        refused = tus.patch(url, b"x", at=100)
        asked = tus.head(url)

    assert (refused.status_code, asked["Upload-Offset"]) == (423, "100")
    assert tus.patch(url, b"x", at=100).status_code == 204


# --- expiration ---


def test_while_more_is_to_come_each_reply_tells_until_when_it_is_waited_for(tus: Tus, interview: Interview) -> None:
    with time_machine.travel(NOON, tick=False):
        made = tus.create(interview, **{"Upload-Length": "300"})
        sent = tus.patch(made["Location"], a_webm(100), at=0)
        asked = tus.head(made["Location"])

    assert [reply["Upload-Expires"] for reply in (made, sent, asked)] == ["Mon, 30 Nov 2026 12:00:00 GMT"] * 3


def test_a_take_that_is_whole_does_not_expire_for_its_sender(tus: Tus, interview: Interview) -> None:
    made = tus.create(interview, **{"Upload-Length": "100"})
    sent = tus.patch(made["Location"], a_webm(100), at=0)

    assert "Upload-Expires" not in sent.headers
    assert "Upload-Expires" not in tus.head(made["Location"]).headers


def test_an_upload_that_has_expired_is_gone(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)
    expiry.clear(now=timezone.now() + timedelta(days=8))

    assert tus.head(url).status_code == 410


# --- what clients ask and hear ---


@pytest.mark.parametrize("piece", [b"", a_webm(10)], ids=["empty", "with its first bytes"])
def test_head_tells_what_the_client_told(tus: Tus, interview: Interview, piece: bytes) -> None:
    place = f"interview {b64(str(interview.key))},position {b64('2')}"
    told = f"{place}, filename {b64('my answer.webm')},is_confidential"

    made = tus.create(interview, piece=piece, **{"Upload-Defer-Length": "1", "Upload-Metadata": told})

    assert tus.head(made["Location"])["Upload-Metadata"] == told


def test_head_tells_the_place_of_a_take_that_is_older_than_that(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview, 2)
    Recording.objects.update(metadata="")

    assert tus.head(url)["Upload-Metadata"] == f"interview {b64(str(interview.key))},position {b64('2')}"


@pytest.mark.parametrize("more", ["x" * 1000, "ä", "a\x00b"], ids=["too long", "no ASCII", "no text"])
def test_metadata_that_is_none_is_refused(tus: Tus, interview: Interview, more: str) -> None:
    place = f"interview {b64(str(interview.key))},position {b64('2')}"

    refused = tus.create(interview, **{"Upload-Defer-Length": "1", "Upload-Metadata": f"{place},{more} {b64('x')}"})

    assert refused.status_code == 400
    assert not Recording.objects.exists()


def test_who_has_no_patch_and_delete_may_say_so_in_a_header(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)
    given = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}

    sent = tus.client.post(url, a_webm(10), content_type=TYPE, headers=given | {"X-HTTP-Method-Override": "PATCH"})
    gone = tus.client.post(url, b"", content_type=TYPE, headers=given | {"X-HTTP-Method-Override": "DELETE"})

    assert (sent.status_code, sent["Upload-Offset"]) == (204, "10")
    assert gone.status_code == 204
    assert Recording.objects.get().discarded_at is not None


def test_that_header_opens_no_way_around_the_check_for_forgeries(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)

    response = tus.client.get(url, headers={"Tus-Resumable": "1.0.0", "X-HTTP-Method-Override": "DELETE"})

    assert response.status_code == 405
    assert Recording.objects.get().discarded_at is None


def test_a_forgery_is_refused_in_words_that_a_client_understands(interview: Interview) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")

    response = Tus(browser).create(interview)

    assert (response.status_code, response["Tus-Resumable"]) == (403, "1.0.0")
    assert response["Content-Type"].startswith("text/plain")
    assert b"Please reload the page" in response.content


def test_of_a_form_that_was_forged_a_page_tells(interview: Interview) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")

    response = browser.post(f"/i/{interview.key}/submit")

    assert response.status_code == 403
    assert b"Please send that form again" in response.content


@pytest.mark.parametrize("address", ["/uploads/nonsense", "/uploads/../etc/passwd", "/uploads/a/b"])
def test_an_address_that_is_none_is_told_so_in_tus(carol: Client, address: str) -> None:
    response = carol.head(address, headers={"Tus-Resumable": "1.0.0"})

    assert (response.status_code, response["Tus-Resumable"]) == (404, "1.0.0")


def test_pages_of_other_sites_are_let_in_nowhere(tus: Tus, interview: Interview) -> None:
    url = tus.opened(interview)
    asks = {"Origin": "https://elsewhere.example.org", "Access-Control-Request-Method": "PATCH"}

    for response in (
        tus.client.options(url, headers=asks),
        tus.client.options("/uploads/", headers=asks),
        tus.client.head(url, headers=asks | {"Tus-Resumable": "1.0.0"}),
    ):
        assert not [name for name in response.headers if name.lower().startswith("access-control")]


def test_a_page_of_another_site_that_has_the_cookies_still_sends_nothing(interview: Interview) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(a_candidate(), backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.cookies["csrftoken"] = "a" * 32
    given = {"Tus-Resumable": "1.0.0", "Origin": "https://elsewhere.example.org", "X-CSRFToken": "a" * 32}

    assert browser.post("/uploads/", b"", content_type=TYPE, headers=given).status_code == 403


def test_a_take_counts_once_however_it_was_opened(tus: Tus, interview: Interview) -> None:
    allowed = takes.takes_of(*sitting.question_at(interview, 1)).allowed
    for _ in range(allowed):
        assert tus.create(interview, piece=a_webm(50), **{"Upload-Length": "50"}).status_code == 201

    assert tus.create(interview, piece=a_webm(50), **{"Upload-Length": "50"}).status_code == 403
    assert Recording.objects.count() == allowed
