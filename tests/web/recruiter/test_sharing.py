"""Admins say whether candidates may read their reports."""

import pytest

from paletter.accounts.models import Organisation
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db


def test_reports_are_not_shared_until_an_admin_says_so(alice):
    assert 'aria-checked="false"' in text_of(alice.get("/settings/candidates"))

    page = text_of(alice.post("/settings/candidates", {"shares": "yes"}, follow=True))

    assert 'aria-checked="true"' in page
    assert Organisation.objects.get().shares_reports


def test_pressing_twice_means_it_once(alice):
    alice.post("/settings/candidates", {"shares": "yes"})
    alice.post("/settings/candidates", {"shares": "yes"})

    assert Organisation.objects.get().shares_reports


def test_only_this_organisation_changes(alice, mallory):
    alice.post("/settings/candidates", {"shares": "yes"})

    assert not Organisation.objects.get(name="Rival Hotels").shares_reports


@pytest.mark.parametrize("who", ["bob", "carol"])
def test_nobody_but_admins_throws_the_switch(request, who):
    eyes = request.getfixturevalue(who)

    assert eyes.get("/settings/candidates").status_code == 404
    assert eyes.post("/settings/candidates", {"shares": "yes"}).status_code == 404
    assert not Organisation.objects.filter(shares_reports=True).exists()


def test_what_is_not_a_choice_changes_nothing(alice):
    alice.post("/settings/candidates", {"shares": "perhaps"})

    assert not Organisation.objects.get().shares_reports
