import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from paletter.accounts import letters, members
from paletter.accounts.models import MemberInvitation, Membership, Role
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> Membership:
    return cast.a_recruiter().memberships.get()


@pytest.fixture
def bob(alice) -> Membership:
    return cast.a_recruiter("bob@example.org", role=Role.RECRUITER).memberships.get()


def invited(by: Membership, email: str = "dana@example.org", role: str = Role.RECRUITER) -> MemberInvitation:
    return members.invite(by=by, email=email, role=role, now=cast.NOON)


def test_whoever_proved_the_invited_address_becomes_a_member(alice):
    dana = cast.a_person("dana@example.org", "Dana")

    membership = members.accept(invitation=invited(alice), user=dana, now=cast.NOON)

    assert (membership.organisation, membership.role) == (alice.organisation, Role.RECRUITER)


def test_an_invitation_is_not_for_somebody_with_another_address(alice):
    with pytest.raises(members.OtherAddress, match="is for dana"):
        members.accept(invitation=invited(alice), user=cast.a_candidate(), now=cast.NOON)


def test_an_address_that_was_added_but_not_proved_opens_no_invitation(alice):
    carol = cast.a_candidate()
    EmailAddress.objects.create(user=carol, email="dana@example.org", verified=False)

    with pytest.raises(members.OtherAddress):
        members.accept(invitation=invited(alice), user=carol, now=cast.NOON)


def test_an_accepted_invitation_is_closed(alice):
    invitation = invited(alice)
    members.accept(invitation=invitation, user=cast.a_person("dana@example.org"), now=cast.NOON)

    assert MemberInvitation.objects.get().accepted_at == cast.NOON


def test_inviting_twice_renews_the_open_invitation(alice):
    first = invited(alice)
    second = invited(alice, "Dana@example.org", Role.ADMIN)

    assert (first.token, second.role) == (second.token, Role.ADMIN)


def test_a_member_is_not_invited_again(alice, bob):
    with pytest.raises(members.AlreadyMember):
        invited(alice, "bob@example.org")


def test_a_recruiter_invites_removes_and_changes_nobody(alice, bob):
    with pytest.raises(members.NotAnAdmin):
        invited(bob)
    with pytest.raises(members.NotAnAdmin):
        members.remove(by=bob, membership=alice)
    with pytest.raises(members.NotAnAdmin):
        members.change_role(by=bob, membership=bob, role=Role.ADMIN)


def test_an_admin_of_another_organisation_removes_nobody_here(alice, bob):
    with pytest.raises(members.NotAnAdmin):
        members.remove(by=cast.mallory().memberships.get(), membership=bob)


def test_the_last_admin_can_be_neither_removed_nor_made_a_recruiter(alice, bob):
    with pytest.raises(members.LastAdmin):
        members.remove(by=alice, membership=alice)
    with pytest.raises(members.LastAdmin):
        members.change_role(by=alice, membership=alice, role=Role.RECRUITER)


def test_an_admin_may_go_once_there_is_another(alice, bob):
    members.change_role(by=alice, membership=bob, role=Role.ADMIN)
    members.remove(by=alice, membership=alice)

    assert [member.user.email for member in Membership.objects.all()] == ["bob@example.org"]


def test_a_withdrawn_invitation_is_gone(alice):
    members.withdraw(by=alice, invitation=invited(alice))

    assert not MemberInvitation.objects.exists()


def test_the_letter_names_who_invites_to_what_and_holds_the_link(alice):
    letters.send_invitation(invitation=invited(alice), link="https://paletter.example/members/invitation/x")

    letter = mail.outbox[0]
    assert letter.to == ["dana@example.org"]
    assert "Alice invites you to join Fjord Hotel Group" in letter.body
    assert "https://paletter.example/members/invitation/x" in letter.body
