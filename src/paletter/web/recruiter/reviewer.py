"""Who is named to a job's candidates as the one who watches their answers."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from paletter.accounts.models import User
from paletter.jobs import reviewer as naming
from paletter.jobs import titles
from paletter.jobs.models import Job
from paletter.web.access import enter


class ReviewerForm(forms.Form):
    reviewer = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        label="Who watches the answers",
        empty_label="Nobody is named",
        help_text="Candidates read this name before they begin: they want to know that a person sees them.",
        error_messages={"invalid_choice": "This person is not a member any more. Please choose somebody else."},
    )

    def __init__(self, job: Job, *args: object, **given: object) -> None:
        super().__init__(*args, **given)  # type: ignore[arg-type]
        possible = [person.pk for person in naming.candidates_for(job)]
        self.fields["reviewer"].queryset = User.objects.filter(pk__in=possible).order_by("name")  # type: ignore[attr-defined]


def reviewer(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the person, or nobody; for members of the job's organisation."""
    job = get_object_or_404(Job.objects.select_related("organisation", "posting", "reviewer"), code=code)
    if enter(request, job.organisation) is None:
        raise Http404
    form = ReviewerForm(job, request.POST or None, initial={"reviewer": job.reviewer_id})
    if request.method == "POST" and form.is_valid():
        naming.name(job, form.cleaned_data["reviewer"])
        named = naming.told(job)
        messages.success(request, f"Candidates are told that {named} watches." if named else "Nobody is named now.")
        return redirect("job", code=job.code)
    page = {"section": "jobs", "job": job, "title": titles.shown(job), "form": form}
    return render(request, "recruiter/reviewer.html", page)
