"""What waits for the ATS or for a person, by reason: the read side of the page of waiting and parked work."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Case, Count, F, Func, Min, Q, QuerySet, TextField, Value, When, Window
from django.db.models.functions import RowNumber

from paletter.accounts.models import Organisation
from paletter.connections.models import ConnectionState
from paletter.interviews.models import Interview
from paletter.jobs import titles
from paletter.writeback import waiting
from paletter.writeback.models import Delivery, DeliveryState

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

FEW = 5
"""Rows of each group on the page of all groups."""
ADDRESS = r"[^\s@“”,;]+@[^\s@“”,;]*[^\s@“”,;.]"
ADDRESSES = rf"{ADDRESS}(?: or {ADDRESS})*"
OFF, NEEDS_YOU, PASSES = "off", "needs_you", "passes"


class Reasoned(TypedDict):
    """What is asked of the database beside a row."""

    kind: str
    reason: str


@dataclass(frozen=True)
class Group:
    """Work that stands still for the same reason. `sentence` tells it without anybody's address."""

    key: str
    kind: str
    sentence: str
    count: int
    since: datetime
    about: str
    """“delivery” or “interview”."""


@dataclass(frozen=True)
class Row:
    """One result or interview that stands still. `delivery` is empty for an interview in trouble."""

    group: str
    interview: Interview
    delivery: Delivery | None
    title: str
    sentence: str
    since: datetime

    @property
    def is_to_pick(self) -> bool:
        """A person may choose the application where none was found."""
        return self.delivery is not None and self.delivery.state == "parked" and not self.delivery.opportunity_id


@dataclass(frozen=True)
class Counts:
    """How much waits and how much is parked in an organisation."""

    waiting: int
    parked: int
    troubled: int

    @property
    def need_you(self) -> int:
        return self.parked + self.troubled


def counts(organisation: Organisation) -> Counts:
    """Return how much stands still, in two queries."""
    found = waiting.unfinished(organisation).aggregate(
        waiting=Count("pk", filter=Q(state=DeliveryState.WAITING)),
        parked=Count("pk", filter=Q(state=DeliveryState.PARKED)),
    )
    return Counts(troubled=troubled(organisation).count(), **found)


def troubled(organisation: Organisation) -> QuerySet[Interview]:
    """Return the interviews whose processing stopped and waits for a person."""
    handed_in = Interview.objects.filter(job__organisation=organisation, submitted_at__isnull=False, scored_at=None)
    handed_in = handed_in.filter(withdrawn_at=None)
    return handed_in.exclude(trouble="")


def groups(organisation: Organisation) -> list[Group]:
    """Return the reasons why work stands still, those that need somebody first, the largest first."""
    results = _of_deliveries(organisation).values("kind", "reason").annotate(count=Count("pk"), since=Min("changed_at"))
    stopped = _of_interviews(organisation).values("kind", "reason").annotate(count=Count("pk"), since=Min("trouble_at"))
    found = [_group("delivery", **row) for row in results]
    found += [_group("interview", **row) for row in stopped]
    order = {OFF: 0, NEEDS_YOU: 1, PASSES: 2}
    return sorted(found, key=lambda group: (order[group.kind], -group.count, group.key))


def first_rows(organisation: Organisation) -> list[Row]:
    """Return the first few rows of every group, in two queries."""
    place = Window(RowNumber(), partition_by=[F("kind"), F("reason")], order_by=[F("changed_at"), F("pk")])
    results = _with_all(_of_deliveries(organisation)).annotate(place=place).filter(place__lte=FEW)
    place = Window(RowNumber(), partition_by=[F("reason")], order_by=[F("trouble_at"), F("pk")])
    stopped = _of_interviews(organisation).annotate(place=place).filter(place__lte=FEW)
    stopped = stopped.select_related("candidate", "job__posting")
    rows = [_delivery_row(delivery) for delivery in results.order_by("changed_at", "pk")]
    return rows + [_interview_row(interview) for interview in stopped.order_by("trouble_at", "pk")]


def deliveries_in(organisation: Organisation, group: Group) -> "QuerySet[WithAnnotations[Delivery, Reasoned]]":
    """Return the write-backs of one group, longest waiting first."""
    rows = _of_deliveries(organisation).filter(kind=group.kind, reason=group.sentence)
    return rows.order_by("changed_at", "pk")


def interviews_in(organisation: Organisation, group: Group) -> "QuerySet[WithAnnotations[Interview, Reasoned]]":
    """Return the interviews of one group, longest waiting first."""
    return _of_interviews(organisation).filter(reason=group.sentence).order_by("trouble_at", "pk")


def all_of(organisation: Organisation, group: Group) -> QuerySet[Any]:
    """Return everything in a group with what its rows show; `rows_of` makes rows of it."""
    if group.about == "delivery":
        return _with_all(deliveries_in(organisation, group))
    return interviews_in(organisation, group).select_related("candidate", "job__posting")


def rows_of(group: Group, found: Iterable[Any]) -> list[Row]:
    """Put what was read of a group into rows."""
    return [_delivery_row(one) if group.about == "delivery" else _interview_row(one) for one in found]


def _of_deliveries(organisation: Organisation) -> "QuerySet[WithAnnotations[Delivery, Reasoned]]":
    is_off = ~Q(report__interview__job__posting__connection__state=ConnectionState.ON)
    kind = Case(
        When(is_off, then=Value(OFF)),
        When(state=DeliveryState.PARKED, then=Value(NEEDS_YOU)),
        default=Value(PASSES),
        output_field=TextField(),
    )
    # While nothing can be sent there is one reason, whatever stood in the way before.
    reason = Case(When(is_off, then=Value("")), default=_told("sentence"), output_field=TextField())
    return waiting.unfinished(organisation).annotate(kind=kind, reason=reason)


def _of_interviews(organisation: Organisation) -> "QuerySet[WithAnnotations[Interview, Reasoned]]":
    return troubled(organisation).annotate(kind=Value(NEEDS_YOU), reason=_told("trouble"))


def _told(column: str) -> Func:
    """Return a sentence with addresses left out, so that one reason is one group however many people it meets."""
    told = [F(column), Value(ADDRESSES), Value("of the candidate"), Value("g")]
    return Func(*told, function="REGEXP_REPLACE", output_field=TextField())


def _with_all(
    deliveries: "QuerySet[WithAnnotations[Delivery, Reasoned]]",
) -> "QuerySet[WithAnnotations[Delivery, Reasoned]]":
    return deliveries.select_related("report__interview__candidate", "report__interview__job__posting")


def _group(about: str, *, kind: str, reason: str, count: int, since: datetime) -> Group:
    return Group(_key(about, kind, reason), kind, reason, count, since, about)


def _key(about: str, kind: str, reason: str) -> str:
    return hashlib.sha256(f"{about} {kind} {reason}".encode()).hexdigest()[:12]


def _delivery_row(delivery: "WithAnnotations[Delivery, Reasoned]") -> Row:
    interview = delivery.report.interview
    group = _key("delivery", delivery.kind, delivery.reason)
    own = _own(delivery.sentence, interview) if delivery.kind == NEEDS_YOU else ""
    return Row(group, interview, delivery, titles.shown(interview.job), own, delivery.changed_at)


def _interview_row(interview: "WithAnnotations[Interview, Reasoned]") -> Row:
    group = _key("interview", interview.kind, interview.reason)
    since = interview.trouble_at or interview.created_at
    own = _own(interview.trouble, interview)
    return Row(group, interview, None, titles.shown(interview.job), own, since)


def _own(sentence: str, interview: Interview) -> str:
    """Return the sentence if it tells more than what stands over the group and beside the name already."""
    return sentence if set(re.findall(ADDRESS, sentence)) - {interview.candidate.email} else ""
