"""All addresses: ours, and allauth's account pages."""

from django.urls import include, path

from paletter.web import account

handler403 = "paletter.web.refusals.not_allowed"
handler404 = "paletter.web.refusals.not_found"
handler500 = "paletter.web.refusals.broken"
urlpatterns = [
    # Before allauth's own: signing up and logging in are one page.
    path("accounts/signup/", account.one_door, name="account_signup"),
    path("accounts/name/", account.name, name="account_name"),
    path("accounts/", include("allauth.urls")),
    path("", include("paletter.web.urls")),
]
