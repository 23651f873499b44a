import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from paletter.jobs.models import Job
from paletter.vocabulary.hiring import Distribution, PostingState
from tests import cast
from tests.web.recruiter.conftest import text_of

pytestmark = pytest.mark.django_db


def test_without_an_ats_the_list_sends_to_ats_configuration(alice):
    page = text_of(alice.get("/jobs/"))

    assert "Connect your ATS first" in page
    assert "ATS CONFIGURATION" in page


def test_with_postings_waiting_the_list_offers_to_join_one(alice):
    cast.a_posting()

    assert "Join a posting" in text_of(alice.get("/jobs/"))


def test_jobs_are_listed_with_their_counts(alice):
    job = cast.a_job(cast.a_posting("Jost Post # 4 (Test # 4)"))
    cast.an_interview(job, started_at=cast.NOON, submitted_at=cast.NOON, trouble="Broken.")
    page = text_of(alice.get("/jobs/"))

    assert "Jost Post # 4 (Test # 4)" in page
    assert f"/j/{job.code}?show=needs-you" in page


def test_the_list_costs_the_same_number_of_queries_however_many_jobs(alice, django_assert_num_queries):
    cast.a_job()
    with CaptureQueriesContext(connection) as few:
        alice.get("/jobs/")
    for number in range(5):
        cast.a_job(cast.a_posting(f"Host {number}"))

    with django_assert_num_queries(len(few)):
        alice.get("/jobs/")


def test_joining_leads_to_the_jobs_page(alice):
    posting, template = cast.a_posting("Host"), cast.a_template()
    answer = alice.post("/jobs/new", {"posting": posting.pk, "template": template.pk}, follow=True)

    assert answer.redirect_chain == [(f"/j/{Job.objects.get().code}", 302)]
    assert "Copy its link below" in text_of(answer)


@pytest.mark.parametrize(
    "facts",
    [{"distribution": Distribution.CONFIDENTIAL}, {"state": PostingState.CLOSED}],
    ids=["confidential", "closed"],
)
def test_a_posting_that_may_not_be_joined_is_neither_shown_nor_taken(alice, facts):
    cast.a_posting("Host")
    hidden = cast.a_posting("Head of Secrets", **facts)
    page = text_of(alice.get("/jobs/new"))

    answer = alice.post("/jobs/new", {"posting": hidden.pk, "template": cast.a_template().pk})

    assert "Secrets" not in page
    assert "cannot be chosen any more" in text_of(answer)
    assert not Job.objects.exists()


def test_a_posting_of_another_organisation_is_not_taken(alice):
    theirs = cast.a_posting(connection=cast.a_connection(cast.an_organisation("Rival Hotels")))
    cast.a_posting("Host")

    alice.post("/jobs/new", {"posting": theirs.pk, "template": cast.a_template().pk})

    assert not Job.objects.exists()


def test_a_form_left_empty_says_what_is_missing(alice):
    cast.a_posting()

    assert "Please choose a posting." in text_of(alice.post("/jobs/new", {}))


def test_a_template_is_readable_with_questions_skills_and_anchors(alice):
    value = cast.a_template().current.value
    page = text_of(alice.get("/templates/general-hospitality-foh"))

    assert all(f'skill-mark skill-{skill.key}"' in page for skill in value.competencies)
    assert page.count("<dt>5</dt>") == len(value.rubrics)
    assert page.count('class="question"') == len(value.questions)


def test_an_unknown_template_is_not_found(alice):
    assert alice.get("/templates/nothing").status_code == 404
