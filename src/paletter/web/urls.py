"""Addresses of pages, by audience."""

from django.urls import include, path

from paletter.web import entry, languages, mailbox

urlpatterns = [
    path("", entry.home, name="home"),
    path("j/<slug:code>", entry.job, name="job"),
    path("mail/", mailbox.letters, name="mailbox"),
    path("language", languages.choose, name="set_language"),
    path("healthz", entry.healthz, name="healthz"),
    path("", include("paletter.web.recruiter.urls")),
    path("", include("paletter.web.candidate.urls")),
    path("", include("paletter.web.report.urls")),
]
