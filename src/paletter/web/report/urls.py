"""Addresses of reports and of what plays in them."""

from django.urls import path

from paletter.web.report import blind, explanation, judging, playback, report, variants

app_name = "report"
urlpatterns = [
    path("reports/<uuid:key>", report.report, name="report"),
    path("reports/<uuid:key>/skills/<slug:skill>", explanation.explanation, name="explanation"),
    path("reports/<uuid:key>/skills/<slug:skill>/level", judging.level, name="level"),
    path("reports/<uuid:key>/levels/<int:pk>/withdraw", judging.withdraw, name="withdraw_level"),
    path("reports/<uuid:key>/judge", blind.judge, name="judge"),
    path("reports/<uuid:key>/corrections", judging.publish, name="publish_corrections"),
    path("reports/<uuid:key>/judgements/<int:pk>", judging.let_count, name="let_count"),
    path("recordings/<uuid:id>", playback.recording, name="recording"),
    path("recordings/<uuid:id>/poster.jpg", variants.poster, name="poster"),
    path("recordings/<uuid:id>/variant", variants.variant, name="variant"),
    path("recordings/<uuid:id>/captions.vtt", playback.captions, name="captions"),
]
