"""One door for signing up and logging in: an address, a code sent to it, and then a name to be called by."""

from typing import Any

from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.core import context, ratelimit
from allauth.core.internal import ratelimit as limits
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from paletter.accounts import people
from paletter.accounts.models import User
from paletter.web.arrival import WAY

TRIES_OF_A_CODE = "3/15m/key"


class CodeRequestForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Known or not, whoever types an address gets a code: nobody can find out who has an account."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        error_messages={
            "required": _("Please type your e-mail address."),
            "invalid": _("This does not look like an e-mail address. It needs an @ and an ending such as .com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"}),
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        request = context.request
        if not ratelimit.consume(request, action="request_login_code", key=email):
            raise forms.ValidationError(_("You have asked for several codes just now. Please wait a minute."))
        user = people.with_address(email)
        self._user = user if user.is_active else None
        remember_way(request)
        return email


class FewTries:
    """Counts the tries of a code where requests that come at once meet; allauth's count is in each one's session.

    Stands before a form of allauth's that takes a code.
    """

    expected_code: str | None

    def clean_code(self) -> str:
        request = context.request
        key = f"{request.session.session_key} {self.expected_code}"
        if not limits.consume(
            request, app="paletter", action="try_code", config={"try_code": TRIES_OF_A_CODE}, key=key
        ):
            raise forms.ValidationError(_("This code was tried too often. Please have a new one sent."))
        return str(self._compared())

    def _compared(self) -> Any:
        return super().clean_code()  # type: ignore[misc]


class AddressCodeForm(FewTries, ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code that proves an address which somebody adds to their account."""


class CodeForm(FewTries, ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code as it stands in the mail; spaces and dashes around it do no harm."""

    code = forms.CharField(
        label=_("The code from the e-mail"),
        max_length=20,
        error_messages={"required": _("Please type the code from the e-mail.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "class": "code-input",
                "spellcheck": "false",
            }
        ),
    )

    def _compared(self) -> Any:
        try:
            return super()._compared()
        except forms.ValidationError:
            raise forms.ValidationError(
                _("This is not the code of the newest e-mail. Look at it once more, or have a new one sent.")
            ) from None


class NameForm(forms.Form):
    name = forms.CharField(
        max_length=200,
        label=_("Your name"),
        help_text=_("As you would introduce yourself. Employers whose interviews you take see it."),
        error_messages={"required": _("Please tell us what to call you.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def one_door(request: HttpRequest) -> HttpResponse:
    """Signing up is logging in with an address that is new: the same page does both."""
    remember_way(request)
    way = request.GET.get("next", "")
    return redirect(reverse("account_login") + (f"?{urlencode({'next': way})}" if way else ""))


@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Ask what to call a person, at first and whenever they wish to change it."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - for the type checker; login_required sees to it
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": user.name})
    way = safe_way(request, request.POST.get("next") or request.GET.get("next", ""))
    if form.is_valid():
        people.rename(user, form.cleaned_data["name"])
        return redirect(way or "home")
    return render(request, "account/name.html", {"form": form, "next": way, "is_new": not user.name})


def remember_way(request: HttpRequest) -> None:
    """Keep where the visitor wants to go, if it is a page of ours."""
    if way := safe_way(request, request.POST.get("next") or request.GET.get("next", "")):
        request.session[WAY] = way


def safe_way(request: HttpRequest, way: str) -> str:
    """Return the address when it leads to this site, else nothing."""
    is_ours = url_has_allowed_host_and_scheme(
        way, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return way if is_ours else ""
