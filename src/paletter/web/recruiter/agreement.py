"""How reviewers and the scorer agree: admins see all reviewers, everybody sees themselves."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from paletter.evaluation.reviewers import FEWEST
from paletter.reports import agreement as agreeing
from paletter.web.access import MemberRequest, member_required


@member_required
@require_safe
def agreement(request: MemberRequest) -> HttpResponse:
    """Show agreement as figures with what they mean."""
    only = None if request.membership.is_admin else request.user
    page = {
        "section": "members",
        "reviewers": agreeing.reviewers(request.organisation, only=only),
        "overridden": agreeing.overridden(request.organisation) if request.membership.is_admin else None,
        "fewest": FEWEST,
    }
    return render(request, "recruiter/agreement.html", page)
