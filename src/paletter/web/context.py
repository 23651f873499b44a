"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from paletter.interviews import another_way
from paletter.web import access, languages


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the operator's addresses, languages and, asked for only when shown, the reader's membership."""
    options = settings.OPTIONS
    return {
        "is_demo": options.demo,
        "info_email": options.info_email,
        "support_email": options.support_email,
        "website": options.website,
        "other_languages": languages.others(request),
        "memberships": SimpleLazyObject(lambda: access.memberships_of(request)),
        "membership": SimpleLazyObject(lambda: access.membership_of(request)),
        "open_requests": SimpleLazyObject(lambda: _open_requests(request)),
    }


def _open_requests(request: HttpRequest) -> int:
    """Return how many requests of candidates wait for the reader's organisation."""
    membership = access.membership_of(request)
    return another_way.unanswered(membership.organisation).count() if membership else 0
