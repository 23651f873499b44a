"""Who belongs to the organisation: everybody may see it, admins change it."""

from smtplib import SMTPException

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from paletter.accounts import letters
from paletter.accounts import members as membership_rules
from paletter.accounts.models import MemberInvitation, Membership, Role, User
from paletter.web.access import ORGANISATION, MemberRequest, admin_required, member_required


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Please type the address of the person you invite.",
            "invalid": "This does not look like an e-mail address. It needs an @ and an ending such as .com.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    role = forms.ChoiceField(
        choices=Role.choices,
        initial=Role.RECRUITER,
        label="Role",
        help_text="Admins connect the ATS and decide who is a member. Recruiters do everything else.",
    )


@member_required
def members(request: MemberRequest) -> HttpResponse:
    """List members and open invitations."""
    return _page(request, InviteForm(initial={"role": Role.RECRUITER}))


@admin_required
@require_POST
def invite(request: MemberRequest) -> HttpResponse:
    """Invite somebody and send them the letter."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        invitation = membership_rules.invite(by=request.membership, now=timezone.now(), **form.cleaned_data)
    except membership_rules.MembersRefused as refusal:
        form.add_error("email", str(refusal))
        return _page(request, form)
    _send(request, invitation)
    return redirect("recruiter:members")


@admin_required
@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(MemberInvitation, pk=pk, organisation=request.organisation)
    membership_rules.withdraw(by=request.membership, invitation=invitation)
    messages.success(request, f"The invitation for {invitation.email} is withdrawn.")
    return redirect("recruiter:members")


@admin_required
@require_POST
def change_role(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a member an admin, or an admin a recruiter."""
    membership = get_object_or_404(Membership, pk=pk, organisation=request.organisation)
    role = request.POST.get("role", "")
    if role not in Role.values:
        return redirect("recruiter:members")
    try:
        membership_rules.change_role(by=request.membership, membership=membership, role=role)
    except membership_rules.MembersRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{membership.user} is {membership.get_role_display().lower()} now.")
    return redirect("recruiter:members")


@admin_required
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask once, then end a membership."""
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=pk, organisation=request.organisation)
    if request.method != "POST":
        return render(request, "recruiter/remove_member.html", {"section": "members", "member": membership})
    try:
        membership_rules.remove(by=request.membership, membership=membership)
    except membership_rules.MembersRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("recruiter:members")
    messages.success(request, f"{membership.user} is no longer a member.")
    return redirect("home" if membership.user_id == request.user.pk else "recruiter:members")


@login_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to the person it is for, and make them a member when they say yes."""
    invitation = MemberInvitation.objects.filter(token=token).select_related("organisation", "invited_by").first()
    if invitation is None or invitation.accepted_at:
        return render(request, "recruiter/invitation_gone.html", status=404)
    refusal = ""
    if request.method == "POST":
        user = request.user
        assert isinstance(user, User)  # noqa: S101 - for the type checker; login_required sees to it
        try:
            membership_rules.accept(invitation=invitation, user=user, now=timezone.now())
        except membership_rules.MembersRefused as error:
            refusal = str(error)
        else:
            request.session[ORGANISATION] = invitation.organisation_id
            messages.success(request, f"Welcome to {invitation.organisation}.")
            return redirect("recruiter:jobs")
    return render(request, "recruiter/invitation.html", {"invitation": invitation, "refusal": refusal})


def _send(request: HttpRequest, invitation: MemberInvitation) -> None:
    """The invitation stands even when the mail server is away: the link can be handed over by other ways."""
    try:
        letters.send_invitation(invitation=invitation, link=_link(invitation))
    except (SMTPException, OSError):
        messages.warning(
            request, f"The letter to {invitation.email} could not be sent. Copy the link below and send it yourself."
        )
    else:
        messages.success(request, f"{invitation.email} has been invited by e-mail.")


def _link(invitation: MemberInvitation) -> str:
    # Never the host that a request names: a stranger could choose it, and it goes into a letter.
    return settings.BASE_URL + reverse("recruiter:accept", args=[invitation.token])


def _page(request: MemberRequest, form: InviteForm) -> HttpResponse:
    listed = request.organisation.memberships.select_related("user").order_by("user__name", "user__email")
    waiting = request.organisation.member_invitations.filter(accepted_at=None).order_by("-created_at")
    links = [{"invitation": row, "link": _link(row)} for row in waiting]
    page = {"section": "members", "members": listed, "invitations": links, "form": form, "roles": Role.choices}
    return render(request, "recruiter/members.html", page)
