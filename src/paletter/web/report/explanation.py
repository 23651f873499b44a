"""The page that explains one level: down to the rule, the quote and the figure."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from paletter.reports import explanation as explaining
from paletter.reports import layout, looks, stored
from paletter.reports.report import AnswerView
from paletter.web.report import found
from paletter.web.report.addresses import PageAddresses


@require_safe
@login_required
def explanation(request: HttpRequest, key: UUID, skill: str) -> HttpResponse:
    """Show how a skill's level came about, to those who may see the report."""
    row, membership = found.for_member(request, key)
    looks.remember(row, membership.user, now=timezone.now())
    address = reverse("report:report", args=[key])

    def link(answer: AnswerView, second: float) -> str:
        return f"{address}?answer={answer.position}&t={layout.seconds(second)}#answer-{answer.position}"

    view = stored.view(row, addresses=PageAddresses())
    told = explaining.explain(row, view, skill, link=link)
    if told is None:
        raise Http404
    laid_out = layout.lay_out(view, link=link)
    page = {
        "report": laid_out,
        "skill": next(card for card in laid_out.skills if card.key == skill),
        "told": told,
        "address": address,
        "template_key": row.interview.template_version.template.key,
        "membership": membership,
        "section": "jobs",
    }
    response = render(request, "report/explanation.html", page)
    response["Cache-Control"] = "private, no-store"
    return response
