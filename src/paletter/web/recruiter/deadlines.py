"""Until when a job's candidates may answer, one person's own time, and opening again what was handed in."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from paletter.flow import triggers
from paletter.interviews import deadlines, limits, progress, sitting
from paletter.interviews.another_way import TIME_FACTORS
from paletter.interviews.models import Interview
from paletter.jobs import titles
from paletter.jobs.models import Job
from paletter.web.access import MemberRequest, enter, member_required


class DeadlineForm(forms.Form):
    """A wall clock and the zone in which it is meant; `meant` is the moment, None for no date."""

    says_optional = False

    at = forms.DateTimeField(
        label="Day and time",
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "class": "moment-input"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Please choose a day and a time."},
    )
    zone = forms.ChoiceField(
        label="Time zone",
        choices=lambda: [(name, name.replace("_", " ")) for name in deadlines.zones()],
        help_text="Candidates read it by their own clocks, with the name of their zone.",
        error_messages={"invalid_choice": "Please choose a time zone from the list."},
    )
    meant: datetime | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("at") and cleaned.get("zone"):
            try:
                self.meant = deadlines.read(cleaned["at"].replace(tzinfo=None), cleaned["zone"], now=timezone.now())
            except deadlines.DeadlineRefused as refusal:
                self.add_error("at", str(refusal))
        return cleaned


class PersonForm(DeadlineForm):
    """One person's own deadline and time."""

    time_factor = forms.TypedChoiceField(
        label="Time for answers and for thinking",
        coerce=float,
        choices=[("1.0", "As the template says"), *((str(f), f"{f:g} times as long") for f in TIME_FACTORS)],
        help_text="Time that was granted before is not taken away.",
    )
    field_order = ("time_factor", "at", "zone")


def _initial(at: datetime | None, zone: str) -> dict[str, Any]:
    return {"at": at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if at else None, "zone": zone}


@member_required
def job(request: MemberRequest, code: str) -> HttpResponse:
    """Set until when all of a job's candidates may answer, or that there is no date."""
    found = get_object_or_404(Job.objects.select_related("organisation", "posting"), code=code)
    if enter(request, found.organisation) is None:
        raise Http404
    form = DeadlineForm(request.POST or None, initial=_initial(found.deadline_at, found.deadline_zone or "UTC"))
    if request.method == "POST" and form.is_valid():
        deadlines.set_for_job(found, at=form.meant, zone=form.cleaned_data["zone"])
        messages.success(request, "The date is set." if form.meant else "There is no date any more.")
        return redirect("job", found.code)
    context = {
        "section": "jobs",
        "job": found,
        "title": titles.shown(found),
        "form": form,
        "days": found.template_version.value.days,
        "knows_zone": bool(found.deadline_zone or request.method == "POST"),
    }
    return render(request, "recruiter/deadline.html", context)


@member_required
def person(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    """Give one person more time, or a date of their own."""
    interview = _found(request, key)
    zone = deadlines.zone_of(interview.job)
    initial = _initial(interview.deadline_at, zone) | {"time_factor": str(interview.time_factor)}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        factor, now = form.cleaned_data["time_factor"], timezone.now()
        with transaction.atomic():
            arranged = deadlines.arrange(interview, at=form.meant, time_factor=factor, now=now)
            if progress.of(arranged, now=now).state is progress.State.CHECK_WORDS:
                triggers.check_extended(arranged)
        messages.success(request, f"Kept for {interview.candidate}.")
        return redirect("job", interview.job.code)
    return _person_page(request, interview, form, DeadlineForm(initial={"zone": zone}, auto_id="reopen_%s"))


@member_required
@require_POST
def reopen(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    """Open again what was handed in."""
    interview = _found(request, key)
    zone = deadlines.zone_of(interview.job)
    form = DeadlineForm(request.POST, auto_id="reopen_%s")
    if form.is_valid():
        try:
            with transaction.atomic():
                opened = sitting.reopen(interview, deadline_at=form.meant, now=timezone.now())
                triggers.interview_reopened(opened)
        except sitting.Refused as refusal:
            form.add_error("at", str(refusal))
        else:
            messages.success(request, f"Open again. {interview.candidate} gets an e-mail.")
            return redirect("job", interview.job.code)
    initial = _initial(interview.deadline_at, zone) | {"time_factor": str(interview.time_factor)}
    return _person_page(request, interview, PersonForm(initial=initial), form)


def _found(request: MemberRequest, key: uuid.UUID) -> Interview:
    rows = Interview.objects.select_related("candidate", "job__organisation", "job__posting", "template_version")
    interview = get_object_or_404(rows, key=key)
    if enter(request, interview.job.organisation) is None:
        raise Http404
    return interview


def _person_page(
    request: MemberRequest, interview: Interview, form: PersonForm, reopening: DeadlineForm
) -> HttpResponse:
    template = interview.template_version.value
    context = {
        "section": "jobs",
        "same_times": limits.same_for_all(template),
        "asked": len(template.questions),
        "interview": interview,
        "title": titles.shown(interview.job),
        "progress": progress.of(interview),
        "late": interview.answers.exclude(claimed_at=None).order_by("position"),
        "until": deadlines.of(interview),
        "zone": deadlines.zone_of(interview.job),
        "form": form,
        "reopening": reopening,
        "knows_zone": bool(interview.job.deadline_zone or request.method == "POST"),
    }
    return render(request, "recruiter/time.html", context)
