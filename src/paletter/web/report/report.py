"""The page that the link in the ATS leads to: levels with their quotes beside the video that carries them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from paletter import plugins
from paletter.accounts.models import Membership
from paletter.interviews import progress
from paletter.reports import beside, layout, looks, stored
from paletter.reports.models import Report
from paletter.reports.report import AnswerView, DeliveryProgress, DeliveryView, ReportView
from paletter.retention import erase
from paletter.web import erased
from paletter.web.report import found, judging, members
from paletter.web.report.addresses import PageAddresses
from paletter.web.report.speeds import SPEEDS
from paletter.writeback.models import Delivery, DeliveryState


@require_safe
@login_required
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show a report to members of its job's organisation; for everybody else there is no such page."""
    row = found.report(key)
    if row is None:
        return _erased(request, key)
    membership = found.membership(request, row)
    if progress.is_closed(row.interview):
        return _closed(request, row, membership)
    looks.remember(row, membership.user, now=timezone.now())
    view = stored.view(row, addresses=PageAddresses(), delivery=_delivery(row))
    laid_out = layout.lay_out(view, link=_link, explain=lambda skill: reverse("report:explanation", args=[key, skill]))
    current = _current(request, view)
    response = render(
        request,
        "report/report.html",
        {
            "report": laid_out,
            "judging": judging.of(row, laid_out, membership),
            "beside": beside.of(row, view),
            "current": current,
            "start": _start(request),
            "speeds": SPEEDS,
            "delivery": view.delivery,
            "unmatched": _unmatched(row),
            "report_key": row.key,
            "interview": row.interview,
            "template_key": row.interview.template_version.template.key,
            "membership": membership,
            "section": "jobs",
        },
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _closed(request: HttpRequest, row: Report, membership: Membership) -> HttpResponse:
    """Say why there is nothing to be seen now."""
    if row.interview.withdrawn_at:
        heading = "The candidate took their consent back"
        sentence = "Nothing of this interview is shown, scored or passed on any more."
    else:
        heading = "This interview is open again"
        sentence = "The candidate may change their answers. The report is here again once they have handed in anew."
    page = {
        "heading": heading,
        "sentence": sentence,
        "interview": row.interview,
        "membership": membership,
        "section": "jobs",
    }
    return render(request, "report/closed.html", page)


def _erased(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that a report was here, to those who might have read it."""
    erasure = erase.of_report(key)
    membership = members.membership(request, erasure.organisation_id) if erasure else None
    if erasure is None or membership is None:
        raise Http404
    page = {
        "sentence": erased.for_member(erasure),
        "job": erasure.job,
        "membership": membership,
        "section": "jobs",
    }
    return render(request, "report/erased.html", page, status=410)


def _delivery(row: Report) -> DeliveryView | None:
    try:
        delivery: Delivery = row.delivery
    except ObjectDoesNotExist:
        return None
    provider = row.interview.job.posting.connection.provider
    return DeliveryView(
        progress=DeliveryProgress(delivery.state),
        ats=plugins.ats_provider(provider).name,
        sentence=delivery.sentence,
        done_at=delivery.tags_added_at,
    )


def _unmatched(row: Report) -> Delivery | None:
    """Return what found no application, so that a person may choose one."""
    return Delivery.objects.filter(report=row, state=DeliveryState.PARKED, opportunity_id="").first()


def _link(answer: AnswerView, second: float) -> str:
    """The page itself, showing that answer from that second: works without JavaScript too."""
    return f"?answer={answer.position}&t={layout.seconds(second)}#answer-{answer.position}"


def _current(request: HttpRequest, view: ReportView) -> int:
    """The number of the answer to show: as asked, else the first that can be played."""
    wanted = request.GET.get("answer", "")
    positions = [answer.position for answer in view.answers]
    if wanted.isdecimal() and int(wanted[:6]) in positions:
        return int(wanted[:6])
    return next((answer.position for answer in view.answers if answer.recording), positions[0] if positions else 0)


def _start(request: HttpRequest) -> str:
    """The second to begin at, as a media fragment takes it; empty for the beginning."""
    try:
        second = float(request.GET.get("t", ""))
    except ValueError:
        return ""
    return layout.seconds(second) if 0 < second < 24 * 3600 else ""
