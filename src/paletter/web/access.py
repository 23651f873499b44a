"""Who may see which page: members of an organisation, its admins, the candidate an interview belongs to."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from paletter.accounts import organisations
from paletter.accounts.models import Membership, Organisation, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


ORGANISATION = "organisation"
"""Where the session keeps which organisation a person of several works for."""


class MemberRequest(HttpRequest):
    """A request by a member of an organisation."""

    user: User
    membership: Membership
    organisation: Organisation


def membership_of(request: HttpRequest) -> Membership | None:
    """Return the membership that this person works under now: the chosen one, else the oldest; None for candidates."""
    if not hasattr(request, "membership"):
        cast(Any, request).membership = _find_membership(request)
    return cast("Membership | None", cast(Any, request).membership)


def _find_membership(request: HttpRequest) -> Membership | None:
    memberships = memberships_of(request)
    chosen = request.session.get(ORGANISATION) if memberships else None
    return next((m for m in memberships if m.organisation_id == chosen), memberships[0] if memberships else None)


def memberships_of(request: HttpRequest) -> list[Membership]:
    """Return all memberships of whoever asks, oldest first; empty for candidates and strangers."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return []
    if not hasattr(request, "memberships"):
        cast(Any, request).memberships = organisations.of(user)
    return cast("list[Membership]", cast(Any, request).memberships)


def enter(request: HttpRequest, organisation: Organisation) -> Membership | None:
    """Work for this organisation from now on, if the person belongs to it; return the membership or None."""
    membership = next((m for m in memberships_of(request) if m.organisation_id == organisation.pk), None)
    if membership is not None and membership_of(request) != membership:
        cast(Any, request).membership = membership
        request.session[ORGANISATION] = organisation.pk
    return membership


def member_required(
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Members only; sets `request.membership` and `request.organisation`. Others get 404: no page to be seen."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        membership = membership_of(request)
        if membership is None:
            raise Http404
        member_request = cast(Any, request)
        member_request.membership = membership
        member_request.organisation = membership.organisation
        return view(cast(MemberRequest, request), *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", wrapped)


def admin_required(
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Admins only; other members get 404."""

    @wraps(view)
    def wrapped(request: MemberRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.membership.is_admin:
            raise Http404
        return view(request, *args, **kwargs)

    return member_required(cast("Callable[Concatenate[MemberRequest, P], HttpResponseBase]", wrapped))
