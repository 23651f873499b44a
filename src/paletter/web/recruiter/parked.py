"""Waiting and parked work: everything that stands still, by reason, with “Try again” for one, some or all."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from paletter.flow import triggers
from paletter.interviews.models import Interview
from paletter.web.access import MemberRequest, member_required
from paletter.web.recruiter import backlog
from paletter.writeback.models import Delivery, DeliveryState

PAGE = 50


@dataclass
class Section:
    """One reason with the rows that are shown of it."""

    group: backlog.Group
    rows: list[backlog.Row] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.group.count - len(self.rows)


@member_required
@never_cache
def parked(request: MemberRequest) -> HttpResponse:
    """Show why work stands still: a few rows of every reason, or all of one."""
    found = backlog.groups(request.organisation)
    chosen = next((group for group in found if group.key == request.GET.get("group")), None)
    if request.GET.get("group") and chosen is None:
        # The reason is gone since the page was loaded, and with it what stood here.
        return redirect("recruiter:parked")
    page: Page[Any] | None = None
    if chosen:
        page = Paginator(backlog.all_of(request.organisation, chosen), PAGE).get_page(request.GET.get("page"))
    facts = {
        "section": "ats",
        "sections": [_section(chosen, page)] if chosen and page else _sections(request, found),
        "page": page,
        "chosen": chosen,
        "total": sum(group.count for group in found),
        "need_you": sum(group.count for group in found if group.kind == backlog.NEEDS_YOU),
        "can_try": any(group.kind != backlog.OFF for group in found),
    }
    return render(request, "recruiter/parked.html", facts)


@member_required
@require_POST
def retry(request: MemberRequest) -> HttpResponse:
    """Set going again one interview or result, or as an admin all that share a reason, or everything."""
    if key := request.POST.get("interview"):
        count = _retry_one(request, key)
    elif not request.membership.is_admin:
        raise Http404
    else:
        count = _retry_many(request, request.POST.get("group", ""))
    if count:
        what = "One is" if count == 1 else f"{count} are"
        messages.success(request, f"{what} being tried again. Load this page in a moment to see how it went.")
    else:
        messages.info(request, "There was nothing left to try: it went through meanwhile, or waits for a connection.")
    return redirect("recruiter:parked")


def _retry_one(request: MemberRequest, key: str) -> int:
    try:
        number = uuid.UUID(key)
    except ValueError as error:
        raise Http404 from error
    interview = get_object_or_404(Interview, key=number, job__organisation=request.organisation)
    delivery = Delivery.objects.filter(report__interview=interview).exclude(state=DeliveryState.DONE).first()
    if delivery:
        triggers.delivery_retried(delivery)
    elif interview.trouble:
        triggers.interview_retried(interview)
    return 1 if delivery or interview.trouble else 0


def _retry_many(request: MemberRequest, key: str) -> int:
    found = [group for group in backlog.groups(request.organisation) if key in ("", group.key)]
    count = 0
    for group in found:
        if group.about == "interview":
            for interview in backlog.interviews_in(request.organisation, group):
                triggers.interview_retried(interview)
                count += 1
        elif group.kind != backlog.OFF:
            keys = backlog.deliveries_in(request.organisation, group).values_list("pk", flat=True)
            count += triggers.deliveries_retried(request.organisation, among=list(keys))
    return count


def _sections(request: MemberRequest, found: Sequence[backlog.Group]) -> list[Section]:
    sections = {group.key: Section(group) for group in found}
    for row in backlog.first_rows(request.organisation):
        if row.group in sections:
            sections[row.group].rows.append(row)
    return list(sections.values())


def _section(group: backlog.Group, page: Page[Any]) -> Section:
    return Section(group, backlog.rows_of(group, page))
