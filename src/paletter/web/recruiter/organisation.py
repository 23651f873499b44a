"""Which organisation a person works for now, when there are several."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from paletter.accounts.models import Membership
from paletter.web.access import ORGANISATION, MemberRequest, member_required


@member_required
@require_POST
def switch(request: MemberRequest) -> HttpResponse:
    """Go over to another organisation of one's own."""
    chosen = request.POST.get("organisation", "")
    mine = Membership.objects.filter(user=request.user).select_related("organisation")
    membership = get_object_or_404(mine, organisation_id=int(chosen) if chosen.isdigit() else 0)
    request.session[ORGANISATION] = membership.organisation_id
    messages.success(request, f"You now work for {membership.organisation}.")
    return redirect("recruiter:jobs")
