"""“Why is my job not here?”: answered for one posting, and for all of them in a table (R26)."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from paletter import plugins
from paletter.ats.protocol import AtsDisconnected, AtsError, AtsProvider, AtsUnavailable
from paletter.connections import connect, opening
from paletter.connections.models import Connection, MirroredPosting
from paletter.jobs import titles
from paletter.vocabulary.hiring import Distribution, PostingState
from paletter.web.access import MemberRequest, member_required
from paletter.web.recruiter import answers

MOST = 20
PAGE = 25
LONGEST = 300
"""Characters of what somebody looks for; links of an ATS are shorter."""
OPEN = Q(state=PostingState.OPEN, gone_at=None) & ~Q(distribution__in=(Distribution.CONFIDENTIAL, Distribution.NONE))
SHOWS = {
    "all": ("All", Q()),
    "joined": ("Joined", Q(job__isnull=False)),
    "free": ("To be joined", OPEN & Q(job=None)),
    "closed": ("Not open", ~OPEN),
}


@dataclass(frozen=True)
class Row:
    """A line of the table. The title of one that is confidential now is hidden, and only told if it is a job."""

    posting: MirroredPosting
    title: str
    state: str
    distribution: str

    @property
    def is_open(self) -> bool:
        return self.posting.is_assessable and not self.posting.gone_at


@member_required
@never_cache
def missing(request: MemberRequest) -> HttpResponse:
    """Say whether the ATS is connected, when it was asked last, and what is true of the posting one looks for."""
    sought = " ".join(request.GET.get("title", "").replace("\0", " ").split())[:LONGEST]
    connection = Connection.objects.filter(organisation=request.organisation).order_by("-state").first()
    show = request.GET.get("show", "all") if request.GET.get("show") in SHOWS else "all"
    page: dict[str, Any] = {
        "section": "jobs",
        "sought": sought,
        "connection": connection,
        "show": show,
        "shows": [(key, label) for key, (label, _) in SHOWS.items()],
    }
    if connection:
        provider = plugins.ats_provider(connection.provider, is_hasty=True)
        table = _table(connection, show=show, number=request.GET.get("page", ""))
        page |= {"ats": provider.name, "table": table, "rows": [_row(posting) for posting in table]}
        page |= _answers(connection, provider, sought) if sought else {}
    return render(request, "recruiter/missing.html", page)


def _answers(connection: Connection, provider: AtsProvider, sought: str) -> dict[str, Any]:
    if posting_id := provider.posting_id_in(sought):
        return _answer_for_id(connection, provider, posting_id)
    rows = _told(connection).filter(title__icontains=sought).select_related("job").order_by("title", "pk")
    found = list(rows[: MOST + 1])
    is_on = connection.is_on
    listed = [answers.of_mirrored(row, ats=provider.name, is_connected=is_on) for row in found[:MOST]]
    return {"found": listed, "is_more": len(found) > MOST}


def _answer_for_id(connection: Connection, provider: AtsProvider, posting_id: str) -> dict[str, Any]:
    row = connection.postings.select_related("job").filter(external_id=posting_id).first()
    known = [answers.of_mirrored(row, ats=provider.name, is_connected=connection.is_on)] if row else []
    # Of what is hidden Paletter does not know why: the ATS says whether it is confidential, deleted, or back.
    is_told = row is not None and (not row.is_confidential or row.gone_at is not None)
    page: dict[str, Any] = {"found": known, "is_by_id": True}
    if is_told or not connection.is_on:
        return page
    try:
        live = opening.opened_for_a_page(connection, provider).look_up(posting_id)
    except AtsDisconnected as error:
        connect.lost(connection=connection, sentence=str(error), now=timezone.now())
        return page | {"unanswered": str(error)}
    except AtsError as error:
        return page | {"unanswered": str(error), "is_passing": isinstance(error, AtsUnavailable)}
    return page | {"found": [answers.of_live(live, ats=provider.name, job=getattr(row, "job", None))]}


def _told(connection: Connection) -> QuerySet[MirroredPosting]:
    """Return the postings whose title may be told: never a confidential one, not even that it matches (R23)."""
    return connection.postings.exclude(distribution=Distribution.CONFIDENTIAL)


def _table(connection: Connection, *, show: str, number: str) -> Page[MirroredPosting]:
    may_be_listed = ~Q(distribution=Distribution.CONFIDENTIAL) | Q(job__isnull=False)
    rows = connection.postings.filter(may_be_listed, SHOWS[show][1]).select_related("job")
    # A hidden title must not show by its place among the others.
    told = Case(When(~Q(distribution=Distribution.CONFIDENTIAL), then=F("title")))
    return Paginator(rows.order_by(told.asc(nulls_last=True), "pk"), PAGE).get_page(number)


def _row(posting: MirroredPosting) -> Row:
    if posting.is_confidential:
        return Row(posting, titles.HIDDEN, "Deleted" if posting.gone_at else "Not readable", "")
    state = "Deleted" if posting.gone_at else answers.STATES[PostingState(posting.state)]
    return Row(posting, posting.title, state, answers.DISTRIBUTIONS[Distribution(posting.distribution)])
