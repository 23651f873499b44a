"""A bucket as a place for recordings, played by moto over real HTTP."""

import http.client
import io
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from paletter.interviews import bucket
from paletter.interviews.bucket import Account, Bucket, BucketMisconfigured
from paletter.interviews.places import Disk, File
from tests.interviews.place_conversation import OTHER, TAKE, PlaceConversation, append, lies_in, read, write
from tests.interviews.storage import KEY, SECRET, Storage, a_storage

NAME = Storage.bucket
LARGE = 11_000_000
"""More than a part of eight megabytes."""


@pytest.fixture
def storage() -> Iterator[Storage]:
    with a_storage() as made:
        yield made


@pytest.fixture
def account(storage: Storage) -> Account:
    return Account(
        name=storage.bucket, endpoint=storage.endpoint, access_key=KEY, secret_key=SECRET, prefix="paletter/"
    )


@pytest.fixture
def place(account: Account, tmp_path: Path) -> Bucket:
    return Bucket(account, spool=Disk(tmp_path / "spool"))


def all_of(place: Bucket) -> list[tuple[str, str]]:
    found = place.client.list_object_versions(Bucket=NAME)
    both = (*found.get("Versions", ()), *found.get("DeleteMarkers", ()))
    return [(one["Key"], one["VersionId"]) for one in both]


def keys(place: Bucket) -> list[str]:
    return sorted({key for key, _ in all_of(place)})


def fetched(address: str, *, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    """Ask as a player does, which knows nothing but the address."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.netloc, timeout=10)
    line.request(method, f"{parts.path}?{parts.query}", headers=headers)
    return line.getresponse()


class TestBucket(PlaceConversation):
    def test_an_upload_waits_on_the_disk_until_it_is_whole(self, place: Bucket) -> None:
        append(place, b"one, ", at=0)
        append(place, b"two", at=5)
        assert keys(place) == []

        place.finish(TAKE)

        assert keys(place) == [f"paletter/{TAKE}/upload"]
        assert lies_in(place.spool.root) == []
        assert (read(place), place.size(TAKE, File.UPLOAD)) == (b"one, two", 8)

    def test_what_is_finished_may_be_finished_again(self, place: Bucket) -> None:
        append(place, b"one", at=0)

        place.finish(TAKE)
        place.finish(TAKE)
        place.finish(OTHER)

        assert read(place) == b"one"
        assert len(all_of(place)) == 1

    def test_a_large_file_goes_up_in_parts_and_comes_back_as_it_was(self, place: Bucket) -> None:
        content = bytes(range(256)) * (LARGE // 256)
        append(place, content, at=0)

        place.finish(TAKE)

        # Only what was put in parts has a dash in its tag.
        with closing(place.open(TAKE, File.UPLOAD)) as opened:
            assert opened.version.endswith("-2")
        with place.reading(TAKE, File.UPLOAD) as path:
            assert path.read_bytes() == content
        assert lies_in(place.spool.root) == []

    def test_an_upload_whose_row_missed_the_end_goes_on_where_the_row_is(self, place: Bucket) -> None:
        append(place, b"one, two", at=0)
        place.finish(TAKE)

        append(place, b"TWO", at=5)
        assert read(place) == b"one, TWO"
        place.finish(TAKE)

        assert read(place) == b"one, TWO"

    def test_its_address_plays_to_whoever_has_it_and_seeks(self, place: Bucket) -> None:
        write(place, b"0123456789")

        address = place.url(TAKE, File.PLAYABLE, content_type="video/webm")

        assert address is not None
        whole, part = fetched(address), fetched(address, Range="bytes=4-6")
        assert (whole.status, whole.read(), whole.headers["Content-Type"]) == (200, b"0123456789", "video/webm")
        assert whole.headers["Cache-Control"] == "private, no-store"
        assert (part.status, part.read()) == (206, b"456")

    def test_its_address_ends_soon_and_names_no_secret(self, place: Bucket) -> None:
        write(place, b"0123456789")

        address = place.url(TAKE, File.PLAYABLE, content_type="video/webm") or ""

        assert "X-Amz-Expires=1800" in address
        assert SECRET not in address

    def test_without_a_signature_nobody_gets_anything(self, place: Bucket, storage: Storage) -> None:
        write(place, b"voice and face")

        assert fetched(f"{storage.endpoint}/{NAME}/paletter/{TAKE}/playable").status == 403

    def test_what_still_waits_on_the_disk_has_no_address(self, place: Bucket) -> None:
        append(place, b"one", at=0)

        assert place.url(TAKE, File.UPLOAD, content_type="video/webm") is None

    def test_where_players_can_not_reach_it_there_are_no_addresses(self, account: Account, place: Bucket) -> None:
        write(place, b"first")
        quiet = Bucket(Account(**(vars(account) | {"link_seconds": 0})), spool=place.spool)

        assert quiet.url(TAKE, File.PLAYABLE, content_type="video/webm") is None

    def test_who_reads_a_file_that_is_replaced_gets_no_mixture(self, place: Bucket) -> None:
        write(place, b"first")

        with closing(place.open(TAKE, File.PLAYABLE)) as opened:
            write(place, b"other")
            with pytest.raises(OSError, match="PreconditionFailed"):
                list(opened.pieces(first=0, length=5, at_most=5))

    def test_of_what_was_overwritten_or_broken_off_nothing_stays_when_all_is_removed(self, place: Bucket) -> None:
        enabled = {"Status": "Enabled"}
        place.client.put_bucket_versioning(Bucket=NAME, VersioningConfiguration=enabled)
        write(place, b"first")
        write(place, b"other")
        place.client.create_multipart_upload(Bucket=NAME, Key=f"paletter/{TAKE}/upload")

        assert place.remove(TAKE)

        assert all_of(place) == []
        assert "Uploads" not in place.client.list_multipart_uploads(Bucket=NAME)

    def test_a_bucket_that_is_silent_is_a_disk_that_fails(self, tmp_path: Path) -> None:
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            port = nobody.getsockname()[1]
            silent = Bucket(
                Account(name=NAME, endpoint=f"http://127.0.0.1:{port}", access_key=KEY, secret_key=SECRET),
                spool=Disk(tmp_path),
            )
            append(silent, b"one", at=0)

            with pytest.raises(OSError, match="could not be asked"):
                silent.finish(TAKE)
            assert not silent.remove(TAKE)

        assert read(silent) == b"one"

    def test_a_bucket_that_is_not_there_is_no_file_that_is_not_there(self, account: Account, tmp_path: Path) -> None:
        astray = Bucket(Account(**(vars(account) | {"name": "another"})), spool=Disk(tmp_path))
        append(astray, b"one", at=0)

        with pytest.raises(OSError, match="NoSuchBucket"):
            astray.finish(TAKE)

    def test_it_tells_whether_it_is_open_to_everybody(self, place: Bucket) -> None:
        assert place.probe() == bucket.Probe(is_public=False, is_versioned=False)

        place.client.put_bucket_policy(Bucket=NAME, Policy=OPEN_TO_ALL)

        assert place.probe().is_public
        assert keys(place) == []


OPEN_TO_ALL = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",'
    f'"Resource":"arn:aws:s3:::{NAME}/*"}}]}}'
)


@pytest.mark.parametrize(
    ("account", "setting"),
    [
        ({"name": "", "endpoint": "http://127.0.0.1"}, "PALETTER_S3_BUCKET"),
        ({"name": NAME, "endpoint": ""}, "PALETTER_S3_REGION"),
        ({"name": NAME, "endpoint": "minio.example.org"}, "PALETTER_S3_ENDPOINT"),
    ],
)
def test_a_setting_that_leads_to_no_bucket_is_named(account: dict[str, Any], setting: str, tmp_path: Path) -> None:
    with pytest.raises(BucketMisconfigured, match=setting):
        bucket.opened(Account(**account), spool=Disk(tmp_path))


def test_a_piece_that_comes_in_is_not_held_in_memory(place: Bucket) -> None:
    largest = 0

    class Watched(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            nonlocal largest
            largest = max(largest, size if size and size > 0 else LARGE)
            return super().read(size)

    place.append(TAKE, Watched(bytes(LARGE)), at=0)

    assert largest <= 64 * 1024
