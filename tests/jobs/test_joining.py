import pytest

from paletter.assessments.models import Template
from paletter.connections.models import ConnectionState
from paletter.jobs import joining
from paletter.vocabulary.hiring import Distribution, PostingState
from tests import cast

pytestmark = pytest.mark.django_db


def joined(posting=None, template=None):
    return joining.join(
        posting=posting or cast.a_posting(), template=template or cast.a_template(), user=cast.a_recruiter()
    )


@pytest.mark.parametrize(
    "distribution",
    [Distribution.EXTERNAL, Distribution.INTERNAL, Distribution.EXTERNAL_AND_INTERNAL, Distribution.UNLISTED],
)
def test_an_open_posting_that_is_external_internal_or_unlisted_becomes_a_job(distribution):
    job = joined(cast.a_posting("Host", distribution=distribution))

    assert (job.title, job.template.name, job.is_ready) == ("Host", "General Hospitality FOH AI Template", True)


@pytest.mark.parametrize(
    "facts",
    [
        {"distribution": Distribution.CONFIDENTIAL},
        {"distribution": Distribution.NONE},
        {"state": PostingState.CLOSED},
        {"state": PostingState.DRAFT},
    ],
)
def test_any_other_posting_is_refused_and_not_offered(facts):
    posting = cast.a_posting(**facts)

    with pytest.raises(joining.JoinRefused, match="no longer takes candidates"):
        joined(posting)
    assert joining.free_postings(cast.an_organisation()) == []


def test_a_posting_is_joined_once():
    posting = cast.a_posting()
    joined(posting)

    with pytest.raises(joining.JoinRefused, match="has just made a job"):
        joined(posting)
    assert joining.free_postings(cast.an_organisation()) == []


def test_nothing_is_joined_while_the_ats_is_off():
    posting = cast.a_posting(connection=cast.a_connection(state=ConnectionState.OFF, credentials=""))

    with pytest.raises(joining.JoinRefused, match="not connected"):
        joined(posting)


def test_a_template_of_another_organisation_is_refused():
    theirs = Template.objects.create(key="own", name="Own", organisation=cast.an_organisation("Rival Hotels"))

    with pytest.raises(joining.JoinRefused, match="template"):
        joined(template=theirs)


def test_postings_of_other_organisations_are_not_offered():
    cast.a_posting(connection=cast.a_connection(cast.an_organisation("Rival Hotels")))

    assert joining.free_postings(cast.an_organisation()) == []


def test_a_job_that_nobody_opened_can_be_taken_apart_and_joined_anew():
    job = joined()
    joining.leave(job)

    assert joining.free_postings(cast.an_organisation()) == [job.posting]


def test_a_job_with_a_candidate_stays():
    job = joined()
    cast.an_interview(job)

    with pytest.raises(joining.JoinRefused, match="Candidates have opened this job"):
        joining.leave(job)
