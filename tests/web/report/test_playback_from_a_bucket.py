"""An answer goes up by tus, into the bucket, through preparing, and plays from there; and what of it is erased."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client
from pydantic import SecretStr
from pytest_django.fixtures import Settings

from paletter.config.options import Options
from paletter.interviews import preparing, variants
from paletter.interviews.models import Interview, Recording
from paletter.retention import erase
from paletter.retention.models import Erasure
from tests.cast import NOON, a_candidate, an_interview, mallory, saved
from tests.interviews.clips import a_clip
from tests.interviews.place_conversation import lies_in
from tests.interviews.storage import KEY, SECRET, Storage, a_storage
from tests.web.candidate.conftest import agreed
from tests.web.candidate.tus import Tus

pytestmark = pytest.mark.django_db(transaction=True)

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def storage(settings: Settings, tmp_path: Path) -> Iterator[Storage]:
    settings.MEDIA_ROOT = tmp_path / "recordings"
    settings.RECORDINGS = "paletter.interviews.bucket.from_settings"
    with a_storage() as made:
        settings.OPTIONS = settings.OPTIONS.model_copy(
            update={
                "s3_bucket": made.bucket,
                "s3_endpoint": made.endpoint,
                "s3_access_key": SecretStr(KEY),
                "s3_secret_key": SecretStr(SECRET),
            }
        )
        yield made


@pytest.fixture
def interview() -> Interview:
    return agreed(an_interview())


@pytest.fixture
def carol() -> Client:
    browser = Client()
    browser.force_login(a_candidate(), backend=LOGIN)
    return browser


def a_take(interview: Interview, carol: Client, folder: Path) -> Recording:
    content = a_clip(folder / "clip.webm", seconds=1).read_bytes()
    key = Tus(carol).send(interview, 1, content)
    take = Recording.objects.get(pk=key)
    assert take.sha256 == hashlib.sha256(content).hexdigest()
    saved(take)
    return take


def test_it_plays_by_an_address_of_the_bucket_once_it_is_prepared(
    storage: Storage, interview: Interview, carol: Client, settings: Settings, tmp_path: Path
) -> None:
    take = a_take(interview, carol, tmp_path)
    preparing.prepare(take, now=NOON)

    sent_on = carol.get(f"/recordings/{take.pk}")

    assert (sent_on.status_code, sent_on["Cache-Control"]) == (302, "private, no-store")
    played = httpx.get(sent_on["Location"], headers={"Range": "bytes=0-3"})
    assert (played.status_code, played.content) == (206, b"\x1a\x45\xdf\xa3")
    assert played.headers["Content-Type"] == "video/webm"
    assert lies_in(settings.MEDIA_ROOT) == ["receiving"]


def test_its_variant_plays_from_the_bucket_and_its_picture_comes_from_here(
    storage: Storage, interview: Interview, carol: Client, tmp_path: Path
) -> None:
    take = a_take(interview, carol, tmp_path)
    preparing.prepare(take, now=NOON)
    variants.want(take)
    variants.make(take)

    sent_on = carol.get(f"/recordings/{take.pk}/variant")
    picture = carol.get(f"/recordings/{take.pk}/poster.jpg")

    assert sent_on.status_code == 302
    assert httpx.get(sent_on["Location"], headers={"Range": "bytes=4-7"}).content == b"ftyp"
    assert (picture.status_code, b"".join(picture.streaming_content)[:3]) == (200, b"\xff\xd8\xff")


def test_who_may_not_watch_gets_no_address(
    storage: Storage, interview: Interview, carol: Client, tmp_path: Path
) -> None:
    take = a_take(interview, carol, tmp_path)
    stranger = Client()
    stranger.force_login(mallory(), backend=LOGIN)

    assert stranger.get(f"/recordings/{take.pk}").status_code == 404


def test_without_addresses_it_is_passed_on_byte_by_byte(
    storage: Storage, interview: Interview, carol: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.OPTIONS = settings.OPTIONS.model_copy(update={"s3_link_minutes": 0})
    take = a_take(interview, carol, tmp_path)

    part = carol.get(f"/recordings/{take.pk}", headers={"Range": "bytes=0-3"})

    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"\x1a\x45\xdf\xa3")


def test_what_asks_for_the_head_alone_is_answered_here(
    storage: Storage, interview: Interview, carol: Client, tmp_path: Path
) -> None:
    take = a_take(interview, carol, tmp_path)

    assert carol.head(f"/recordings/{take.pk}")["Content-Length"] == str(take.offset)


def test_an_answer_is_not_whole_before_the_bucket_has_it(
    storage: Storage, interview: Interview, carol: Client, tmp_path: Path
) -> None:
    storage.client.delete_bucket(Bucket=storage.bucket)
    content = a_clip(tmp_path / "clip.webm", seconds=1).read_bytes()
    url = Tus(carol).opened(interview)

    refused = Tus(carol).patch(url, content, at=0, **{"Upload-Length": str(len(content))})

    assert refused.status_code == 503
    assert "safe on your device" in refused.content.decode()
    assert not Recording.objects.get().is_whole

    storage.client.create_bucket(Bucket=storage.bucket)
    sent = Tus(carol).patch(url, content, at=0, **{"Upload-Length": str(len(content))})

    assert sent.status_code == 204
    assert Recording.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_what_is_erased_is_gone_from_the_bucket_too(
    storage: Storage, interview: Interview, carol: Client, tmp_path: Path
) -> None:
    preparing.prepare(a_take(interview, carol, tmp_path), now=NOON)
    assert {key.rpartition("/")[2] for key in storage.keys()} == {"upload", "playable", "poster"}  # noqa: SIM118

    erase.erase(interview, reason=Erasure.Reason.ASKED_FOR, now=NOON)

    assert storage.keys() == []
    assert not Erasure.objects.exclude(folders=[]).exists()


def test_pages_let_players_go_to_the_bucket_and_nowhere_else() -> None:
    amazon = Options(storage="s3", s3_bucket="recordings", s3_region="eu-north-1")
    own = Options(storage="s3", s3_bucket="recordings", s3_endpoint="https://minio.example.org/storage/")

    assert amazon.s3_origin == "https://s3.eu-north-1.amazonaws.com"
    assert own.s3_origin == "https://minio.example.org"
    assert urlsplit(own.s3_address).path == "/storage"
