"""The people who opened a job, one line each: how far they are, what they reached, and whether somebody is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from paletter.interviews import deadlines, progress
from paletter.interviews.models import Interview
from paletter.jobs.models import Job
from paletter.reports.models import FirstLook, Report
from paletter.writeback.models import Delivery, DeliveryState

PAGE = 50
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "newest": (F("submitted_at").desc(nulls_last=True), "-created_at"),
    "fit": (F("report__scoring__fit_value").desc(nulls_last=True), "-created_at"),
    "name": ("candidate__name", "candidate__email"),
}
STYLES = {
    progress.State.READY: "good",
    progress.State.NEEDS_YOU: "warn",
    progress.State.SUBMITTED: "busy",
    progress.State.PROCESSING: "busy",
    progress.State.SCORING: "busy",
    progress.State.CHECK_WORDS: "busy",
}
IN_ATS = {DeliveryState.WAITING: "Waiting", DeliveryState.PARKED: "Needs you", DeliveryState.DONE: "Written"}
ICONS = {"good": "check", "warn": "warning", "busy": "clock", "": "person"}


def stands(where: str, *, through: str = "") -> Q:
    """Return the condition for interviews that have come this far; `through` is the way to them, as "interviews__"."""

    def told(**facts: Any) -> Q:
        return Q(**{f"{through}{name}": value for name, value in facts.items()})

    in_trouble = told(submitted_at__isnull=False, scored_at=None, withdrawn_at=None) & ~told(trouble="")
    conditions = {
        "started": told(started_at__isnull=False),
        "submitted": told(submitted_at__isnull=False),
        "ready": told(scored_at__isnull=False),
        "needs-you": in_trouble | told(report__delivery__state=DeliveryState.PARKED, withdrawn_at=None),
    }
    return conditions.get(where, Q())


@dataclass(frozen=True)
class Line:
    """One candidate in a job's table. `need` is why somebody must act, or empty."""

    interview: Interview
    label: str
    style: str
    icon: str
    since: datetime
    fit: str
    why_no_fit: str
    report: Report | None
    ats: str
    need: str
    has_looked: bool
    open: str
    """How much is answered of an interview that is not handed in, and whether its time is over; else empty."""

    @property
    def is_to_retry(self) -> bool:
        return bool(self.need)


def counts(job: Job) -> dict[str, int]:
    """Return how many candidates of a job stand where, in one query."""
    return job.interviews.aggregate(
        signed_up=Count("pk"),
        started=Count("pk", filter=stands("started")),
        submitted=Count("pk", filter=stands("submitted")),
        ready=Count("pk", filter=stands("ready")),
        need_you=Count("pk", filter=stands("needs-you")),
    )


def page(job: Job, *, reader_id: int, show: str, order: str, number: str) -> Page[Interview]:
    """Return one page of a job's interviews with all that a line needs, in a constant number of queries.

    `reader_id` is the user who looks: reports whose levels they have not seen can be judged first.
    """
    rows: QuerySet[Interview] = job.interviews.filter(stands(show)).order_by(*ORDERS.get(order, ORDERS["newest"]), "pk")
    rows = rows.select_related("candidate", "report__scoring", "report__delivery", "template_version")
    rows = rows.prefetch_related("answers")
    looks = FirstLook.objects.filter(report__interview=OuterRef("pk"), user_id=reader_id)
    looked = cast("QuerySet[Interview]", rows.annotate(has_looked=Exists(looks)))
    return Paginator(looked, PAGE).get_page(number)


def line(interview: Interview, *, now: datetime) -> Line:
    """Put an interview into a line of the table."""
    found = progress.of(interview, now=now)
    report: Report | None = None if progress.is_closed(interview) else getattr(interview, "report", None)
    delivery: Delivery | None = getattr(report, "delivery", None)
    is_parked = delivery is not None and delivery.state == DeliveryState.PARKED
    style = STYLES.get(found.state, "")
    return Line(
        interview=interview,
        label=found.label_for_recruiter,
        style=style,
        icon=ICONS[style],
        since=max(step.at for step in (*found.steps, progress.Step("", interview.created_at)) if step.at),
        fit="" if report is None or report.scoring.fit_value is None else str(report.scoring.fit_value),
        why_no_fit=_why_no_fit(interview, report),
        report=report,
        ats=IN_ATS[DeliveryState(delivery.state)] if delivery else "",
        need=(delivery.sentence if delivery and is_parked else "")
        or (interview.trouble if found.state == progress.State.NEEDS_YOU else ""),
        has_looked=bool(getattr(interview, "has_looked", False)),
        open=_open(interview, now=now) if found.state is progress.State.IN_PROGRESS else "",
    )


def _open(interview: Interview, *, now: datetime) -> str:
    answers = interview.answers.all()
    saved = sum(answer.kept_id is not None or answer.is_written for answer in answers)
    is_over = deadlines.is_over(interview, now=now)
    return f"{saved} of {len(answers)} answered, " + ("time over, not handed in" if is_over else "not handed in")


def _why_no_fit(interview: Interview, report: Report | None) -> str:
    if report is None or report.scoring.fit_value is not None:
        return ""
    return "people judge it" if interview.is_human_only else "not scored"
