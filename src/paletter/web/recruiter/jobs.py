"""A recruiter's jobs, and the page of one."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from paletter.connections.models import Connection
from paletter.interviews import another_way
from paletter.jobs import invitation, joining, link, reviewer, titles
from paletter.jobs.models import Job
from paletter.retention.models import Erasure
from paletter.web.access import MemberRequest, enter, member_required
from paletter.web.recruiter import candidates


@dataclass(frozen=True)
class Standing:
    """Whether a job takes candidates now, and if not, why and what to do (R24)."""

    is_ready: bool
    label: str
    sentence: str = ""
    is_connection: bool = False


def standing(job: Job) -> Standing:
    """Tell how a job stands."""
    posting, connection = job.posting, job.posting.connection
    if posting.is_confidential:
        return Standing(
            False,
            "Confidential",
            "This posting is confidential in the ATS now, or gone there, so Paletter has hidden its title. "
            "Nobody can begin an interview. Interviews that were handed in go on, and their results are written back.",
        )
    if not connection.is_on:
        return Standing(
            False,
            "Not connected",
            "The ATS is not connected, so nobody can begin an interview, and results wait here until it is.",
            is_connection=True,
        )
    if not posting.is_assessable:
        return Standing(
            False,
            "Closed",
            "The ATS says that this posting no longer takes candidates, so nobody new can begin. "
            "Interviews under way go on, and their results are written back.",
        )
    return Standing(True, "Ready for candidates")


@member_required
def jobs(request: MemberRequest) -> HttpResponse:
    """List the organisation's jobs with how many candidates stand where."""
    rows = (
        Job.objects.filter(organisation=request.organisation)
        .select_related("posting__connection", "template")
        .annotate(
            signed_up=Count("interviews"),
            submitted=Count("interviews", filter=candidates.stands("submitted", through="interviews__")),
            ready=Count("interviews", filter=candidates.stands("ready", through="interviews__")),
            need_you=Count("interviews", filter=candidates.stands("needs-you", through="interviews__")),
        )
        .order_by("-created_at", "-pk")
    )
    listed = [{"job": row, "title": titles.shown(row), "standing": standing(row)} for row in rows]
    connection = Connection.objects.filter(organisation=request.organisation, state="on").first()
    free = len(joining.free_postings(request.organisation)) if connection and not listed else 0
    page = {"section": "jobs", "listed": listed, "connection": connection, "free": free}
    return render(request, "recruiter/jobs.html", page)


def job(request: HttpRequest, job: Job) -> HttpResponse:
    """Show a job to a member of its organisation; `web.entry` hands it over (D1)."""
    member = enter(request, job.organisation)
    if member is None:
        raise Http404
    version = job.template_version.value
    page = candidates.page(
        job,
        reader_id=member.user_id,
        show=request.GET.get("show", ""),
        order=request.GET.get("order", ""),
        number=request.GET.get("page", ""),
    )
    now = timezone.now()
    facts: dict[str, Any] = {
        "section": "jobs",
        "job": job,
        "title": titles.shown(job),
        "standing": standing(job),
        "template": version,
        "link": link.url(job),
        "text": invitation.text(
            title=titles.shown(job),
            organisation=job.organisation.name,
            link=link.url(job),
            questions=len(version.questions),
            minutes=version.minutes,
            kinds=[question.kind for question in version.questions],
            reviewer=reviewer.told(job),
            deadline=job.deadline_at,
            zone=job.deadline_zone or "UTC",
        ),
        "reviewer": reviewer.told(job),
        "counts": candidates.counts(job),
        "asked": another_way.unanswered(job.organisation).filter(interview__job=job).count(),
        "erased": Erasure.objects.filter(job=job).count(),
        "lines": [candidates.line(interview, now=now) for interview in page],
        "page": page,
        "show": request.GET.get("show", "all"),
        "order": request.GET.get("order", "newest"),
    }
    return render(request, "recruiter/job.html", facts)
