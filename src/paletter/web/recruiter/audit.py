"""Bias audit: an admin brings demographics, looks at the tables, takes them along, and removes what was imported."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from paletter.accounts.models import Organisation
from paletter.assessments.models import Template
from paletter.audits import audit as audits
from paletter.audits import demographics, explanations, exports, layout, public, sheet
from paletter.audits.figures import FEWEST_SMALLEST, SMALLEST
from paletter.audits.sample import Scope
from paletter.audits.wording import counted
from paletter.jobs.models import Job
from paletter.web.access import MemberRequest, admin_required
from paletter.web.files import SmallFile


class ImportForm(forms.Form):
    sheet = forms.FileField(
        label="CSV file",
        allow_empty_file=True,
        error_messages={"required": "Choose the file first."},
        help_text="Its first line names the columns: one of email, interview or opportunity; sex, race_ethnicity or "
        "both; age_group if you have it. Others are not read.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    is_synthetic = forms.BooleanField(
        label="These people or their data are made up",
        required=False,
        help_text="Then everything that is shown or taken along is labelled SYNTHETIC DATA.",
    )
    even_if_fewer = forms.BooleanField(
        label="Replace what is imported now, although this file tells of far fewer",
        required=False,
        help_text="Choose the file again; it was not kept.",
    )


class ScopeForm(forms.Form):
    """Which interviews an audit is about. Nothing chosen stands for all."""

    says_optional = False

    begin = forms.DateField(label="Handed in from", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    job = forms.ModelMultipleChoiceField(
        Job.objects.none(), label="Jobs", required=False, to_field_name="code", help_text="Choose none for all of them."
    )
    template = forms.ModelChoiceField(
        Template.objects.none(), label="Template", required=False, to_field_name="key", empty_label="All templates"
    )
    smallest = forms.IntegerField(
        label="Smallest group shown",
        min_value=FEWEST_SMALLEST,
        max_value=1000,
        initial=SMALLEST,
        required=False,
        help_text="Of fewer people nothing is shown.",
        widget=forms.NumberInput(attrs={"placeholder": str(SMALLEST)}),
        error_messages={
            "min_value": f"At least {FEWEST_SMALLEST}: of two people each knows the other.",
            "max_value": "At most 1000.",
        },
    )

    def __init__(self, organisation: Organisation, asked: Any) -> None:
        super().__init__(asked or None)
        self.fields["job"].queryset = (  # type: ignore[attr-defined]  # the stubs know only Field
            Job.objects.filter(organisation=organisation).select_related("posting").order_by("posting__title", "pk")
        )
        self.fields["job"].widget.attrs["size"] = 4
        self.fields["template"].queryset = (  # type: ignore[attr-defined]
            Template.objects.filter(jobs__organisation=organisation).distinct().order_by("name")
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begin, end = given.get("begin"), given.get("end")
        if begin and end and begin > end:
            self.add_error("end", "This day lies before the first one.")
        return given

    @property
    def scope(self) -> Scope:
        if not self.is_bound:
            return Scope()
        given = self.cleaned_data
        key = given["template"].key if given["template"] else ""
        return Scope(begin=given["begin"], end=given["end"], jobs=tuple(given["job"]), template=key)

    @property
    def fewest(self) -> int:
        return int(self.cleaned_data["smallest"] or SMALLEST) if self.is_bound else SMALLEST


@admin_required
@never_cache
def audit(request: MemberRequest) -> HttpResponse:
    """Show what was imported and the tables; in the address stands which interviews they are about."""
    return _page(request, ImportForm())


@csrf_exempt
@admin_required
@require_POST
def take_in(request: MemberRequest) -> HttpResponseBase:
    """Take a file from an admin. Who asks is known before anything of the file is read; then it is a form like "
    "others."""
    request.upload_handlers = [SmallFile(request, most=sheet.MOST_BYTES)]
    return _take_in(request)


@csrf_protect
def _take_in(request: MemberRequest) -> HttpResponse:
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        done = demographics.take_in(
            form.cleaned_data["sheet"].read(),
            organisation=request.organisation,
            by=request.user,
            is_synthetic=form.cleaned_data["is_synthetic"],
            even_if_fewer=form.cleaned_data["even_if_fewer"],
            now=timezone.now(),
        )
    except sheet.SheetRefused as refusal:
        return _page(request, form, refusal=refusal)
    messages.success(request, _told(done))
    return redirect("recruiter:audit")


def _told(done: demographics.Imported) -> str:
    lines, interviews = counted(done.lines, "line"), counted(done.interviews, "interview")
    told = f"{lines} read, {interviews} told of. "
    if done.unmatched:
        nobody = counted(done.unmatched, "line")
        told += f"{nobody} about nobody who was interviewed here; nothing of that is kept. "
    return told + (f"Columns not read and not kept: {', '.join(done.unread)}." if done.unread else "")


@admin_required
def remove(request: MemberRequest) -> HttpResponse:
    """Ask once, then remove all that was imported."""
    if request.method != "POST":
        return render(request, "recruiter/audit_remove.html", {"section": "audit"})
    if demographics.remove(request.organisation):
        messages.success(request, "The demographics are removed. Nothing of them is left in Paletter.")
    return redirect("recruiter:audit")


@admin_required
@never_cache
def figures(request: MemberRequest) -> HttpResponse:
    """Hand out the figures as CSV."""
    return _taken_along(request, exports.to_csv, "text/csv; charset=utf-8", "bias-audit.csv")


@admin_required
@never_cache
def public_page(request: MemberRequest) -> HttpResponse:
    """Hand out the page to publish, as a file: it is for the organisation's own site."""
    return _taken_along(request, lambda found: public.render(layout.lay_out(found)), "text/html", "bias-audit.html")


def _taken_along(request: MemberRequest, written: Callable[[audits.Audit], str], kind: str, name: str) -> HttpResponse:
    form = ScopeForm(request.organisation, request.GET)
    found = _audit(request, form)
    if found is None:
        return redirect("recruiter:audit")
    return HttpResponse(
        written(found), content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _audit(request: MemberRequest, form: ScopeForm) -> audits.Audit | None:
    """Return the audit that the form asks for; None when it cannot be meant, or nothing was imported."""
    if form.is_bound and not form.is_valid():
        return None
    try:
        return audits.make(
            request.organisation,
            form.scope,
            smallest=form.fewest,
            is_demo=settings.OPTIONS.demo,
            now=timezone.now(),
        )
    except audits.NothingImported:
        return None


def _page(request: MemberRequest, form: ImportForm, *, refusal: sheet.SheetRefused | None = None) -> HttpResponse:
    scope = ScopeForm(request.organisation, request.GET)
    # What is wrong with a file must not stand below long tables.
    found = None if form.is_bound else _audit(request, scope)
    page = {
        "section": "audit",
        "form": form,
        "faults": refusal.faults if refusal else (),
        # Asked only of who has read what would be lost: a box that is always there is ticked unread.
        "asks_if_meant": isinstance(refusal, demographics.FarFewer),
        "origin": demographics.standing(request.organisation),
        "scope": scope,
        "page": layout.lay_out(found) if found else None,
        "query": request.GET.urlencode(),
        "terms": explanations.TERMS,
        "limits": explanations.LIMITS,
        "self_audit": explanations.SELF_AUDIT,
        "synthetic": explanations.SYNTHETIC_MEANING,
    }
    return render(request, "recruiter/audit.html", page)
