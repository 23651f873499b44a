"""Letters about membership."""

from django.core.mail import send_mail
from django.template.loader import render_to_string

from paletter.accounts.models import MemberInvitation


def send_invitation(*, invitation: MemberInvitation, link: str) -> None:
    """Send the person who is invited the link by which they accept."""
    words = {"invitation": invitation, "organisation": invitation.organisation, "link": link}
    send_mail(
        subject=f"{invitation.organisation.name} invites you to Paletter",
        message=render_to_string("accounts/letters/invitation.txt", words),
        from_email=None,
        recipient_list=[invitation.email],
    )
