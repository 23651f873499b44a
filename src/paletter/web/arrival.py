"""Where people land once they are logged in: where they were going, after telling their name if they are new."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as present
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from paletter.flow import triggers

WAY = "way"
"""Where a visitor was going, kept in the session: a code that ran out must not cost the way to the job (R33)."""


class Arrival(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth asks here what is particular to Paletter."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the way kept in the session; asked only when the request itself names none."""
        return str(request.session.get(WAY) or reverse("home"))

    def post_login(self, request: HttpRequest, user: Any, **facts: Any) -> HttpResponse:
        """Go on, by way of the question for a name when there is none yet."""
        response: HttpResponse = super().post_login(request, user, **facts)
        request.session.pop(WAY, None)
        if isinstance(response, HttpResponseRedirect) and not user.name:
            return HttpResponseRedirect(f"{reverse('account_name')}?{urlencode({'next': response.url})}")
        return response

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Mark an address as proven, and let what waits for it find its way; False when somebody else has proven it."""
        with transaction.atomic():
            is_confirmed = bool(super().confirm_email(request, email_address))
            if is_confirmed:
                triggers.address_proven(email_address.user)
        return is_confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter whose links lead to the site's one address: the request's host is whatever its sender says."""
        claimed = present.request.build_absolute_uri("/")
        ours = {
            key: f"{settings.BASE_URL}/{value.removeprefix(claimed)}"
            for key, value in context.items()
            if isinstance(value, str) and value.startswith(claimed)
        }
        site = RequestSite(present.request)
        site.name = site.domain = urlsplit(settings.BASE_URL).netloc
        super().send_mail(template_prefix, email, {**context, **ours, "current_site": site})
