from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from paletter.accounts.models import MemberInvitation, Membership, Role
from tests import cast
from tests.web.recruiter.conftest import eyes_of, text_of

pytestmark = pytest.mark.django_db


def invite(alice, email: str = "dana@example.org", role: str = "recruiter"):
    return alice.post("/settings/members/invite", {"email": email, "role": role}, follow=True)


def test_an_invitation_goes_out_and_its_link_makes_a_member(alice):
    invite(alice)
    token = MemberInvitation.objects.get().token
    dana = cast.a_person("dana@example.org", "Dana")

    page = text_of(eyes_of(dana).post(f"/members/invitation/{token}", follow=True))

    assert f"/members/invitation/{token}" in mail.outbox[0].body
    assert "Welcome to Fjord Hotel Group" in page
    assert Membership.objects.get(user=dana).role == Role.RECRUITER


def test_an_invitation_that_lay_too_long_opens_nothing(alice):
    invite(alice)
    MemberInvitation.objects.update(created_at=timezone.now() - timedelta(days=15))
    dana = cast.a_person("dana@example.org", "Dana")

    page = text_of(eyes_of(dana).post(f"/members/invitation/{MemberInvitation.objects.get().token}"))

    assert "Ask for a new one" in page
    assert not Membership.objects.filter(user=dana).exists()


def test_the_link_of_an_invitation_goes_to_the_site_and_not_to_a_host_that_a_request_names(alice, settings):
    settings.BASE_URL = "https://interviews.example.org"
    invite(alice)

    assert "https://interviews.example.org/members/invitation/" in mail.outbox[0].body


def test_somebody_not_logged_in_is_asked_to_and_comes_back(alice, client):
    invite(alice)
    path = f"/members/invitation/{MemberInvitation.objects.get().token}"

    assert client.get(path).url == f"/accounts/login/?next={path}"


def test_the_wrong_person_is_told_for_whom_the_invitation_is(alice, carol):
    invite(alice)
    page = text_of(carol.post(f"/members/invitation/{MemberInvitation.objects.get().token}"))

    assert "This invitation is for dana@example.org" in page


def test_a_spent_invitation_says_so(alice):
    invite(alice)
    path = f"/members/invitation/{MemberInvitation.objects.get().token}"
    dana = eyes_of(cast.a_person("dana@example.org", "Dana"))
    dana.post(path)

    assert "no longer open" in text_of(dana.get(path))


def test_a_mistyped_address_is_explained_and_kept(alice):
    page = text_of(invite(alice, "dana"))

    assert "It needs an @" in page
    assert 'value="dana"' in page


def test_a_member_is_not_invited_again(alice, bob):
    assert "bob@example.org is a member already" in text_of(invite(alice, "bob@example.org"))


def test_when_the_letter_cannot_be_sent_the_link_is_still_there(alice, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    page = text_of(invite(alice))

    assert "could not be sent" in page
    assert f"/members/invitation/{MemberInvitation.objects.get().token}" in page


def test_an_admin_changes_a_role_and_removes_a_member(alice, bob):
    member = Membership.objects.get(user__email="bob@example.org")
    alice.post(f"/settings/members/{member.pk}/role", {"role": "admin"})
    member.refresh_from_db()
    assert member.role == Role.ADMIN

    asked = text_of(alice.get(f"/settings/members/{member.pk}/remove"))
    alice.post(f"/settings/members/{member.pk}/remove")

    assert "Remove Bob?" in asked
    assert not Membership.objects.filter(pk=member.pk).exists()


def test_the_last_admin_stays_and_is_told_why(alice):
    member = Membership.objects.get()

    page = text_of(alice.post(f"/settings/members/{member.pk}/remove", follow=True))

    assert "This is the only admin" in page
    assert Membership.objects.exists()


def test_a_withdrawn_invitation_is_gone(alice):
    invite(alice)
    alice.post(f"/settings/members/invitations/{MemberInvitation.objects.get().pk}/withdraw")

    assert not MemberInvitation.objects.exists()


def test_a_recruiter_reads_the_list_without_forms(alice, bob):
    page = text_of(bob.get("/settings/members"))

    assert "alice@example.org" in page
    assert "Invite somebody" not in page


def test_an_unproved_second_address_opens_no_invitation(alice):
    invite(alice)
    mallory = cast.mallory()
    EmailAddress.objects.create(user=mallory, email="dana@example.org", verified=False)
    eyes_of(mallory).post(f"/members/invitation/{MemberInvitation.objects.get().token}")

    assert not Membership.objects.filter(user=mallory, organisation=cast.an_organisation()).exists()
