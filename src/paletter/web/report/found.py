"""A report by its key, for those who may see it."""

from uuid import UUID

from django.http import Http404, HttpRequest

from paletter.accounts.models import Membership
from paletter.interviews import progress
from paletter.reports.models import Report
from paletter.web.report import members


def report(key: UUID) -> Report | None:
    """Return the report with all that its pages name."""
    rows = Report.objects.select_related(
        "scoring__stands_on",
        "interview__candidate",
        "interview__job__organisation",
        "interview__job__posting__connection",
        "interview__template_version__template",
        "delivery",
    )
    return rows.filter(key=key).first()


def membership(request: HttpRequest, row: Report) -> Membership:
    """Return the membership under which somebody sees a report; for everybody else there is no such page."""
    found = members.membership(request, row.interview.job.organisation_id)
    if found is None:
        raise Http404
    return found


def for_member(request: HttpRequest, key: UUID) -> tuple[Report, Membership]:
    """Return a report and the membership of whoever asks; raises Http404, also while there is nothing to be seen."""
    row = report(key)
    if row is None:
        raise Http404
    member = membership(request, row)
    if progress.is_closed(row.interview):
        raise Http404
    return row, member
