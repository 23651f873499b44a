"""Own data: what is kept and who looked, a copy, taking consent back, and deleting an interview or the account."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from paletter.flow import erasing, triggers
from paletter.interviews import progress, sitting
from paletter.interviews.models import Answer, Interview
from paletter.reports import looks
from paletter.reports.models import Report
from paletter.retention import export
from paletter.retention.models import Erasure
from paletter.transcripts.models import Source
from paletter.web.candidate.access import CandidateRequest, own_interview, person_required
from paletter.web.languages import speaks
from paletter.writeback.models import Delivery


class SureForm(forms.Form):
    """Nothing that can't be undone happens by one slip."""

    sure = forms.BooleanField(
        label=gettext_lazy("Yes, I am sure."),
        error_messages={"required": gettext_lazy("Please tick the box if you are sure.")},
    )


@dataclass(frozen=True)
class Kept:
    """What is kept of one answer."""

    answer: Answer
    seconds: int
    is_recognised: bool
    is_corrected: bool


@own_interview
@speaks
@never_cache
def data(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Show what is kept of an interview and who has looked."""
    rows = interview.answers.select_related("kept", "written").prefetch_related("kept__transcripts")
    context = {
        "interview": interview,
        "consent": interview.consents.last(),
        "answers": [_kept(answer) for answer in rows.order_by("position")],
        "takes": sum(answer.takes.filter(discarded_at=None).count() for answer in interview.answers.all()),
        "has_report": Report.objects.filter(interview=interview).exists(),
        "delivery": Delivery.objects.filter(report__interview=interview, note_added_at__isnull=False).first(),
        "looks": looks.at(interview),
        "requests": interview.another_ways.count(),
        "section": "interviews",
    }
    return render(request, "candidate/data.html", context)


def _kept(answer: Answer) -> Kept:
    sources = {row.source for row in answer.kept.transcripts.all()} if answer.kept else set()
    return Kept(
        answer=answer,
        seconds=round(answer.kept.duration or 0) if answer.kept else 0,
        is_recognised=Source.RECOGNISED in sources,
        is_corrected=Source.CORRECTED in sources,
    )


@require_safe
@own_interview
@speaks
def download(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Send all of an interview as a zip archive."""
    language = get_language() or "en"
    return _archive(
        export.zipped(export.of_interview(interview, language=language), language=language), "paletter-interview.zip"
    )


@require_safe
@person_required
@speaks
def download_all(request: CandidateRequest) -> HttpResponseBase:
    """Send all of a person as a zip archive."""
    language = get_language() or "en"
    return _archive(export.zipped(export.of_person(request.user, language=language), language=language), "paletter.zip")


def _archive(pieces: object, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(pieces, content_type="application/zip")  # type: ignore[arg-type]  # an iterator
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@own_interview
@speaks
@never_cache
def withdraw(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Ask once, then take the consent back: from then on nothing is scored, passed on or shown."""
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            triggers.consent_withdrawn(sitting.withdraw(interview, now=timezone.now()))
        messages.success(request, _("You have taken your consent back. Nothing more is scored or passed on."))
        return redirect("candidate:data", interview.key)
    return render(request, "candidate/withdraw.html", {"interview": interview, "form": form, "section": "interviews"})


@own_interview
@speaks
@never_cache
def delete(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Ask once, then erase an interview with all that was made of it."""
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        erasing.erase_interview(interview, reason=Erasure.Reason.BY_CANDIDATE, now=timezone.now())
        messages.success(request, _("Deleted. Nothing of this interview is kept here any more."))
        return redirect("candidate:interviews")
    return render(request, "candidate/delete.html", {"interview": interview, "form": form, "section": "interviews"})


@person_required
@speaks
@never_cache
def account(request: CandidateRequest) -> HttpResponseBase:
    """Show all interviews of a person, with a copy of everything."""
    rows = Interview.objects.filter(candidate=request.user).select_related("job__organisation", "job__posting")
    lines = [{"interview": row, "progress": progress.of(row)} for row in rows.order_by("-created_at")]
    works_for = [row.organisation for row in request.user.memberships.select_related("organisation")]
    context = {"lines": lines, "works_for": works_for, "section": "data"}
    return render(request, "candidate/account_data.html", context)


@person_required
@speaks
@never_cache
def delete_account(request: CandidateRequest) -> HttpResponseBase:
    """Ask once, then erase a person with all their interviews."""
    form = SureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase_account(request.user, now=timezone.now())
        except erasing.AccountStays as refusal:
            messages.warning(request, str(refusal))
            return redirect("candidate:account_data")
        logout(request)
        messages.success(request, _("Your account and all your interviews are deleted."))
        return redirect("home")
    count = Interview.objects.filter(candidate=request.user).count()
    return render(request, "candidate/delete_account.html", {"form": form, "count": count, "section": "data"})
