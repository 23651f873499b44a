"""An admin brings a template as a file or as text: it is checked, compared with what is stored, and stored."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from paletter.assessments import lint, own, prompt_files, shelf, written
from paletter.assessments.models import Template
from paletter.assessments.rules.findings import Finding, error
from paletter.interviews import prompts
from paletter.vocabulary.rubrics import AssessmentTemplate
from paletter.web.access import MemberRequest, admin_required
from paletter.web.files import SmallFile
from paletter.web.recruiter.templates import stored_versions, told_changes

ADD = "Add a template"
MOST_BYTES = 256 * 1024
"""Far more than any template; the longest that ships has 9 kB."""


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or ()]


class TemplateForm(forms.Form):
    """A template as a file, or as text."""

    says_optional = False

    file = forms.FileField(
        label="Template file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
        help_text="A .toml file, as the example above. With a file, the text below is not read.",
    )
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false", "class": "template-text"}),
    )

    prompts = FilesField(
        label="Pictures and recordings",
        required=False,
        allow_empty_file=True,
        help_text="The files that its questions show or play, with their captions; 20 MB together. They are kept as "
        "soon as the check finds nothing wrong with them, so give each but once.",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if any(one.size > one.file.getbuffer().nbytes for one in given.get("prompts") or ()):
            self.add_error(
                "prompts", "These files are larger than 20 MB together. Make them smaller, or bring a few at a time."
            )
        if given.get("file") and given["file"].size > MOST_BYTES:
            self.add_error(
                "file", f"This file is larger than {MOST_BYTES // 1024} kB. A template is a few pages of text."
            )
        elif not given.get("file") and not (given.get("text") or "").strip():
            self.add_error("file", "Choose a file, or write its text below.")
        return given

    @property
    def prompt_files(self) -> dict[str, bytes]:
        """The files of its prompts, by name."""
        return {one.name: one.read() for one in self.cleaned_data["prompts"]}

    @property
    def content(self) -> bytes:
        """What was brought."""
        file = self.cleaned_data["file"]
        return bytes(file.read()) if file else str(self.cleaned_data["text"]).encode()


@csrf_exempt
@admin_required
def add(request: MemberRequest) -> HttpResponseBase:
    """Who asks is known before anything of a file is read; then it is a form like others."""
    request.upload_handlers = [SmallFile(request, most=prompt_files.MOST_BYTES)]
    return _add(request)


@csrf_protect
def _add(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        text, title = _beginning(request)
        return _page(request, TemplateForm(initial={"text": text}), title=title, is_blank=not text)
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    content = form.content
    # What stood in the file stands in the field now, to be mended there.
    kept = TemplateForm(initial={"text": content.decode("utf-8-sig", errors="replace")})
    try:
        value = shelf.parse(content, name="The text")
    except shelf.TemplateError as failure:
        return _page(request, kept, findings=(error("file", "shape", str(failure)),))
    taken = prompts.take_in(value, form.prompt_files, request.organisation)
    if taken.value != value:
        # Its files are stored now, under these names; storing it needs them no more.
        value = taken.value
        kept = TemplateForm(initial={"text": written.to_toml(value)})
    if request.POST.get("do") == "store":
        return _stored(request, kept, value, taken.findings)
    return _page(request, kept, value=value, findings=(*taken.findings, *own.check(value, request.organisation)))


def _stored(
    request: MemberRequest, form: TemplateForm, value: AssessmentTemplate, of_files: tuple[Finding, ...]
) -> HttpResponse:
    if of_files:
        return _page(request, form, value=value, findings=(*of_files, *own.check(value, request.organisation)))
    try:
        added = own.add(value, request.organisation)
    except own.TemplateRefused as refusal:
        return _page(request, form, value=value, findings=refusal.findings)
    told = {
        own.Outcome.NEW: "is stored. Recruiters can choose it when they join a posting.",
        own.Outcome.CHANGED: "is stored. Interviews that begin from now on are asked and judged by it.",
        own.Outcome.SAME: "was stored already. Nothing has changed.",
    }[added.outcome]
    messages.success(request, f"“{value.name}”, version {value.version}, {told}")
    return redirect("recruiter:template", value.key)


@admin_required
@require_POST
def retire(request: MemberRequest, key: str) -> HttpResponse:
    """Offer an own template no longer for new jobs, or again."""
    template = get_object_or_404(Template, key=key, organisation=request.organisation)
    if request.POST.get("do") == "bring_back":
        own.bring_back(template)
        messages.success(request, f"“{template}” can be chosen for new jobs again.")
    else:
        own.retire(template)
        messages.success(request, f"“{template}” is retired. Jobs that have it go on with it.")
    return redirect("recruiter:template", key)


def _beginning(request: MemberRequest) -> tuple[str, str]:
    """Return the text to begin with, and the page's title.

    The text is an own template's, or a copy of one that ships, under a name of its own.
    """
    if not (key := request.GET.get("from")):
        return "", ADD
    newest = stored_versions(request.organisation, key)[-1]
    value, title = newest.value, f"A new version of {newest.value.name}"
    if newest.template.is_shipped:
        title = f"A copy of {value.name}"
        value = replace(value, key=f"own-{value.key}"[:80], name=f"Our {value.name}"[:200], version="1")
    return written.to_toml(value), title


def _page(
    request: MemberRequest,
    form: TemplateForm,
    *,
    value: AssessmentTemplate | None = None,
    findings: tuple[Finding, ...] | None = None,
    title: str = ADD,
    is_blank: bool = False,
) -> HttpResponse:
    beside = _beside_stored(request, value) if value else {}
    page = {
        "section": "templates",
        "form": form,
        "value": value,
        "findings": findings,
        "errors": len(lint.errors(findings or ())),
        "title": f"A new version of {beside['newest'].value.name}" if beside else title,
        "is_blank": is_blank,
        **beside,
    }
    return render(request, "recruiter/template_add.html", page)


def _beside_stored(request: MemberRequest, value: AssessmentTemplate) -> dict[str, Any]:
    versions = own.versions(value.key, request.organisation)
    if not versions:
        return {}
    newest = versions[-1]
    return {"newest": newest, **told_changes(newest.value, value, names=(f"version {newest.version}", "this text"))}
