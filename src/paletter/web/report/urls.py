"""Addresses of reports and of what plays in them."""

from django.urls import path

from paletter.web.report import playback, report

app_name = "report"
urlpatterns = [
    path("reports/<uuid:key>", report.report, name="report"),
    path("recordings/<uuid:id>", playback.recording, name="recording"),
    path("recordings/<uuid:id>/captions.vtt", playback.captions, name="captions"),
]
