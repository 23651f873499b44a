"""Who may open what: tested by cast, page by page."""

import uuid

import pytest
from django.test import Client

from paletter.accounts.models import Membership, Role
from paletter.assessments import own
from tests import cast
from tests.assessments.writing import a_template

pytestmark = pytest.mark.django_db

MEMBERS_PAGES = [
    "/jobs/",
    "/jobs/new",
    "/jobs/missing",
    "/templates/",
    "/templates/general-hospitality-foh",
    "/templates/two-versions/changes",
    "/settings/ats",
    "/settings/members",
    "/parked",
    "/help",
]
ADMINS_POSTS = [
    "/settings/ats/lever/toggle",
    "/settings/ats/lever/disconnect",
    "/settings/ats/lever/key",
    "/parked/try-again",
    "/settings/members/invite",
    "/settings/audit/import",
    "/settings/audit/remove",
    "/settings/templates/add",
    "/templates/two-versions/retire",
]


@pytest.fixture(autouse=True)
def _template():
    cast.a_template()
    for version in ("1", "2"):
        own.add(a_template(key="two-versions", version=version), cast.an_organisation())


@pytest.mark.parametrize("path", MEMBERS_PAGES)
def test_members_see_their_pages(alice, bob, path):
    assert alice.get(path).status_code == 200
    assert bob.get(path).status_code == 200


@pytest.mark.parametrize("path", MEMBERS_PAGES)
def test_candidates_see_no_page_of_recruiters(carol, path):
    assert carol.get(path).status_code == 404


@pytest.mark.parametrize("path", MEMBERS_PAGES)
def test_strangers_are_asked_to_log_in_and_come_back(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={path}")


@pytest.mark.parametrize("path", ADMINS_POSTS)
def test_what_only_admins_do_is_not_there_for_recruiters_and_candidates(bob, carol, path):
    assert bob.post(path).status_code == 404
    assert carol.post(path).status_code == 404


def test_the_callback_of_the_ats_is_for_admins(bob, carol):
    assert bob.get("/ats/lever/callback").status_code == 404
    assert carol.get("/ats/lever/callback").status_code == 404


def test_nobody_acts_on_people_and_jobs_of_another_organisation(alice, mallory):
    job = cast.a_job()
    interview = cast.an_interview(job)
    bob = cast.a_recruiter("bob@example.org", role=Role.RECRUITER).memberships.get()

    assert mallory.post(f"/j/{job.code}/leave").status_code == 404
    assert mallory.post(f"/interviews/{interview.key}/try-again").status_code == 404
    assert mallory.post(f"/settings/members/{bob.pk}/role", {"role": "admin"}).status_code == 404
    assert mallory.post(f"/settings/members/{bob.pk}/remove").status_code == 404
    assert Membership.objects.get(pk=bob.pk).role == Role.RECRUITER


def test_an_interview_that_does_not_exist_is_not_found(alice):
    assert alice.post(f"/interviews/{uuid.uuid4()}/try-again").status_code == 404


def test_lists_hold_nothing_of_another_organisation(mallory):
    cast.a_job(cast.a_posting("Secret Host of Fjord"))

    assert "Secret Host of Fjord" not in mallory.get("/jobs/").content.decode()
    assert "Secret Host of Fjord" not in mallory.get("/jobs/missing?title=Host").content.decode()


@pytest.mark.parametrize(
    "path", [*ADMINS_POSTS, "/settings/ats/lever/sync", "/settings/organisation", "/accounts/login/code/", "/jobs/new"]
)
def test_no_form_is_taken_from_another_site(path):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.a_recruiter())

    answer = careful.post(path)

    assert answer.status_code == 403
    assert "Please send that form again" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/settings/ats/lever/toggle", "/settings/ats/lever/sync", "/parked/try-again", "/settings/organisation"]
)
def test_nothing_is_changed_by_following_a_link(alice, path):
    assert alice.get(path).status_code == 405


def test_the_content_security_policy_lets_nothing_inline_run(alice):
    policy = alice.get("/jobs/")["Content-Security-Policy"]

    assert "unsafe" not in policy


@pytest.mark.parametrize("path", MEMBERS_PAGES)
def test_pages_carry_nothing_inline(alice, path):
    page = alice.get(path).content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page


def test_a_person_of_two_organisations_goes_over_by_a_button(alice):
    rival = cast.an_organisation("Rival Hotels")
    Membership.objects.create(organisation=rival, user=cast.a_recruiter(), role=Role.RECRUITER)
    assert "Go over to Rival Hotels" in alice.get("/jobs/").content.decode()

    page = alice.post("/settings/organisation", {"organisation": rival.pk}, follow=True).content.decode()

    assert "You now work for Rival Hotels" in page


def test_nobody_goes_over_to_an_organisation_of_others(alice):
    rival = cast.an_organisation("Rival Hotels")

    assert alice.post("/settings/organisation", {"organisation": rival.pk}).status_code == 404
