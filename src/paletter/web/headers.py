"""What every page tells the browser about itself.

Browsers may let our pages use camera and microphone and nothing else, and nobody but the reader's browser keeps a page
of somebody who is logged in.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

PERMISSIONS = "camera=(self), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"
PRIVATE = "private, no-cache"
"""Asked for anew each time. Not `no-store`: going back would lose words that a candidate has typed."""


def permissions_policy(
    answer: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Django middleware that adds the Permissions-Policy header, and Cache-Control where a page has none of its own."""

    def with_policy(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if request.session.accessed and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", PRIVATE)
        return response

    return with_policy
