"""ATS CONFIGURATION: the list of ATSs, each with its toggle and its two ways to connect (R11-R17, R55-R57)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from paletter import plugins
from paletter.accounts.models import Role
from paletter.ats.protocol import AtsError, AtsProvider
from paletter.connections import connect
from paletter.connections.models import Connection, ConnectionState, Manner, MirroredPosting
from paletter.flow import triggers
from paletter.vocabulary.hiring import Distribution, PostingState
from paletter.web.access import MemberRequest, admin_required, member_required
from paletter.writeback.models import Delivery, DeliveryState

PENDING = "ats_pending"
WORDS = {"off": "Off", "connecting": "Connecting", "on": "On", "needs_you": "Needs you"}


class KeyForm(forms.Form):
    """An API key, pasted once. What was typed is never sent back to a page."""

    api_key = forms.CharField(
        label="API key",
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Paste the key first.", "max_length": "This is too long to be a key."},
    )


@dataclass(frozen=True)
class Line:
    """One ATS in the list. `state` is off, connecting, on or needs_you; `told` is what has just happened to it."""

    provider: AtsProvider
    connection: Connection | None
    state: str
    postings: int
    waiting: int
    form: KeyForm
    told: list[Any] = field(default_factory=list)

    @property
    def label(self) -> str:
        return WORDS[self.state]

    @property
    def is_on(self) -> bool:
        return self.state == ConnectionState.ON

    @property
    def is_by_key(self) -> bool:
        return self.connection is not None and self.connection.manner == Manner.KEY

    @property
    def is_key_unfolded(self) -> bool:
        """The way by a key stands open where it is the only one, the one used before, or the one just tried."""
        return self.form.is_bound or not self.provider.takes_consent or (self.is_by_key and self.state == "needs_you")

    @property
    def words(self) -> dict[str, list[str]]:
        """Return the templates that speak this ATS's own words, each with one that speaks for any."""
        return {name: [f"recruiter/providers/{self.provider.key}_{name}.html", f"recruiter/providers/any_{name}.html"]
                for name in ("key", "revoke")}  # fmt: skip


@member_required
@never_cache
def ats(request: MemberRequest) -> HttpResponse:
    """Show every ATS that can be connected; admins switch, others read who can."""
    return _page(request)


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
        messages.error(request, str(refusal), extra_tags=provider)
        return redirect("recruiter:ats")
    request.session[PENDING] = {"provider": provider, "state": state, "organisation": request.organisation.pk}
    # A page in between: the content security policy lets no form lead to another site, and rightly so.
    return render(request, "recruiter/ats_leaving.html", {"section": "ats", "provider": chosen, "address": address})


@admin_required
@never_cache
def callback(request: MemberRequest, provider: str) -> HttpResponse:
    """Take the person back from the ATS, with a permission or without one."""
    chosen = _provider(provider)
    pending = request.session.get(PENDING, {})
    is_ours = pending.get("provider") == provider and pending.get("organisation") == request.organisation.pk
    expected = str(pending.get("state", "")) if is_ours else ""
    try:
        connect.check_state(expected=expected, given=request.GET.get("state", ""))
        # Not before: an answer to no question of ours must not keep the person from giving theirs.
        del request.session[PENDING]
        if error := request.GET.get("error"):
            description = request.GET.get("error_description", "")
            denied = connect.denial(provider=chosen, error=error, description=description)
            messages.warning(request, denied, extra_tags=provider)
        else:
            _complete(request, chosen, expected)
            _say_connected(request, chosen)
    except connect.StrangeState as refusal:
        _say_strange(request, chosen, refusal)
    except (connect.ConnectRefused, AtsError) as refusal:
        messages.error(request, str(refusal), extra_tags=provider)
    return redirect("recruiter:ats")


@sensitive_post_parameters("api_key")
@admin_required
@never_cache
def key(request: MemberRequest, provider: str) -> HttpResponse:
    """Connect by an API key; what is wrong with it stands beside its field."""
    chosen = _provider(provider)
    if request.method != "POST" or not chosen.takes_keys:
        return redirect("recruiter:ats")
    form = KeyForm(request.POST, auto_id=f"{provider}_%s")
    if form.is_valid():
        try:
            connection = connect.complete_with_key(
                organisation=request.organisation,
                user=request.user,
                provider=chosen,
                api_key=form.cleaned_data["api_key"],
                now=timezone.now(),
            )
        except (connect.ConnectRefused, AtsError) as refusal:
            form.add_error("api_key", str(refusal))
        else:
            request.session.pop(PENDING, None)
            triggers.connected(connection)
            _say_connected(request, chosen)
            return redirect("recruiter:ats")
    return _page(request, forms={provider: form})


@admin_required
def disconnect(request: MemberRequest, provider: str) -> HttpResponse:
    """Ask once and say what happens; then switch off."""
    chosen = _provider(provider)
    connection = Connection.objects.filter(organisation=request.organisation, provider=provider).first()
    if connection is None or connection.state == ConnectionState.OFF:
        return redirect("recruiter:ats")
    line = _line(request, chosen, connection)
    if request.method != "POST":
        return render(request, "recruiter/ats_disconnect.html", {"section": "ats", "provider": chosen, "line": line})
    if sentence := triggers.disconnected(connection):
        messages.warning(request, sentence)
    there = "delete the key under API Credentials" if line.is_by_key else "revoke Paletter under Authorized Apps"
    messages.success(
        request,
        f"{chosen.name} is disconnected, and Paletter has destroyed its access. "
        f"To be thorough, {there} in {chosen.name} as well.",
        extra_tags=provider,
    )
    return redirect("recruiter:ats")


@member_required
@require_POST
def sync(request: MemberRequest, provider: str) -> HttpResponse:
    """Ask the ATS for its present postings, and go back to where that was pressed."""
    chosen = _provider(provider)
    connection = Connection.objects.filter(organisation=request.organisation, provider=provider).first()
    if connection is None or not connection.is_on:
        messages.warning(request, f"{chosen.name} is not connected, so there is nothing to fetch.", extra_tags=provider)
    else:
        triggers.sync_wanted(connection)
        messages.success(
            request,
            f"{chosen.name} is being asked for its postings. Load the page again in a moment.",
            extra_tags=provider,
        )
    if request.POST.get("back") == "health":
        return redirect("recruiter:health", provider)
    return redirect("recruiter:missing" if request.POST.get("back") == "missing" else "recruiter:ats")


def _page(request: MemberRequest, *, forms: Mapping[str, KeyForm] | None = None) -> HttpResponse:
    connections = {row.provider: row for row in Connection.objects.filter(organisation=request.organisation)}
    told = list(messages.get_messages(request))
    lines = [
        _line(
            request,
            provider,
            connections.get(provider.key),
            form=(forms or {}).get(provider.key),
            told=[one for one in told if one.extra_tags == provider.key],
        )
        for provider in plugins.ats_providers()
    ]
    elsewhere = [one for one in told if not any(one in line.told for line in lines)]
    admins = request.organisation.memberships.filter(role=Role.ADMIN).select_related("user").order_by("pk")[:3]
    page = {"section": "ats", "lines": lines, "messages": elsewhere, "admins": [admin.user for admin in admins]}
    return render(request, "recruiter/ats.html", page)


def _say_connected(request: MemberRequest, provider: AtsProvider) -> None:
    sentence = f"{provider.name} is connected. Its postings are being fetched now."
    messages.success(request, sentence, extra_tags=provider.key)


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


def _say_strange(request: MemberRequest, provider: AtsProvider, refusal: connect.StrangeState) -> None:
    """Who goes back in the browser and presses Accept once more is connected already, and must not press the toggle."""
    connection = Connection.objects.filter(organisation=request.organisation, provider=provider.key).first()
    if connection and connection.is_on:
        words = f"{provider.name} is connected already, and this answer changed nothing."
        messages.info(request, words, extra_tags=provider.key)
    else:
        messages.error(request, str(refusal), extra_tags=provider.key)


def _return_to(request: MemberRequest, provider: str) -> str:
    """The ATS compares this with what was registered: it is made of the site's one address, not of the request's."""
    return f"{settings.BASE_URL}{reverse('recruiter:ats_callback', args=[provider])}"


def _provider(key: str) -> AtsProvider:
    try:
        return plugins.ats_provider(key)
    except plugins.UnknownProvider as error:
        raise Http404 from error


def _line(
    request: MemberRequest,
    provider: AtsProvider,
    connection: Connection | None,
    *,
    form: KeyForm | None = None,
    told: list[Any] | None = None,
) -> Line:
    postings = waiting = 0
    if connection:
        shown = MirroredPosting.objects.filter(connection=connection, state=PostingState.OPEN)
        postings = shown.exclude(distribution=Distribution.CONFIDENTIAL).count()
        unsent = Delivery.objects.filter(report__interview__job__posting__connection=connection)
        waiting = unsent.exclude(state=DeliveryState.DONE).count()
    return Line(
        provider=provider,
        connection=connection,
        state=_state(request, provider, connection),
        postings=postings,
        waiting=waiting,
        form=form or KeyForm(auto_id=f"{provider.key}_%s"),
        told=told or [],
    )


def _state(request: MemberRequest, provider: AtsProvider, connection: Connection | None) -> str:
    pending = request.session.get(PENDING) or {}
    is_pending = pending.get("provider") == provider.key and pending.get("organisation") == request.organisation.pk
    state = connection.state if connection else ConnectionState.OFF
    return "connecting" if state == ConnectionState.OFF and is_pending else str(state)
