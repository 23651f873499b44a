"""Joining a posting with an AI Assessment Template, and taking a job apart that nobody has opened yet."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from paletter.accounts.models import Organisation
from paletter.assessments import stored
from paletter.assessments.models import Template
from paletter.connections.models import Connection, MirroredPosting
from paletter.flow import triggers
from paletter.jobs import joining
from paletter.jobs.models import Job
from paletter.vocabulary.hiring import Distribution
from paletter.web.access import MemberRequest, member_required


class PostingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: MirroredPosting) -> str:
        distribution = Distribution(obj.distribution).value.capitalize()
        return " · ".join(part for part in (obj.title, obj.location, distribution) if part)


class JoinForm(forms.Form):
    """A posting that is free and takes candidates, and a template that the organisation may use."""

    posting = PostingChoice(
        queryset=MirroredPosting.objects.none(),
        label="Posting",
        empty_label="Choose a posting",
        error_messages={
            "required": "Please choose a posting.",
            "invalid_choice": "This posting cannot be chosen any more. It may have been joined or closed meanwhile.",
        },
    )
    template = forms.ModelChoiceField(
        queryset=Template.objects.none(),
        label="AI Assessment Template",
        empty_label=None,
        help_text="What is asked and how it is scored. You can read each template under Templates.",
        error_messages={"required": "Please choose a template."},
    )

    def __init__(self, *args: object, organisation: Organisation, postings: list[MirroredPosting]) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        free = [posting.pk for posting in postings]
        posting, template = self.fields["posting"], self.fields["template"]
        assert isinstance(posting, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(template, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        posting.queryset = MirroredPosting.objects.filter(pk__in=free).order_by("title", "pk")
        template.queryset = stored.templates_for(organisation)


@member_required
def join(request: MemberRequest) -> HttpResponse:
    """Make a job of a posting and a template, and go to its page, where the link is."""
    postings = joining.free_postings(request.organisation)
    sent = request.POST if request.method == "POST" else None
    form = JoinForm(sent, organisation=request.organisation, postings=postings)
    if form.is_valid():
        try:
            job = joining.join(**form.cleaned_data, user=request.user)
        except joining.JoinRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            triggers.posting_joined(job.posting)
            messages.success(request, "The job is ready. Copy its link below and send it to candidates.")
            return redirect("job", job.code)
    connection = Connection.objects.filter(organisation=request.organisation).order_by("-state").first()
    page = {"section": "jobs", "form": form, "postings": postings, "connection": connection}
    return render(request, "recruiter/join.html", page)


@member_required
@require_POST
def leave(request: MemberRequest, code: str) -> HttpResponse:
    """Take a job apart."""
    job = get_object_or_404(Job.objects.select_related("posting"), code=code, organisation=request.organisation)
    try:
        joining.leave(job)
    except joining.JoinRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("job", code)
    messages.success(request, "The job is gone, and the posting can be joined again.")
    return redirect("recruiter:jobs")
