"""Plays recordings to those who may see them, in pieces, so that players can seek; and their captions.

A candidate may always watch their own takes. Members of the job's organisation may watch what was kept, once it was
handed in. For everybody else there is no such address.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from paletter.interviews import places
from paletter.interviews.models import Recording
from paletter.interviews.places import File, Stored
from paletter.reports import looks
from paletter.transcripts import captions as writing
from paletter.transcripts.models import Source, Transcript
from paletter.web.report import members, ranges

PIECE = 256 * 1024
"""Bytes read at a time: what one reply costs in memory."""

CONTENT_TYPES = {("webm", True): "video/webm", ("webm", False): "audio/webm"}
CONTENT_TYPES |= {("mp4", True): "video/mp4", ("mp4", False): "audio/mp4"}


@require_safe
def recording(request: HttpRequest, id: UUID) -> HttpResponseBase:  # noqa: A002 - the address names it so
    """Send a recording, whole or the range asked for."""
    take = take_for(request, id)
    try:
        which, file = _file_for(request, take)
    except OSError as error:
        raise Http404 from error
    return deliver(request, take, which, file, content_type=_content_type(take, file))


def deliver(request: HttpRequest, take: Recording, which: File, file: Stored, *, content_type: str) -> HttpResponseBase:
    """Send an open file, or send the browser to where it lies, if that is elsewhere."""
    # A signed address is good for GET alone.
    address = places.current().url(take.pk, which, content_type=content_type) if request.method == "GET" else None
    if address is None:
        return send(request, file, content_type=content_type)
    file.close()
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def captions(request: HttpRequest, id: UUID) -> HttpResponseBase:  # noqa: A002 - the address names it so
    """Send the words of a recording as WebVTT, the candidate's correction before the recogniser's version."""
    take = take_for(request, id)
    row = _newest_words(take)
    if row is None:
        raise Http404
    text = writing.to_webvtt(row.value.segments)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(text, content_type="text/vtt")
    return _guarded(response, etag)


def take_for(request: HttpRequest, id: UUID) -> Recording:  # noqa: A002
    """Return a take that this person may play. Raises Http404."""
    take = Recording.objects.select_related("answer__interview__job").filter(pk=id).first()
    if take is None or not (is_own(request, take) or _is_members(request, take)):
        raise Http404
    if not is_own(request, take):
        looks.note(take.answer.interview, request.user, now=timezone.now())  # type: ignore[arg-type]  # a member
    return take


def is_own(request: HttpRequest, take: Recording) -> bool:
    """Tell whether somebody recorded a take themselves."""
    return request.user.is_authenticated and take.answer.interview.candidate_id == request.user.pk


def _is_members(request: HttpRequest, take: Recording) -> bool:
    interview = take.answer.interview
    if interview.submitted_at is None or interview.withdrawn_at is not None or take.answer.kept_id != take.pk:
        return False
    return members.membership(request, interview.job.organisation_id) is not None


def _file_for(request: HttpRequest, take: Recording) -> tuple[File, Stored]:
    place = places.current()
    if take.prepared_at is not None:
        with suppress(FileNotFoundError):
            return File.PLAYABLE, place.open(take.pk, File.PLAYABLE)
    # As it was sent: it plays without a length and without seeking, and nobody but its maker has seen it yet.
    if is_own(request, take):
        return File.UPLOAD, place.open(take.pk, File.UPLOAD)
    raise Http404


def _content_type(take: Recording, file: Stored) -> str:
    """Return what code found in the file; before that was done, what its first bytes say."""
    has_picture = take.has_video or not take.container
    return CONTENT_TYPES.get((take.container or _container(file), has_picture), "application/octet-stream")


def _container(file: Stored) -> str:
    start = b"".join(file.pieces(first=0, length=12, at_most=12))
    if start.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    return "mp4" if start[4:8] == b"ftyp" else ""


def _newest_words(take: Recording) -> Transcript | None:
    by_source = {row.source: row for row in take.transcripts.all()}
    return by_source.get(Source.CORRECTED) or by_source.get(Source.RECOGNISED)


class Piecewise:
    """Reads a span of an open file a piece at a time, and closes it when the reply is over or given up."""

    def __init__(self, file: Stored, span: ranges.Span) -> None:
        self.file, self.span = file, span

    def __iter__(self) -> Iterator[bytes]:
        return self.file.pieces(first=self.span.first, length=self.span.length, at_most=PIECE)

    def close(self) -> None:
        self.file.close()


def send(request: HttpRequest, file: Stored, *, content_type: str) -> HttpResponseBase:
    """Send an open file, whole or the range asked for, or that the browser has it; and close it then."""
    size, etag = file.size, f'"{file.version}"'
    early = get_conditional_response(request, etag=etag)
    asked = _asked(request, etag, size)
    if early is not None or isinstance(asked, ranges.Unsatisfiable):
        file.close()
        return _guarded(early if early is not None else _nothing_there(size), etag)
    span = asked or ranges.Span(0, size - 1)
    response = StreamingHttpResponse(Piecewise(file, span), status=206 if asked else 200, content_type=content_type)
    response["Content-Length"] = str(span.length)
    if asked:
        response["Content-Range"] = f"bytes {span.first}-{span.last}/{size}"
    return _guarded(response, etag)


def _asked(request: HttpRequest, etag: str, size: int) -> ranges.Span | ranges.Unsatisfiable | None:
    """Range is defined for GET alone, and If-Range voids it when the file is another one than the player began with."""
    header = request.headers.get("Range")
    if header is None or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    return ranges.requested(header, size=size)


def _nothing_there(size: int) -> HttpResponse:
    response = HttpResponse(status=416)
    response["Content-Range"] = f"bytes */{size}"
    return response


def _guarded(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Kept by this browser only, and asked for anew each time: whoever lost access must not find it there."""
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
