"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    options = settings.OPTIONS
    membership = getattr(request, "membership", None)
    return {
        "is_demo": options.demo,
        "info_email": options.info_email,
        "support_email": options.support_email,
        "membership": membership,
    }
