"""What a browser asks about takes that lie on its device: what became of them here, and whether more may be sent."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.views.decorators.http import require_GET

from paletter.interviews import recordings, takes
from paletter.interviews.models import Answer, Interview, Recording
from paletter.retention import erase

MOST = 100
"""Takes and interviews in one question; no device holds that many."""


@require_GET
def lying(request: HttpRequest) -> HttpResponse:
    """Tell of each `interview` and each `take` in the query how it stands, to their candidate; 401 to nobody.

    Also `who` is logged in and a fresh `token` against forgery: logging in again makes those of open pages void.
    """
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    mine = Interview.objects.filter(candidate_id=request.user.pk, key__in=_ids(request, "interview"))
    interviews = {row.key: _interview(row) for row in mine.prefetch_related("answers", "answers__takes")}
    found = Recording.objects.filter(answer__interview__candidate_id=request.user.pk, pk__in=_ids(request, "take"))
    recorded = {row.pk: _take(row) for row in found.select_related("answer")}
    told = {
        "who": str(request.user.pk),
        "token": get_token(request),
        "interviews": {str(key): interviews.get(key) or _no_interview(key) for key in _ids(request, "interview")},
        "takes": {str(pk): recorded.get(pk) or {"state": "unknown"} for pk in _ids(request, "take")},
    }
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


def _ids(request: HttpRequest, name: str) -> list[UUID]:
    return list(_read(request.GET.getlist(name)[:MOST]))


def _read(values: Iterable[str]) -> Iterable[UUID]:
    for value in values:
        try:
            yield UUID(value)
        except ValueError:
            continue


def _interview(interview: Interview) -> dict[str, Any]:
    if interview.submitted_at or interview.withdrawn_at:
        return {"state": "closed"}
    answers = {str(answer.position): _answer(answer) for answer in interview.answers.all()}
    return {"state": "open", "answers": answers}


def _answer(answer: Answer) -> dict[str, Any]:
    """Tell an answer's version, and how much is here of takes that were begun and neither stopped nor thrown away:
    of those that grow, some device is recording one.
    """
    begun = [take for take in answer.takes.all() if take.length is None and take.discarded_at is None]
    offsets = {reverse("candidate:upload", args=[take.pk]): take.offset for take in begun}
    return {"version": takes.version(answer), "begun": offsets}


def _no_interview(key: UUID) -> dict[str, Any]:
    return {"state": "erased" if erase.of_interview(key) else "unknown"}


def _take(take: Recording) -> dict[str, Any]:
    if take.discarded_at is not None:
        return {"state": "discarded"}
    state = "kept" if take.answer.kept_id == take.pk else "here"
    return {"state": state, "offset": recordings.offset_of(take), "length": take.length, "sha256": take.sha256}
