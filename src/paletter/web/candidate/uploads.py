"""The upload address that the recorder speaks to: tus 1.0 (https://tus.io/protocols/resumable-upload).

Extensions: creation, creation-defer-length, checksum, termination. The session says who sends; Django's CSRF check
stays on, so the browser adds X-CSRFToken. Refusals are one plain sentence, which the recorder shows.
"""

import base64
import binascii
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

import structlog
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from paletter.interviews import recordings, sitting, takes
from paletter.interviews.models import Answer, Interview, Recording
from paletter.web import erased, languages

log = structlog.get_logger()

TUS = "1.0.0"
EXTENSIONS = "creation,creation-defer-length,checksum,termination"
PIECE_TYPE = "application/offset+octet-stream"
LONGEST_NUMBER = 18
"""Digits; no file has more bytes, and Python refuses to read thousands of them."""
STATUS: dict[type[Exception], int] = {
    recordings.Discarded: 410,
    recordings.WrongOffset: 409,
    recordings.TooLarge: 413,
    recordings.LengthChanged: 400,
    recordings.NotMedia: 415,
    recordings.DamagedPiece: 460,
    recordings.NoRoom: 507,
    sitting.Refused: 403,
}


class BadRequest(Exception):
    """The request does not follow the protocol."""


class View(Protocol):
    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse: ...


def tus(view: View) -> View:
    """Speak tus around a view: version, login, refusals as status codes with a sentence."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        languages.speak(request)
        response = _answer(view, request, *args, **kwargs)
        response["Tus-Resumable"] = TUS
        response["Cache-Control"] = "no-store"
        return response

    return wrapped


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        return _offer()
    if request.headers.get("Tus-Resumable") != TUS:
        return _sentence(412, "Please speak tus 1.0.0.", {"Tus-Version": TUS})
    if not request.user.is_authenticated:
        return _sentence(401, gettext("You are logged out. Log in again in another window, then go on here."))
    try:
        return view(request, *args, **kwargs)
    except BadRequest as error:
        return _sentence(400, str(error))
    except (recordings.NoSuchTake, Recording.DoesNotExist, Interview.DoesNotExist) as missing:
        # Also in the middle of a piece: an interview may be erased while it is recorded.
        metadata = _metadata(request.headers.get("Upload-Metadata", "")) if request.method == "POST" else {}
        gone = erased.upload_sentence(take=kwargs.get("upload_id"), interview=metadata.get("interview", ""))
        return _sentence(410, gone) if gone else _sentence(404, str(missing))
    except (recordings.UploadRefused, sitting.Refused) as refusal:
        return _sentence(STATUS[type(refusal)], str(refusal))
    except OSError as error:
        log.error("recordings can't be stored", errno=error.errno, reason=error.strerror)
        sentence = gettext("The server can't store recordings just now. Your answer is safe on your device.")
        return _sentence(503, sentence)


def _offer() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Tus-Version": TUS,
            "Tus-Extension": EXTENSIONS,
            "Tus-Max-Size": str(recordings.largest()),
            "Tus-Checksum-Algorithm": ",".join(recordings.CHECKSUMS),
        },
    )


def _sentence(status: int, sentence: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8", headers=headers)


def _not_allowed(allowed: str) -> HttpResponse:
    return _sentence(405, f"Use {allowed} here.", {"Allow": allowed})


@tus
def create(request: HttpRequest) -> HttpResponse:
    """Open a take of a question: POST with Upload-Metadata `interview` and `position`."""
    if request.method != "POST":
        return _not_allowed("POST, OPTIONS")
    metadata = _metadata(request.headers.get("Upload-Metadata", ""))
    interview, position = _place(request, metadata)
    length = _whole_number(request, "Upload-Length")
    if (length is None) == (request.headers.get("Upload-Defer-Length") != "1"):
        raise BadRequest("Send either Upload-Length, or Upload-Defer-Length: 1.")
    try:
        take = takes.open_take(interview, position, length=length, now=timezone.now())
    except Answer.DoesNotExist:
        return _sentence(404, "There is no such question.")
    return HttpResponse(status=201, headers={"Location": reverse("candidate:upload", args=[take.id])})


@tus
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """One take: HEAD asks how much is safe, PATCH appends, DELETE throws it away."""
    if request.method not in ("HEAD", "PATCH", "DELETE"):
        return _not_allowed("HEAD, PATCH, DELETE, OPTIONS")
    take = recordings.find(upload_id, request.user)  # type: ignore[arg-type]  # tus() admits only people logged in
    if request.method == "HEAD":
        return _state(take)
    if request.method == "DELETE":
        takes.discard(take, now=timezone.now())
        return HttpResponse(status=204)
    return _append(request, take)


def _state(take: Recording) -> HttpResponse:
    response = HttpResponse(status=200, headers={"Upload-Offset": str(recordings.offset_of(take))})
    if take.length is None:
        response["Upload-Defer-Length"] = "1"
    else:
        response["Upload-Length"] = str(take.length)
    return response


def _append(request: HttpRequest, take: Recording) -> HttpResponse:
    if request.content_type != PIECE_TYPE:
        return _sentence(415, f"Send pieces as {PIECE_TYPE}.")
    at = _whole_number(request, "Upload-Offset")
    if at is None:
        raise BadRequest("Send Upload-Offset.")
    length = _whole_number(request, "Upload-Length")
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    checksum = _checksum(request.headers.get("Upload-Checksum"))
    # Refused before the body is read: nobody should send 500 MB to learn that.
    take.offset = recordings.offset_of(take)
    refusal = recordings.why_not_append(take, announced, at=at, length=length)
    if refusal is not None:
        raise refusal
    with recordings.receive(request.read, announced) as piece:
        if checksum is not None and not piece.has(checksum.algorithm, checksum.digest):
            raise recordings.DamagedPiece("This piece arrived damaged. Please send it again.")
        take = recordings.append(take, piece, at=at, length=None if piece.is_cut else length, now=timezone.now())
    return HttpResponse(status=204, headers={"Upload-Offset": str(take.offset)})


@dataclass(frozen=True)
class Checksum:
    algorithm: str
    digest: bytes


def _checksum(header: str | None) -> Checksum | None:
    if not header:
        return None
    algorithm, _, digest = header.partition(" ")
    if algorithm not in recordings.CHECKSUMS:
        raise BadRequest(f"Use one of these checksums: {', '.join(recordings.CHECKSUMS)}.")
    return Checksum(algorithm, _decoded(digest))


def _metadata(header: str) -> dict[str, str]:
    """Read `key base64,key base64` into words."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        found[key] = _decoded(value).decode("utf-8", "replace")
    return found


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("A header is no base64.") from error


def _place(request: HttpRequest, metadata: dict[str, str]) -> tuple[Interview, int]:
    """Return the candidate's own interview and the question's position."""
    try:
        key, position = UUID(metadata["interview"]), int(metadata["position"])
    except (KeyError, ValueError) as error:
        raise BadRequest("Upload-Metadata must name `interview` and `position`.") from error
    found = Interview.objects.filter(key=key, candidate_id=request.user.pk).first()
    if found is None:
        raise recordings.NoSuchTake("There is no such interview.")
    return found, position


def _whole_number(request: HttpRequest, header: str) -> int | None:
    value = request.headers.get(header)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER):
        raise BadRequest(f"{header} must be a whole number.")
    return int(value)
