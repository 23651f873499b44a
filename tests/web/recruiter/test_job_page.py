import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paletter.accounts.models import Membership, Role
from paletter.connections.models import ConnectionState
from paletter.interviews.models import Interview
from paletter.jobs.models import Job
from paletter.reports.models import Report
from paletter.scores.models import Scoring
from paletter.vocabulary.hiring import Distribution, PostingState
from paletter.writeback.models import Delivery, DeliveryState
from tests import cast
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db


def finished(job: Job, number: int, *, fit: str = "3.6", **delivery) -> Interview:
    """Return an interview with a report, and with its way into the ATS when facts of it are given."""
    interview = cast.an_interview(
        job,
        cast.a_candidate(f"person{number}@example.org", f"Person {number}"),
        started_at=cast.NOON,
        submitted_at=cast.NOON,
        heard_at=cast.NOON,
        checked_at=cast.NOON,
        scored_at=cast.NOON,
    )
    scoring = Scoring.objects.create(interview=interview, scorer="indicators", scorer_version="1", fit_value=fit)
    report = Report.objects.create(interview=interview, scoring=scoring)
    Delivery.objects.create(report=report, **delivery)
    return interview


def stuck(job: Job) -> Interview:
    return cast.an_interview(
        job, started_at=cast.NOON, submitted_at=cast.NOON, trouble="The recording of question 3 could not be read."
    )


def test_the_page_shows_posting_and_template(alice):
    job = cast.a_job(cast.a_posting("Jost Post # 4 (Test # 4)"))
    page = text_of(alice.get(f"/j/{job.code}"))

    assert "Connected posting" in page
    assert "Jost Post # 4 (Test # 4)" in page
    assert "AI Assessment Template" in page
    assert "General Hospitality FOH AI Template" in page


def test_the_page_offers_its_own_address_as_the_link(alice, settings):
    job = cast.a_job()
    page = text_of(alice.get(f"/j/{job.code}"))

    assert f'value="{settings.BASE_URL}/j/{job.code}"' in page
    assert "sign up with the same e-mail address with which you applied" in page


def test_a_title_from_the_ats_is_text_and_nothing_else(alice):
    job = cast.a_job(cast.a_posting("<script>alert(1)</script> Host & Co"))
    page = text_of(alice.get(f"/j/{job.code}"))

    assert "<script>alert" not in page
    assert "Host &amp; Co" in page


def test_an_empty_job_says_what_to_do(alice):
    page = text_of(alice.get(f"/j/{cast.a_job().code}"))

    assert "Nobody has opened the link yet" in page


def test_candidates_are_listed_with_state_fit_and_report(alice):
    job = cast.a_job()
    interview = finished(job, 1, fit="3.6")
    page = text_of(alice.get(f"/j/{job.code}"))

    assert "Person 1" in page
    assert "<strong>3.6</strong>" in page
    assert f"/reports/{interview.report.key}" in page


def test_a_parked_write_back_says_why_and_can_be_tried_again(alice):
    job = cast.a_job()
    interview = finished(job, 1, state=DeliveryState.PARKED, sentence="Lever has no opportunity for this address.")
    assert "Lever has no opportunity for this address." in text_of(alice.get(f"/j/{job.code}"))

    alice.post(f"/interviews/{interview.key}/try-again")

    assert Delivery.objects.get().state == DeliveryState.WAITING


def test_processing_that_stopped_can_be_tried_again_by_any_recruiter(bob):
    interview = stuck(cast.a_job())
    assert "The recording of question 3 could not be read." in text_of(bob.get(f"/j/{interview.job.code}"))

    bob.post(f"/interviews/{interview.key}/try-again")

    interview.refresh_from_db()
    assert interview.trouble == ""


def test_those_who_need_somebody_are_found_by_one_click(alice):
    job = cast.a_job()
    stuck(job)
    finished(job, 1)
    page = text_of(alice.get(f"/j/{job.code}?show=needs-you"))

    assert "carol.candidate@example.org" in page
    assert "Person 1" not in page


def test_candidates_are_ordered_by_fit_on_request(alice):
    job = cast.a_job()
    for number, fit in enumerate(["2.1", "4.4", "3.0"], start=1):
        finished(job, number, fit=fit)
    page = text_of(alice.get(f"/j/{job.code}?order=fit"))

    assert page.index("Person 2") < page.index("Person 3") < page.index("Person 1")


def test_a_closed_posting_explains_itself_and_offers_no_link(alice):
    job = cast.a_job(cast.a_posting(state=PostingState.CLOSED))
    page = text_of(alice.get(f"/j/{job.code}"))

    assert "no longer takes candidates" in page
    assert "Copy link" not in page


def test_a_confidential_posting_has_no_title_anywhere(alice):
    job = cast.a_job(cast.a_posting("Head of Secrets", distribution=Distribution.CONFIDENTIAL, location="Vault"))
    pages = text_of(alice.get(f"/j/{job.code}")) + text_of(alice.get("/jobs/"))

    assert "Secrets" not in pages
    assert "Vault" not in pages
    assert "Paletter has hidden its title" in pages


def test_a_job_without_a_connection_says_who_can_mend_it(alice):
    job = cast.a_job(
        cast.a_posting(
            connection=cast.a_connection(state=ConnectionState.NEEDS_YOU, credentials="", trouble="Revoked.")
        )
    )
    page = text_of(alice.get(f"/j/{job.code}"))

    assert "The ATS is not connected" in page
    assert "/settings/ats" in page


def test_the_page_costs_the_same_number_of_queries_however_many_candidates(alice, django_assert_num_queries):
    job = cast.a_job()
    finished(job, 1)
    with CaptureQueriesContext(connection) as few:
        alice.get(f"/j/{job.code}")
    for number in range(2, 12):
        finished(job, number, state=DeliveryState.PARKED, sentence="No match.")

    with django_assert_num_queries(len(few)):
        alice.get(f"/j/{job.code}")


def test_a_long_list_comes_in_pages(alice):
    job = cast.a_job()
    for number in range(51):
        finished(job, number)
    page = text_of(alice.get(f"/j/{job.code}"))

    assert "Page 1 of 2" in page


def test_a_job_taken_apart_is_gone(alice):
    job = cast.a_job()
    alice.post(f"/j/{job.code}/leave")

    assert not Job.objects.exists()


def test_a_member_of_two_organisations_sees_the_job_as_member_of_its_own(alice):
    rival = cast.an_organisation("Rival Hotels")
    Membership.objects.create(organisation=rival, user=cast.a_recruiter(), role=Role.ADMIN)
    job = cast.a_job(cast.a_posting(connection=cast.a_connection(rival)))

    assert "Rival Hotels</strong>" in text_of(alice.get(f"/j/{job.code}"))
