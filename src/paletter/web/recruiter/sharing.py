"""What candidates of an organisation may see: whether they may read the reports on their own interviews."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from paletter.accounts import organisations
from paletter.web.access import MemberRequest, admin_required


@admin_required
def sharing(request: MemberRequest) -> HttpResponse:
    """Show the switch, and throw it as it was meant, however often the button is pressed."""
    organisation = request.organisation
    if request.method == "POST" and request.POST.get("shares") in ("yes", "no"):
        shares = request.POST["shares"] == "yes"
        organisations.share_reports(organisation, shares=shares)
        told = "Candidates may read their reports." if shares else "Candidates see how far they are, and no report."
        messages.success(request, told)
        return redirect("recruiter:sharing")
    return render(request, "recruiter/sharing.html", {"section": "members", "organisation": organisation})
