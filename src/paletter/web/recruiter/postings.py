"""“Why is my job not here?”, answered from what Paletter knows (R26)."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from paletter.connections.models import Connection, MirroredPosting
from paletter.jobs.models import Job
from paletter.web.access import MemberRequest, member_required

MOST = 20


@dataclass(frozen=True)
class Found:
    """A posting that matches, with what is true of it."""

    posting: MirroredPosting
    job: Job | None

    @property
    def answer(self) -> str:
        if self.job:
            return "It is here: the posting is joined with a template."
        if self.posting.is_assessable:
            return "It is here and waits to be joined with a template."
        return f"It takes no candidates now: the ATS says “{self.posting.state}”. Publish it there, then fetch again."


@member_required
def missing(request: MemberRequest) -> HttpResponse:
    """Say whether the ATS is connected, when it was asked last, and what is known of the posting one looks for."""
    sought = " ".join(request.GET.get("title", "").replace("\0", " ").split())
    connection = Connection.objects.filter(organisation=request.organisation).order_by("-state").first()
    page = {
        "section": "jobs",
        "sought": sought,
        "connection": connection,
        "found": _found(connection, sought) if connection and sought else [],
    }
    return render(request, "recruiter/missing.html", page)


def _found(connection: Connection, sought: str) -> list[Found]:
    """Return what matches. Confidential postings are never told, not even that they match (R23)."""
    rows = connection.postings.filter(title__icontains=sought).exclude(distribution="confidential")
    rows = rows.select_related("job").order_by("title", "pk")[:MOST]
    return [Found(posting=row, job=getattr(row, "job", None)) for row in rows]
