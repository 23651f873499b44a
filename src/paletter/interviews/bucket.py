"""Recordings in a bucket that speaks S3: Amazon's, MinIO, Ceph and others.

S3 can't append. An upload therefore grows on this machine's disk, the spool, and is put into the bucket in one go once
it is whole (`finish`); every other file is written on the disk and put there too. Nothing in the bucket is public:
players get an address that is signed and ends soon. `places` tells what each call promises.
"""

import errno
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from django.conf import settings

from paletter.interviews import places
from paletter.interviews.places import Disk, File, Stored

PART = 8 * 1024 * 1024
"""Bytes put or got at a time; S3 wants 5 MiB at least and takes 10,000 of them."""
AWAY = {"NoSuchKey", "NotFound", "404"}
FULL = {"InsufficientStorage", "QuotaExceeded", "XMinioStorageFull", "507"}
NO_VERSIONS = {"NotImplemented", "MethodNotAllowed", "501", "405"}


class BucketMisconfigured(Exception):
    """The settings can't lead to a bucket; the message names the one to look at."""


@dataclass(frozen=True)
class Account:
    """Where a bucket is and by whom it is asked; without keys boto3 looks where it always does (environment, role)."""

    name: str
    endpoint: str
    """The service's address; the bucket is a path on it."""
    region: str = ""
    access_key: str = ""
    secret_key: str = ""
    prefix: str = ""
    link_seconds: int = 1800
    """How long a signed address is good; 0 signs none."""


@dataclass(frozen=True)
class Probe:
    """What a bucket lets us see of itself; `is_versioned` None where it does not tell."""

    is_public: bool
    is_versioned: bool | None


@contextmanager
def _as_a_disk(take: object = "") -> Iterator[None]:
    """Tell a bucket's trouble in the words of a disk, which every caller knows."""
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in AWAY:
            raise FileNotFoundError(errno.ENOENT, "The bucket has no such file", str(take)) from error
        number = errno.ENOSPC if code in FULL else errno.EIO
        raise OSError(number, f"The bucket refused: {code or 'no reason'}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(errno.EIO, f"The bucket could not be asked: {type(error).__name__}") from error


@dataclass
class InBucket:
    """A file of the bucket. Bytes are asked for as they are needed, and of this version alone."""

    client: Any
    place: dict[str, str]
    size: int
    version: str

    def pieces(self, *, first: int, length: int, at_most: int) -> Iterator[bytes]:
        last = min(first + length, self.size) - 1
        if last < first:
            return
        with _as_a_disk():
            reply = self.client.get_object(**self.place, Range=f"bytes={first}-{last}", IfMatch=f'"{self.version}"')[
                "Body"
            ]
            try:
                while piece := reply.read(at_most):
                    yield piece
            finally:
                reply.close()

    def close(self) -> None:
        """Nothing is held between two spans."""


class Bucket:
    """A bucket, and the disk on which files wait for it."""

    def __init__(self, account: Account, *, spool: Disk, client: Any = None) -> None:
        self.account, self.spool = account, spool
        self.client = client or _client(account)

    def append(self, take: UUID, piece: IO[bytes], *, at: int) -> None:
        if self.spool.size(take, File.UPLOAD) < at:
            # It was put there, and then the row that says so was not written: it goes on where the row is.
            with self.spool.writing(take, File.UPLOAD) as path, _as_a_disk(take):
                self._get(take, File.UPLOAD, path)
        self.spool.append(take, piece, at=at)

    def finish(self, take: UUID) -> None:
        with suppress(FileNotFoundError), self.spool.reading(take, File.UPLOAD) as path:
            self._put(take, File.UPLOAD, path)
            self.spool.remove(take)

    def size(self, take: UUID, file: File) -> int:
        here = self.spool.size(take, file)
        if here:
            return here
        with suppress(FileNotFoundError):
            return self._in_bucket(take, file).size
        return 0

    def open(self, take: UUID, file: File) -> Stored:
        try:
            return self.spool.open(take, file)
        except FileNotFoundError:
            return self._in_bucket(take, file)

    def url(self, take: UUID, file: File, *, content_type: str) -> str | None:
        if not self.account.link_seconds or self.spool.size(take, file):
            return None
        told = {
            "ResponseContentType": content_type,
            "ResponseContentDisposition": "inline",
            "ResponseCacheControl": "private, no-store",
        }
        with _as_a_disk(take):
            address: str = self.client.generate_presigned_url(
                "get_object", Params=self._place(take, file) | told, ExpiresIn=self.account.link_seconds
            )
        return address

    @contextmanager
    def reading(self, take: UUID, file: File) -> Iterator[Path]:
        if self.spool.size(take, file):
            with self.spool.reading(take, file) as path:
                yield path
            return
        with self._scratch() as scratch:
            path = Path(scratch) / file
            with _as_a_disk(take):
                self._get(take, file, path)
            yield path

    @contextmanager
    def writing(self, take: UUID, file: File) -> Iterator[Path]:
        with self._scratch() as scratch:
            path = Path(scratch) / file
            yield path
            if path.exists():
                self._put(take, file, path)

    def kept(self, file: File) -> Iterator[tuple[UUID, datetime]]:
        with _as_a_disk():
            asked = {"Bucket": self.account.name, "Prefix": self.account.prefix}
            for page in self.client.get_paginator("list_objects_v2").paginate(**asked):
                for one in page.get("Contents", ()):
                    take, _, name = one["Key"].removeprefix(self.account.prefix).partition("/")
                    with suppress(ValueError):
                        if name == file:
                            yield UUID(take), one["LastModified"]

    def remove(self, take: UUID) -> bool:
        try:
            with _as_a_disk(take):
                for key, version in list(self._all_of(take)):
                    which = {"VersionId": version} if version else {}
                    self.client.delete_object(Bucket=self.account.name, Key=key, **which)
                self._give_up_parts_of(take)
        except OSError:
            return False
        self.spool.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.spool.remove(take)

    def remove_file(self, take: UUID, file: File) -> None:
        self.spool.remove_file(take, file)
        with _as_a_disk(take):
            self.client.delete_object(**self._place(take, file))

    def probe(self) -> Probe:
        """Put a small file there, read it, try to read it as a stranger, and remove it. Raises OSError."""
        from botocore import UNSIGNED
        from botocore.exceptions import BotoCoreError, ClientError

        place = {"Bucket": self.account.name, "Key": f"{self.account.prefix}paletter-check-{uuid4()}"}
        with _as_a_disk():
            self.client.put_object(**place, Body=b"paletter")
            try:
                self.client.get_object(**place)["Body"].read()
                try:
                    _client(self.account, signature=UNSIGNED).get_object(**place)
                    is_public = True
                except (ClientError, BotoCoreError):
                    is_public = False
            finally:
                self.client.delete_object(**place)
        try:
            state = self.client.get_bucket_versioning(Bucket=self.account.name).get("Status")
        except (ClientError, BotoCoreError):
            return Probe(is_public, None)
        return Probe(is_public, state == "Enabled")

    # --- keys and transfers ---

    def _folder(self, take: UUID) -> str:
        return f"{self.account.prefix}{take}/"

    def _place(self, take: UUID, file: str) -> dict[str, str]:
        return {"Bucket": self.account.name, "Key": self._folder(take) + str(file)}

    def _in_bucket(self, take: UUID, file: str) -> InBucket:
        place = self._place(take, file)
        with _as_a_disk(take):
            found = self.client.head_object(**place)
        return InBucket(self.client, place, int(found["ContentLength"]), str(found["ETag"]).strip('"'))

    def _put(self, take: UUID, file: str, path: Path) -> None:
        with path.open("rb") as content, _as_a_disk(take):
            self.client.upload_fileobj(content, **self._place(take, file), Config=_in_parts())

    def _get(self, take: UUID, file: str, path: Path) -> None:
        self.client.download_file(**self._place(take, file), Filename=str(path), Config=_in_parts())

    def _scratch(self) -> AbstractContextManager[str]:
        self.spool.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(prefix=".bucket.", dir=self.spool.root)

    def _all_of(self, take: UUID) -> Iterator[tuple[str, str]]:
        """Yield key and version of everything of a take, also of what was overwritten: erased is erased."""
        from botocore.exceptions import ClientError

        asked = {"Bucket": self.account.name, "Prefix": self._folder(take)}
        try:
            for page in self.client.get_paginator("list_object_versions").paginate(**asked):
                for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                    yield one["Key"], one["VersionId"]
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") not in NO_VERSIONS:
                raise
            for page in self.client.get_paginator("list_objects_v2").paginate(**asked):
                for one in page.get("Contents", ()):
                    yield one["Key"], ""

    def _give_up_parts_of(self, take: UUID) -> None:
        """Remove what a put that broke off left there: nobody sees it, but it is the candidate's all the same."""
        pages = self.client.get_paginator("list_multipart_uploads")
        for page in pages.paginate(Bucket=self.account.name, Prefix=self._folder(take)):
            for one in page.get("Uploads", ()):
                self.client.abort_multipart_upload(Bucket=self.account.name, Key=one["Key"], UploadId=one["UploadId"])


def from_settings() -> Bucket:
    """Return the bucket that the operator named. Raises BucketMisconfigured."""
    return opened(account_of(settings.OPTIONS), spool=places.disk())


def account_of(options: Any) -> Account:
    """Read the account from the operator's options."""
    return Account(
        name=options.s3_bucket,
        endpoint=options.s3_address if options.s3_endpoint or options.s3_region else "",
        region=options.s3_region,
        access_key=options.s3_access_key.get_secret_value(),
        secret_key=options.s3_secret_key.get_secret_value(),
        prefix=options.s3_prefix,
        link_seconds=options.s3_link_minutes * 60,
    )


def opened(account: Account, *, spool: Disk) -> Bucket:
    """Return the bucket of an account. Raises BucketMisconfigured; asks nothing yet."""
    if not account.name:
        raise BucketMisconfigured("PALETTER_S3_BUCKET names no bucket.")
    if not account.endpoint:
        raise BucketMisconfigured("Set PALETTER_S3_REGION for Amazon's S3, or PALETTER_S3_ENDPOINT for another.")
    try:
        return Bucket(account, spool=spool)
    except ImportError as error:
        raise BucketMisconfigured("Recordings in a bucket need the extra: pip install 'paletter[s3]'.") from error
    except ValueError as error:
        raise BucketMisconfigured(f"PALETTER_S3_ENDPOINT can't be used: {error}") from error


@lru_cache(maxsize=4)
def _client(account: Account, *, signature: Any = "s3v4") -> Any:
    import boto3
    from botocore.config import Config

    # A session of its own: the default one may not be made in two threads at once.
    return boto3.session.Session().client(
        "s3",
        endpoint_url=account.endpoint,
        region_name=account.region or "us-east-1",
        aws_access_key_id=account.access_key or None,
        aws_secret_access_key=account.secret_key or None,
        config=Config(
            signature_version=signature,
            connect_timeout=5,
            read_timeout=60,
            retries={"max_attempts": 3, "mode": "standard"},
            s3={"addressing_style": "path"},
        ),
    )


def _in_parts() -> Any:
    from boto3.s3.transfer import TransferConfig

    return TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, use_threads=False)
