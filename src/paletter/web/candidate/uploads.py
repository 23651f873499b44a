"""The upload address that the recorder speaks to, and any other client of tus 1.0 (tus.py).

Extensions: creation, creation-with-upload, creation-defer-length, checksum, termination, expiration. The session says
who sends; Django's CSRF check stays on, so the browser adds X-CSRFToken. Nothing here is for pages of other sites: no
CORS.
"""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from paletter.interviews import receiving, recordings, takes
from paletter.interviews.models import Answer, AnswerKind, Interview, Recording
from paletter.web.candidate import ages, tus


@tus.spoken
def create(request: HttpRequest) -> HttpResponse:
    """Open a take of a question: POST with Upload-Metadata `interview`, `position`, and `kind` where it is not the one
    that the question offers first; and with its first bytes, if any. `age` is how many seconds ago it was begun: what
    could not go out before the deadline may come for a day after it.
    """
    if request.method != "POST":
        return tus.not_allowed("POST, OPTIONS")
    metadata = tus.metadata(request)
    interview, position = _place(request, metadata)
    kind, age = _kind(metadata), ages.read(metadata.get("age"))
    length = tus.whole_number(request, "Upload-Length")
    if (length is None) == (request.headers.get("Upload-Defer-Length") != "1"):
        raise tus.BadRequest("Send either Upload-Length, or Upload-Defer-Length: 1.")
    try:
        if request.content_type == tus.PIECE_TYPE:
            return _created_with(request, interview, position, length, kind, age)
        return _created(
            request,
            takes.open_take(interview, position, length=length, kind=kind, age=age, now=timezone.now()),
        )
    except Answer.DoesNotExist:
        return tus.sentence(404, "There is no such question.")


def _created_with(
    request: HttpRequest,
    interview: Interview,
    position: int,
    length: int | None,
    kind: AnswerKind | None,
    age: timedelta | None,
) -> HttpResponse:
    """Open a take that begins with the request's body; unless all of it comes and is good, there is no take."""
    body = tus.body_of(request)
    # Refused before the body is read: nobody should send 500 MB to learn that.
    most = max(length or 0, body.announced or 0) or length
    takes.check_take(interview, position, length=most, kind=kind, age=age, now=timezone.now())
    with body.received(most=recordings.largest()) as piece:
        if piece.is_cut:
            raise tus.BadRequest("The line broke before all was here. Please begin again.")
        now = timezone.now()
        take = takes.open_take(interview, position, length=length, kind=kind, piece=piece, age=age, now=now)
    response = _created(request, take)
    response["Upload-Offset"] = str(take.offset)
    return response


def _kind(metadata: dict[str, str]) -> AnswerKind | None:
    if "kind" not in metadata:
        return None
    try:
        return AnswerKind(metadata["kind"])
    except ValueError:
        raise tus.BadRequest("There is no such kind of answer.") from None


def _created(request: HttpRequest, take: Recording) -> HttpResponse:
    take.metadata = request.headers["Upload-Metadata"]
    take.save(update_fields=["metadata"])
    response = HttpResponse(status=201, headers={"Location": reverse("candidate:upload", args=[take.id])})
    return tus.expiring(response, take)


@tus.spoken
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """One take: HEAD asks how much is safe, PATCH appends, DELETE throws it away."""
    method = tus.method_of(request)
    if method not in ("HEAD", "PATCH", "DELETE"):
        return tus.not_allowed("HEAD, PATCH, DELETE, OPTIONS")
    take = recordings.find(upload_id, request.user)  # type: ignore[arg-type]  # only people logged in get here
    if method == "HEAD":
        return _state(take)
    if method == "DELETE":
        takes.discard(take, now=timezone.now())
        return HttpResponse(status=204)
    return _append(request, take)


@tus.spoken
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """What is no take's address is told in tus too: a page would only confuse a client."""
    raise recordings.NoSuchTake("There is no such upload.")


def _state(take: Recording) -> HttpResponse:
    response = HttpResponse(status=200, headers={"Upload-Offset": str(recordings.offset_of(take))})
    answer = take.answer
    # A take that is older than what is kept of its client's words has at least its place.
    place = tus.as_metadata(interview=answer.interview.key, position=answer.position)
    response["Upload-Metadata"] = take.metadata or place
    if take.length is None:
        response["Upload-Defer-Length"] = "1"
    else:
        response["Upload-Length"] = str(take.length)
    return tus.expiring(response, take)


def _append(request: HttpRequest, take: Recording) -> HttpResponse:
    if request.content_type != tus.PIECE_TYPE:
        return tus.sentence(415, f"Send pieces as {tus.PIECE_TYPE}.")
    at = tus.whole_number(request, "Upload-Offset")
    if at is None:
        raise tus.BadRequest("Send Upload-Offset.")
    length = tus.whole_number(request, "Upload-Length")
    body = tus.body_of(request)
    with receiving.alone(take.pk) as on_block:
        # Refused before the body is read here too, and only now: what came on another line meanwhile counts.
        take.refresh_from_db(fields=["offset", "length", "completed_at", "discarded_at"])
        take.offset = recordings.offset_of(take)
        refusal = recordings.why_not_append(take, body.announced or 0, at=at, length=length)
        if refusal is not None:
            raise refusal
        with body.received(most=recordings.largest() - at, on_block=on_block) as piece:
            take = recordings.append(take, piece, at=at, length=None if piece.is_cut else length, now=timezone.now())
    return tus.expiring(HttpResponse(status=204, headers={"Upload-Offset": str(take.offset)}), take)


def _place(request: HttpRequest, metadata: dict[str, str]) -> tuple[Interview, int]:
    """Return the candidate's own interview and the question's position."""
    try:
        key, position = UUID(metadata["interview"]), int(metadata["position"])
    except (KeyError, ValueError) as error:
        raise tus.BadRequest("Upload-Metadata must name `interview` and `position`.") from error
    found = Interview.objects.filter(key=key, candidate_id=request.user.pk).first()
    if found is None:
        raise recordings.NoSuchTake("There is no such interview.")
    return found, position
