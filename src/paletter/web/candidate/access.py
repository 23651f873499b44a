"""Whose interview a page is about: only the candidate's own, everybody else finds nothing there."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from paletter.accounts.models import User
from paletter.interviews.models import Interview, Recording
from paletter.web import erased

P = ParamSpec("P")


class CandidateRequest(HttpRequest):
    """A request by somebody who is logged in."""

    user: User


def own_interview(
    view: Callable[Concatenate[CandidateRequest, Interview, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give the view the interview that `key` names, when it is this person's; 404 for all others'."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, key: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        rows = Interview.objects.select_related("job__organisation", "job__posting", "template_version")
        interview = rows.filter(key=key, candidate_id=request.user.pk).first()
        if interview is None:
            return _gone(request, key)
        try:
            return view(cast(CandidateRequest, request), interview, *args, **kwargs)
        except (Interview.DoesNotExist, Recording.DoesNotExist):
            # Erased while the view was at it.
            return _gone(request, key)

    return wrapped


def _gone(request: HttpRequest, key: UUID) -> HttpResponseBase:
    if page := erased.interview_page(request, key):
        return page
    raise Http404


def person_required(
    view: Callable[Concatenate[CandidateRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Anybody who is logged in."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(cast(CandidateRequest, request), *args, **kwargs)

    return wrapped
