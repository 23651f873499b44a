"""Reports and the pages of recruiters by axe-core, in light and dark; reports at 320 pixels too."""

from paletter.assessments import own
from tests.assessments.writing import a_template as a_written_template
from tests.cast import a_candidate, a_job, a_recruiter, an_interview
from tests.reports.cast import a_full_report
from tests.web.accessible.walk import LAPTOP, Walk
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
        widths=[LAPTOP],
    )

    assert faults == ""
