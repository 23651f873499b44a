"""All addresses: ours, and allauth's account pages."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("paletter.web.urls")),
]
