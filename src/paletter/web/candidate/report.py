"""The report as its candidate may read it, where the organisation shares reports (D7)."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from paletter.interviews import progress
from paletter.interviews.models import Interview
from paletter.reports import for_candidates, layout, stored
from paletter.reports.models import Report
from paletter.web.candidate.access import CandidateRequest, own_interview
from paletter.web.languages import speaks
from paletter.web.report.addresses import PageAddresses
from paletter.web.report.speeds import SPEEDS


def is_shared(interview: Interview) -> bool:
    """Tell whether the candidate may read the report now."""
    is_there = interview.scored_at is not None and not progress.is_closed(interview)
    return is_there and interview.job.organisation.shares_reports


@require_safe
@own_interview
@speaks
@never_cache
def report(request: CandidateRequest, interview: Interview) -> HttpResponseBase:
    """Show what is published: levels, quotes, reasons. Drafts of members and the way into the ATS are not in it."""
    row = Report.objects.select_related("interview__candidate", "interview__job__posting").filter(interview=interview)
    found = row.first() if is_shared(interview) else None
    if found is None:
        raise Http404
    view = for_candidates.without_names(
        stored.view(found, addresses=PageAddresses()), employer=interview.job.organisation.name
    )
    context = {
        "report": layout.lay_out(view, link=lambda answer, second: f"#answer-{answer.position}"),
        "interview": interview,
        "speeds": SPEEDS,
        "section": "interviews",
    }
    return render(request, "candidate/report.html", context)
