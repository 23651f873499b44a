"""The words of tus 1.0 (https://tus.io/protocols/resumable-upload): headers in, refusals out, whatever the view does.

Refusals are one plain sentence, which the recorder shows.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext

from paletter.interviews import receiving, recordings, silence, sitting
from paletter.interviews.models import Interview, Recording
from paletter.web import erased, languages

log = structlog.get_logger()

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,creation-defer-length,checksum,termination,expiration"
PIECE_TYPE = "application/offset+octet-stream"
LONGEST_NUMBER = 18
"""Digits; no file has more bytes, and Python refuses to read thousands of them."""
LONGEST_METADATA = 1000
"""Characters; a place, a kind and a file name are a few hundred."""
STATUS: dict[type[Exception], int] = {
    recordings.Discarded: 410,
    recordings.Withdrawn: 403,
    recordings.WrongOffset: 409,
    recordings.TooLarge: 413,
    recordings.LengthChanged: 400,
    recordings.NotMedia: 415,
    recordings.DamagedPiece: 460,
    receiving.Locked: 423,
    receiving.NoRoom: 507,
    sitting.Refused: 403,
}


class BadRequest(Exception):
    """The request does not follow the protocol."""


class LengthRequired(Exception):
    """The web server in use can't tell where a body ends whose length nobody told."""


class View(Protocol):
    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse: ...


def spoken(view: View) -> View:
    """Speak tus around a view: version, login, refusals as status codes with a sentence."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        languages.speak(request)
        return signed(_answer(view, request, *args, **kwargs))

    return wrapped


def signed(response: HttpResponse) -> HttpResponse:
    """Return the response with what every reply of this protocol has."""
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    return response


def sentence(status: int, text: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def not_allowed(allowed: str) -> HttpResponse:
    return sentence(405, f"Use {allowed} here.", {"Allow": allowed})


def method_of(request: HttpRequest) -> str:
    """Return what the client wants to do, which some can only say in a header, for want of PATCH and DELETE.

    Of other methods than POST the header is not believed: Django has not looked after forgeries there.
    """
    method = request.method or ""
    return request.headers.get("X-HTTP-Method-Override", method).upper() if method == "POST" else method


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return _offer()
    if request.headers.get("Tus-Resumable") != VERSION:
        return sentence(412, f"Please speak tus {VERSION}.", {"Tus-Version": VERSION})
    if not request.user.is_authenticated:
        return sentence(401, gettext("You are logged out. Log in again in another window, then go on here."))
    try:
        return view(request, *args, **kwargs)
    except BadRequest as error:
        return sentence(400, str(error))
    except LengthRequired:
        return sentence(411, "Send Content-Length.")
    except (recordings.NoSuchTake, Recording.DoesNotExist, Interview.DoesNotExist) as missing:
        # Also in the middle of a piece: an interview may be erased while it is recorded.
        # At the address where takes are opened it has been read before.
        named = "" if kwargs else metadata(request).get("interview", "")
        gone = erased.upload_sentence(take=kwargs.get("upload_id"), interview=named)
        return sentence(410, gone) if gone else sentence(404, str(missing))
    except (receiving.UploadRefused, sitting.Refused) as refusal:
        return sentence(STATUS[type(refusal)], str(refusal))
    except OSError as error:
        log.error("recordings can't be stored", errno=error.errno, reason=error.strerror)
        plain = gettext("The server can't store recordings just now. Your answer is safe on your device.")
        return sentence(503, plain)


def _offer() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Tus-Version": VERSION,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(recordings.largest()),
            "Tus-Checksum-Algorithm": ",".join(recordings.CHECKSUMS),
        },
    )


# --- headers ---


def expiring(response: HttpResponse, take: Recording) -> HttpResponse:
    """Return the response with the time after which the upload is thrown away, unless it is whole or more comes."""
    if take.expires_at is not None:
        response["Upload-Expires"] = http_date(take.expires_at.timestamp())
    return response


def whole_number(request: HttpRequest, header: str) -> int | None:
    """Return a header's number, None where it is not sent. Raises BadRequest."""
    value = request.headers.get(header)
    return None if value is None else _number(header, value)


def _number(header: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER):
        raise BadRequest(f"{header} must be a whole number.")
    return int(value)


def metadata(request: HttpRequest) -> dict[str, str]:
    """Read Upload-Metadata, `key base64,key base64`, into words. Raises BadRequest."""
    found: dict[str, str] = {}
    header = request.headers.get("Upload-Metadata", "")
    if len(header) > LONGEST_METADATA or not (header.isascii() and header.isprintable()):
        raise BadRequest(f"Upload-Metadata must be ASCII, and at most {LONGEST_METADATA} characters.")
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        found[key] = _decoded(value).decode("utf-8", "replace")
    return found


def as_metadata(**values: object) -> str:
    """Write Upload-Metadata."""
    return ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in values.items())


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("A header is no base64.") from error


# --- the body ---


@dataclass(frozen=True)
class Body:
    """What a request brings along, not yet read. `announced` is its size, None where only its end will tell."""

    read: Callable[[int], bytes]
    announced: int | None
    algorithm: str
    digest: bytes

    def received(self, *, most: int, on_block: Callable[[], None] = lambda: None) -> receiving.Piece:
        """Return the bytes, which the caller closes. Raises recordings.DamagedPiece and receiving.NoRoom."""
        read = silence.watched(self.read, patience=settings.OPTIONS.silent_seconds)
        piece = receiving.receive(read, self.announced, most=most, on_block=on_block)
        if self.algorithm and not piece.has(self.algorithm, self.digest):
            piece.file.close()
            raise recordings.DamagedPiece("This piece arrived damaged. Please send it again.")
        return piece


def body_of(request: HttpRequest) -> Body:
    """Return a request's body. Raises BadRequest and LengthRequired."""
    algorithm, digest = _checksum(request.headers.get("Upload-Checksum"))
    length = request.META.get("CONTENT_LENGTH")
    if length:
        return Body(request.read, _number("Content-Length", str(length)), algorithm, digest)
    # Django reads nothing without a length. Where the web server tells the end, as Granian does, it can be read anyway.
    if request.META.get("wsgi.input_terminated"):
        return Body(request.META["wsgi.input"].read, None, algorithm, digest)
    if request.headers.get("Transfer-Encoding"):
        raise LengthRequired
    return Body(request.read, 0, algorithm, digest)


def _checksum(header: str | None) -> tuple[str, bytes]:
    if not header:
        return "", b""
    algorithm, _, digest = header.partition(" ")
    if algorithm not in recordings.CHECKSUMS:
        raise BadRequest(f"Use one of these checksums: {', '.join(recordings.CHECKSUMS)}.")
    return algorithm, _decoded(digest)
