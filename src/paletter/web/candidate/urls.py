"""Candidates’ addresses."""

from django.urls import path

from paletter.web.candidate import (
    another_way,
    consent,
    devices,
    guidance,
    interviews,
    line,
    outbox,
    overview,
    own_data,
    practice,
    questions,
    report,
    review,
    start,
    status,
    uploads,
    words,
    writing,
)

app_name = "candidate"
urlpatterns = [
    path("help/interviews", guidance.page, name="help"),
    path("interviews/", interviews.interviews, name="interviews"),
    path("j/<slug:code>/begin", start.begin, name="begin"),
    path("j/<slug:code>/another-way", another_way.of_job, name="another_way_for_job"),
    path("i/<uuid:key>/", status.status, name="status"),
    path("i/<uuid:key>/report", report.report, name="report"),
    path("i/<uuid:key>/data", own_data.data, name="data"),
    path("i/<uuid:key>/data/download", own_data.download, name="download"),
    path("i/<uuid:key>/data/withdraw", own_data.withdraw, name="withdraw"),
    path("i/<uuid:key>/data/delete", own_data.delete, name="delete"),
    path("account/data", own_data.account, name="account_data"),
    path("account/data/download", own_data.download_all, name="download_all"),
    path("account/delete", own_data.delete_account, name="delete_account"),
    path("i/<uuid:key>/another-way", another_way.another_way, name="another_way"),
    path("i/<uuid:key>/another-way/<int:pk>/take-back", another_way.take_back, name="take_back"),
    path("i/<uuid:key>/consent", consent.consent, name="consent"),
    path("i/<uuid:key>/devices", devices.devices, name="devices"),
    path("i/<uuid:key>/line", line.line, name="line"),
    path("i/<uuid:key>/practice", practice.practice, name="practice"),
    path("i/<uuid:key>/questions/<int:position>", questions.question, name="question"),
    path("i/<uuid:key>/questions/", overview.overview, name="overview"),
    path("i/<uuid:key>/questions/<int:position>/prompt", questions.prompt, {"what": "file"}, name="prompt"),
    path(
        "i/<uuid:key>/questions/<int:position>/captions", questions.prompt, {"what": "captions"}, name="prompt_captions"
    ),
    path("i/<uuid:key>/questions/<int:position>/see", questions.see, name="see"),
    path("i/<uuid:key>/questions/<int:position>/keep", questions.keep, name="keep"),
    path("i/<uuid:key>/questions/<int:position>/draft", writing.draft, name="draft"),
    path("i/<uuid:key>/questions/<int:position>/write", writing.write, name="write"),
    path("i/<uuid:key>/review", review.review, name="review"),
    path("i/<uuid:key>/submit", review.submit, name="submit"),
    path("i/<uuid:key>/words", words.words, name="words"),
    path("takes", outbox.lying, name="takes"),
    path("uploads/", uploads.create, name="uploads"),
    path("uploads/<uuid:upload_id>", uploads.upload, name="upload"),
    path("uploads/<path:rest>", uploads.nowhere),
]
