"""Who belongs to an organisation, as what: admins invite, change and remove; the last admin stays."""

from datetime import datetime, timedelta

from django.db import transaction

from paletter.accounts import people
from paletter.accounts.models import MemberInvitation, Membership, Role, User

OPEN_FOR = timedelta(days=14)


class MembersRefused(Exception):
    """Nothing was changed; the message tells the reader why."""


class NotAnAdmin(MembersRefused):
    """Only admins decide who belongs to an organisation."""


class LastAdmin(MembersRefused):
    """An organisation without an admin could not be mended by anybody in it."""


class AlreadyMember(MembersRefused):
    """The person belongs to the organisation already."""


class OtherAddress(MembersRefused):
    """An invitation is for the owner of its address alone."""


class TooLate(MembersRefused):
    """An invitation does not stay open for ever in somebody's old mail."""


@transaction.atomic
def invite(*, by: Membership, email: str, role: str, now: datetime) -> MemberInvitation:
    """Return an open invitation to this address; one that was open already is renewed under its old link.

    Raises NotAnAdmin or AlreadyMember.
    """
    _must_be_admin(by)
    email = email.strip().lower()
    person = people.found(email)
    if person and by.organisation.memberships.filter(user=person).exists():
        raise AlreadyMember(f"{email} is a member already.")
    invitation, _ = MemberInvitation.objects.update_or_create(
        organisation=by.organisation,
        email=email,
        accepted_at=None,
        defaults={"role": Role(role), "invited_by": by.user, "created_at": now},
    )
    return invitation


@transaction.atomic
def accept(*, invitation: MemberInvitation, user: User, now: datetime) -> Membership:
    """Make this person a member and close the invitation; who is a member already stays what they are.

    Raises TooLate, and OtherAddress unless the person has proved the address that was invited.
    """
    if invitation.created_at + OPEN_FOR < now:
        raise TooLate(f"This invitation was open for {OPEN_FOR.days} days and is over. Ask for a new one.")
    if not people.has_proved(user, invitation.email):
        raise OtherAddress(
            f"This invitation is for {invitation.email}, and you are logged in as {user.email}. "
            f"Log out, and log in with the address that was invited."
        )
    membership, _ = Membership.objects.get_or_create(
        organisation=invitation.organisation, user=user, defaults={"role": invitation.role}
    )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    return membership


def withdraw(*, by: Membership, invitation: MemberInvitation) -> None:
    """Take an open invitation back; its link opens nothing any more. Raises NotAnAdmin."""
    _must_be_admin(by, of=invitation.organisation_id)
    MemberInvitation.objects.filter(pk=invitation.pk, accepted_at=None).delete()


@transaction.atomic
def remove(*, by: Membership, membership: Membership) -> None:
    """End a membership; what the person did stays. Raises NotAnAdmin or LastAdmin."""
    _must_be_admin(by, of=membership.organisation_id)
    _keep_an_admin(membership)
    membership.delete()


@transaction.atomic
def change_role(*, by: Membership, membership: Membership, role: str) -> None:
    """Give a member another role. Raises NotAnAdmin or LastAdmin."""
    _must_be_admin(by, of=membership.organisation_id)
    if Role(role) != Role.ADMIN:
        _keep_an_admin(membership)
    membership.role = Role(role)
    membership.save(update_fields=["role"])


def _must_be_admin(by: Membership, *, of: int | None = None) -> None:
    if not by.is_admin or (of is not None and by.organisation_id != of):
        raise NotAnAdmin("Only an admin of this organisation can do that.")


def _keep_an_admin(membership: Membership) -> None:
    """Two admins who remove each other at the same moment must not both succeed: the rows are locked."""
    admins = Membership.objects.select_for_update().filter(organisation_id=membership.organisation_id, role=Role.ADMIN)
    if {admin.pk for admin in admins} == {membership.pk}:
        raise LastAdmin("This is the only admin. Make somebody else an admin first.")
