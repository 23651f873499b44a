"""Choosing by hand the application that a result belongs to, where the addresses do not tell (D4).

Names and addresses are read in the ATS at that moment, shown, and not kept.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from paletter import plugins
from paletter.ats.protocol import Ats, AtsDisconnected, AtsError, AtsProvider
from paletter.connections import connect, opening
from paletter.connections.models import Connection
from paletter.flow import triggers, writing
from paletter.jobs import titles
from paletter.jobs.models import Job
from paletter.vocabulary.hiring import Opportunity
from paletter.web.access import MemberRequest, member_required
from paletter.writeback import picking
from paletter.writeback.match import is_near
from paletter.writeback.models import Delivery

PAGE = 25
LONGEST = 300
"""Characters of what somebody looks for; ids and addresses are shorter."""
MOST = 2_000
"""So many applications of a posting are read for one page; a longer list is searched by address."""


@dataclass(frozen=True)
class Found:
    """Applications that a person may choose from, or the sentence that says why there are none to see."""

    rows: Collection[Opportunity] = ()
    is_cut: bool = False
    trouble: str = ""


@dataclass(frozen=True)
class Row:
    """One application in the list."""

    opportunity: Opportunity
    is_near: bool


@dataclass(frozen=True)
class Desk:
    """One result, and the account in which its application is looked for."""

    delivery: Delivery
    emails: Collection[str]

    @property
    def job(self) -> Job:
        return self.delivery.report.interview.job

    @property
    def title(self) -> str:
        return titles.shown(self.job)

    @property
    def connection(self) -> Connection:
        return self.job.posting.connection

    @property
    def provider(self) -> AtsProvider:
        return plugins.ats_provider(self.connection.provider)

    def ask(self, question: Callable[[Ats], Found]) -> Found:
        """Return what the ATS answers, or its failure in a sentence."""
        if self.job.posting.is_confidential:
            return Found(
                trouble=f"This posting is confidential in {self.provider.name}. Paletter never sees its applications."
            )
        if not self.connection.is_on:
            return Found(
                trouble=f"{self.provider.name} is not connected, so its applications can't be read. An admin connects "
                "it under ATS CONFIGURATION."
            )
        try:
            return question(opening.opened_for_a_page(self.connection, self.provider))
        except AtsDisconnected as error:
            connect.lost(connection=self.connection, sentence=str(error), now=timezone.now())
            return Found(trouble=str(error))
        except AtsError as error:
            return Found(trouble=str(error))

    def listed(self, sought: str) -> Found:
        """Return what is on the posting: similar addresses first, then active ones, the newest first."""
        posting = self.job.posting.external_id

        def question(ats: Ats) -> Found:
            exact = list(ats.opportunities(posting_id=posting, email=sought)) if "@" in sought else []
            if exact:
                return Found(exact)
            read = list(islice(ats.opportunities_on([posting]), MOST + 1))
            return Found([o for o in read[:MOST] if _holds(o, sought)], is_cut=len(read) > MOST)

        found = self.ask(question)
        return Found(sorted(found.rows, key=self._place), found.is_cut, found.trouble)

    def one(self, opportunity_id: str) -> Found:
        """Return one application, none when it is not on the posting."""

        def question(ats: Ats) -> Found:
            chosen = ats.opportunity(opportunity_id)
            is_there = chosen is not None and self.job.posting.external_id in chosen.posting_ids
            return Found([chosen] if chosen and is_there else [])

        return self.ask(question)

    def _place(self, row: Opportunity) -> tuple[bool, bool, float, str]:
        return not is_near(row, self.emails), row.is_archived, -row.created_at.timestamp(), row.id

    def row(self, opportunity: Opportunity) -> Row:
        return Row(opportunity, is_near(opportunity, self.emails))


@member_required
@never_cache
def pick(request: MemberRequest, pk: int) -> HttpResponse:
    """List the applications on a result's posting, ask about the chosen one, and send the result there."""
    desk = _desk(request, pk)
    if request.method == "POST":
        return _undo(request, desk) if "undo" in request.POST else _choose(request, desk)
    page: dict[str, Any] = {"section": "jobs", "desk": desk, "is_open": picking.is_open(desk.delivery)}
    chosen = _id(request.GET.get("choose", ""))
    if not page["is_open"]:
        return render(request, "recruiter/pick.html", page)
    if chosen:
        return _ask(request, desk, chosen, page)
    sought = " ".join(request.GET.get("find", "").replace("\0", " ").split())[:LONGEST]
    found = desk.listed(sought)
    rows = Paginator([desk.row(one) for one in found.rows], PAGE).get_page(request.GET.get("page"))
    return render(request, "recruiter/pick.html", page | {"sought": sought, "found": found, "rows": rows})


def _ask(request: MemberRequest, desk: Desk, chosen: str, page: dict[str, Any]) -> HttpResponse:
    found = desk.one(chosen)
    if found.trouble or not found.rows:
        messages.error(request, found.trouble or "This application is not on the posting any more. Choose another one.")
        return redirect("recruiter:pick", desk.delivery.pk)
    (opportunity,) = found.rows
    return render(request, "recruiter/pick_confirm.html", page | {"row": desk.row(opportunity)})


def _choose(request: MemberRequest, desk: Desk) -> HttpResponse:
    def question(ats: Ats) -> Found:
        posting, chosen = desk.job.posting.external_id, _id(request.POST.get("opportunity", ""))
        return Found([picking.pick(desk.delivery, chosen, ats=ats, posting_id=posting, user=request.user)])

    try:
        found = desk.ask(question)
    except picking.PickRefused as refusal:
        found = Found(trouble=str(refusal))
    if found.trouble:
        messages.error(request, found.trouble)
        return redirect("recruiter:pick", desk.delivery.pk)
    triggers.delivery_retried(desk.delivery)
    messages.success(
        request, f"Paletter writes this result to the application that you chose in {desk.provider.name} now."
    )
    return redirect("job", desk.job.code)


def _undo(request: MemberRequest, desk: Desk) -> HttpResponse:
    try:
        picking.undo(desk.delivery)
        triggers.delivery_retried(desk.delivery)
    except picking.PickRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Your choice is undone. Paletter looks for the application by address again.")
    return redirect("recruiter:pick", desk.delivery.pk)


def _desk(request: MemberRequest, pk: int) -> Desk:
    rows = Delivery.objects.filter(report__interview__job__organisation__memberships__user=request.user)
    rows = rows.select_related(
        "picked_by", "report__interview__candidate", "report__interview__job__posting__connection"
    )
    delivery = get_object_or_404(rows, pk=pk)
    return Desk(delivery, writing.verified_emails(delivery.report))


def _id(text: str) -> str:
    """Return what may be an id; what is cut off here is none anyway."""
    return text.replace("\0", "")[:LONGEST]


def _holds(opportunity: Opportunity, sought: str) -> bool:
    text = " ".join([opportunity.name, *opportunity.emails]).lower()
    return all(word in text for word in sought.lower().split())
