"""Reports and the pages of recruiters by axe-core, in light and dark, at 320 and at 1280 pixels."""

from paletter.accounts import members
from paletter.accounts.models import Role
from paletter.assessments import own
from paletter.interviews import another_way as ways
from tests.assessments.writing import a_template as a_written_template
from tests.cast import NOON, a_candidate, a_connection, a_job, a_recruiter, a_template, an_interview, an_organisation
from tests.reports.cast import a_full_report
from tests.web.accessible.walk import Walk
from tests.web.candidate.browser import IN_BROWSER
from tests.web.recruiter.stories import a_parked_result, an_interview_in_trouble

pytestmark = IN_BROWSER


def test_reports(walk: Walk) -> None:
    report = a_full_report()
    walk.as_(a_recruiter()).with_dense_tables()

    faults = walk.past(
        f"/reports/{report.key}", f"/reports/{report.key}/skills/service", f"/reports/{report.key}/judge"
    )

    assert faults == ""


def test_recruiters_pages(walk: Walk) -> None:
    report = a_full_report()
    job = report.interview.job
    parked = a_parked_result(job, "dora@example.org")
    an_interview_in_trouble(job, "emil@example.org")
    an_interview(job, a_candidate("frida@example.org"))
    a_job()
    for version in ("1", "2"):
        own.add(a_written_template(key="two-versions", version=version), job.organisation)
    walk.as_(a_recruiter()).with_dense_tables()

    faults = walk.past(
        "/jobs/",
        "/jobs/new",
        "/jobs/missing",
        f"/j/{job.code}",
        "/templates/",
        "/templates/general-hospitality-foh",
        "/templates/two-versions/changes",
        "/settings/templates/add",
        "/settings/ats",
        "/settings/ats/lever/health",
        "/settings/members",
        "/settings/agreement",
        "/settings/audit",
        "/parked",
        f"/deliveries/{parked.pk}/pick",
        "/help",
    )

    assert faults == ""


def test_a_job_and_its_candidates(walk: Walk) -> None:
    version = a_template().versions.get()
    begun, handed_in = an_interview(), an_interview(submitted_at=NOON)
    asked, _ = ways.ask(begun, ways.Kind.MORE_TIME, words="I read slowly.", now=NOON)
    settled, _ = ways.ask(handed_in, ways.Kind.OTHER, words="May I send a letter?", now=NOON)
    ways.answer(settled, is_granted=False, words="We are sorry.", by=a_recruiter(), now=NOON)
    walk.as_(a_recruiter()).with_dense_tables()

    faults = walk.past(
        f"/j/{begun.job.code}/reviewer",
        f"/j/{begun.job.code}/deadline",
        f"/interviews/{begun.key}/time",
        f"/interviews/{handed_in.key}/time",
        "/requests/",
        f"/requests/{asked.pk}",
        f"/requests/{settled.pk}",
        f"/templates/general-hospitality-foh/versions/{version.pk}",
    )

    assert faults == ""


def test_the_organisation(walk: Walk) -> None:
    a_connection()
    admin = a_recruiter()
    an_organisation("A Second Hotel With A Long Name And Conference Centre")
    invitation = members.invite(by=admin.memberships.get(), email="dana@example.org", role=Role.RECRUITER, now=NOON)
    walk.as_(admin).with_dense_tables()

    faults = walk.past(
        "/settings/candidates",
        "/settings/ats/lever/disconnect",
        f"/members/invitation/{invitation.token}",
        "/members/invitation/gone",
    )

    assert faults == ""


def test_nothing_yet(walk: Walk) -> None:
    walk.as_(a_recruiter()).with_dense_tables()

    assert walk.past("/jobs/", "/templates/", "/parked", "/requests/", "/settings/ats", "/settings/audit") == ""
