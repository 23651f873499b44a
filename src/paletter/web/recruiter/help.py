"""The help page: the guide for admins, with the addresses of those who help (R9, R59)."""

from django.http import HttpResponse
from django.shortcuts import render

from paletter.web.access import MemberRequest, member_required
from paletter.web.guide import guide


@member_required
def page(request: MemberRequest) -> HttpResponse:
    """Show the guide and whom to ask."""
    return render(request, "recruiter/help.html", {"section": "help", "guide": guide()})
