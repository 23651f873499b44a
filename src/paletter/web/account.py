"""Sign-up by e-mailed code: an address, and a name to be called by."""

from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest

from paletter.accounts.models import User


class SignUpForm(SignupForm):  # type: ignore[misc]
    name = forms.CharField(max_length=200, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))

    field_order = ["name", "email"]

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])
        return user
