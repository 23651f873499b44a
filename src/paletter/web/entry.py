"""The doors: the first page, and a job's one link, which shows each visitor their own side (D1)."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from paletter.jobs.models import Job
from paletter.web import access
from paletter.web.candidate import start
from paletter.web.languages import speaks
from paletter.web.recruiter import jobs


@speaks
def home(request: HttpRequest) -> HttpResponseBase:
    """Recruiters go to their jobs, candidates to their interviews, strangers get a word of welcome."""
    if not request.user.is_authenticated:
        return render(request, "welcome.html")
    if access.membership_of(request):
        return redirect("recruiter:jobs")
    return redirect("candidate:interviews")


def job(request: HttpRequest, code: str) -> HttpResponseBase:
    """A recruiter of the job's organisation sees the job page, everybody else the candidate's entry."""
    found = get_object_or_404(Job.objects.select_related("posting__connection", "organisation", "template"), code=code)
    if request.user.is_authenticated and found.organisation.memberships.filter(user_id=request.user.pk).exists():
        return jobs.job(request, found)
    return start.landing(request, found)


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the web process lives."""
    return HttpResponse("ok\n", content_type="text/plain")
