"""Who may see which page: members of an organisation, its admins, the candidate an interview belongs to."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase

from paletter.accounts.models import Membership, Organisation, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class MemberRequest(HttpRequest):
    """A request by a member of an organisation."""

    user: User  # type: ignore[assignment]
    membership: Membership
    organisation: Organisation


def membership_of(request: HttpRequest) -> Membership | None:
    """Return the membership that this person works under now: the chosen one, else the oldest; None for candidates."""
    if not hasattr(request, "membership"):
        cast(Any, request).membership = _find_membership(request)
    return cast("Membership | None", cast(Any, request).membership)


def _find_membership(request: HttpRequest) -> Membership | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    memberships = list(Membership.objects.filter(user_id=user.pk).select_related("organisation").order_by("pk"))
    chosen = request.session.get("organisation")
    return next((m for m in memberships if m.organisation_id == chosen), memberships[0] if memberships else None)


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

    return member_required(wrapped)
