"""ATS CONFIGURATION: the list of ATSs, each with its toggle (R11-R17, R55-R57)."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from paletter import plugins
from paletter.accounts.models import Role
from paletter.ats.protocol import AtsError, AtsProvider
from paletter.connections import connect
from paletter.connections.models import Connection, ConnectionState, MirroredPosting
from paletter.flow import triggers
from paletter.vocabulary.hiring import Distribution, PostingState
from paletter.web.access import MemberRequest, admin_required, member_required
from paletter.writeback.models import Delivery, DeliveryState

PENDING = "ats_pending"


@dataclass(frozen=True)
class Line:
    """One ATS in the list. `state` is off, connecting, on or needs_you."""

    provider: AtsProvider
    connection: Connection | None
    state: str
    postings: int
    waiting: int

    @property
    def label(self) -> str:
        words = {"off": "Off", "connecting": "Connecting", "on": "On", "needs_you": "Needs you"}
        return words[self.state]

    @property
    def is_on(self) -> bool:
        return self.state == ConnectionState.ON


@member_required
@never_cache
def ats(request: MemberRequest) -> HttpResponse:
    """Show every ATS that can be connected; admins switch, others read who can."""
    connections = {row.provider: row for row in Connection.objects.filter(organisation=request.organisation)}
    lines = [_line(request, provider, connections.get(provider.key)) for provider in plugins.ats_providers()]
    admins = request.organisation.memberships.filter(role=Role.ADMIN).select_related("user").order_by("pk")[:3]
    page = {"section": "ats", "lines": lines, "admins": [admin.user for admin in admins]}
    return render(request, "recruiter/ats.html", page)


@admin_required
@require_POST
def toggle(request: MemberRequest, provider: str) -> HttpResponse:
    """Switch on by way of the ATS's own consent page; switch off after one question."""
    chosen = _provider(provider)
    is_on = Connection.objects.filter(
        organisation=request.organisation, provider=provider, state=ConnectionState.ON
    ).exists()
    if is_on:
        return redirect("recruiter:ats_disconnect", provider)
    try:
        state, address = connect.begin(provider=chosen, return_to=_return_to(request, provider))
    except AtsError as refusal:
        messages.error(request, str(refusal))
        return redirect("recruiter:ats")
    request.session[PENDING] = {"provider": provider, "state": state, "organisation": request.organisation.pk}
    # A page in between: the content security policy lets no form lead to another site, and rightly so.
    return render(request, "recruiter/ats_leaving.html", {"section": "ats", "provider": chosen, "address": address})


@admin_required
@never_cache
def callback(request: MemberRequest, provider: str) -> HttpResponse:
    """Take the person back from the ATS, with a permission or without one."""
    chosen = _provider(provider)
    pending = request.session.pop(PENDING, {})
    is_ours = pending.get("provider") == provider and pending.get("organisation") == request.organisation.pk
    expected = str(pending.get("state", "")) if is_ours else ""
    try:
        if error := request.GET.get("error"):
            connect.check_state(expected=expected, given=request.GET.get("state", ""))
            description = request.GET.get("error_description", "")
            messages.warning(request, connect.denial(provider=chosen, error=error, description=description))
        else:
            _complete(request, chosen, expected)
            messages.success(request, f"{chosen.name} is connected. Its postings are being fetched now.")
    except (connect.ConnectRefused, AtsError) as refusal:
        messages.error(request, str(refusal))
    return redirect("recruiter:ats")


@admin_required
def disconnect(request: MemberRequest, provider: str) -> HttpResponse:
    """Ask once and say what happens; then switch off."""
    chosen = _provider(provider)
    connection = Connection.objects.filter(organisation=request.organisation, provider=provider).first()
    if connection is None or connection.state == ConnectionState.OFF:
        return redirect("recruiter:ats")
    if request.method != "POST":
        page = {"section": "ats", "provider": chosen, "line": _line(request, chosen, connection)}
        return render(request, "recruiter/ats_disconnect.html", page)
    connect.disconnect(connection=connection, now=timezone.now())
    messages.success(
        request,
        f"{chosen.name} is disconnected, and Paletter has destroyed its access. "
        f"To be thorough, revoke Paletter under Authorized Apps in {chosen.name} as well.",
    )
    return redirect("recruiter:ats")


@member_required
@require_POST
def sync(request: MemberRequest, provider: str) -> HttpResponse:
    """Ask the ATS for its present postings."""
    chosen = _provider(provider)
    connection = Connection.objects.filter(organisation=request.organisation, provider=provider).first()
    if connection is None or not connection.is_on:
        messages.warning(request, f"{chosen.name} is not connected, so there is nothing to fetch.")
    else:
        triggers.sync_wanted(connection)
        messages.success(request, f"{chosen.name} is being asked for its postings. Load the page again in a moment.")
    return redirect("recruiter:ats")


def _complete(request: MemberRequest, provider: AtsProvider, expected: str) -> None:
    connection = connect.complete(
        organisation=request.organisation,
        user=request.user,
        provider=provider,
        code=request.GET.get("code", ""),
        state=request.GET.get("state", ""),
        expected_state=expected,
        return_to=_return_to(request, provider.key),
        now=timezone.now(),
    )
    triggers.connected(connection)


def _return_to(request: MemberRequest, provider: str) -> str:
    """The ATS compares this with what was registered: it is made of the site's one address, not of the request's."""
    return f"{settings.BASE_URL}{reverse('recruiter:ats_callback', args=[provider])}"


def _provider(key: str) -> AtsProvider:
    try:
        return plugins.ats_provider(key)
    except plugins.UnknownProvider as error:
        raise Http404 from error


def _line(request: MemberRequest, provider: AtsProvider, connection: Connection | None) -> Line:
    pending = request.session.get(PENDING) or {}
    state = connection.state if connection else ConnectionState.OFF
    is_pending = pending.get("provider") == provider.key and pending.get("organisation") == request.organisation.pk
    if state == ConnectionState.OFF and is_pending:
        state = "connecting"
    postings = waiting = 0
    if connection:
        shown = MirroredPosting.objects.filter(connection=connection, state=PostingState.OPEN)
        postings = shown.exclude(distribution=Distribution.CONFIDENTIAL).count()
        unsent = Delivery.objects.filter(report__interview__job__posting__connection=connection)
        waiting = unsent.exclude(state=DeliveryState.DONE).count()
    return Line(provider=provider, connection=connection, state=str(state), postings=postings, waiting=waiting)
