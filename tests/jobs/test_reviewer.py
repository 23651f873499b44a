"""Who is named to candidates."""

import pytest

from paletter.accounts.models import Membership
from paletter.jobs import reviewer
from tests.cast import a_job, a_person, a_recruiter, mallory

pytestmark = pytest.mark.django_db


def test_a_member_is_named() -> None:
    job = a_job()
    reviewer.name(job, a_recruiter())
    job.refresh_from_db()

    assert reviewer.told(job) == "Alice"


def test_nobody_from_elsewhere_can_be_named() -> None:
    with pytest.raises(reviewer.NoMember):
        reviewer.name(a_job(), mallory())


def test_who_has_left_is_named_no_more() -> None:
    job = a_job()
    reviewer.name(job, a_recruiter())
    Membership.objects.all().delete()

    assert reviewer.told(job) == ""


def test_an_address_is_no_name() -> None:
    job = a_job()
    nameless = a_person("nameless@example.org")
    Membership.objects.create(organisation=job.organisation, user=nameless)

    assert nameless not in reviewer.candidates_for(job)


def test_naming_can_be_taken_back() -> None:
    job = a_job()
    reviewer.name(job, a_recruiter())
    reviewer.name(job, None)

    assert reviewer.told(job) == ""
