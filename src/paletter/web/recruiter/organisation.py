"""Which organisation a person works for now, when there are several."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from paletter.accounts.models import Membership
from paletter.web.access import ORGANISATION, MemberRequest, member_required


@member_required
@require_POST
def switch(request: MemberRequest) -> HttpResponse:
    """Go over to another organisation of one's own."""
    mine = {
        str(row.organisation_id): row
        for row in Membership.objects.filter(user=request.user).select_related("organisation")
    }
    membership = mine.get(request.POST.get("organisation", ""))
    if membership is None:
        raise Http404
    request.session[ORGANISATION] = membership.organisation_id
    messages.success(request, f"You now work for {membership.organisation}.")
    return redirect("recruiter:jobs")
