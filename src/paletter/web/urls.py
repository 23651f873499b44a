"""Addresses of pages, by audience."""

from django.urls import include, path
from django.views.i18n import set_language

from paletter.web import entry, mailbox

urlpatterns = [
    path("", entry.home, name="home"),
    path("j/<slug:code>", entry.job, name="job"),
    path("mail/", mailbox.letters, name="mailbox"),
    path("language", set_language, name="set_language"),
    path("healthz", entry.healthz, name="healthz"),
    path("", include("paletter.web.recruiter.urls")),
    path("", include("paletter.web.candidate.urls")),
    path("", include("paletter.web.report.urls")),
]
