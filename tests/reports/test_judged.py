from dataclasses import replace

import pytest

from paletter.assessments import own
from paletter.reports import judged
from paletter.reports.judged import Use
from paletter.reports.models import Report
from paletter.scores.models import Scoring
from tests import cast
from tests.assessments.writing import a_template

pytestmark = pytest.mark.django_db

TEXT = a_template()


@pytest.fixture
def fjord():
    return cast.an_organisation()


@pytest.fixture
def job(fjord):
    return cast.a_job(template=own.add(TEXT, fjord).version.template)


def scored(interview, **fields):
    """Return a scorer's judgement of an interview."""
    return Scoring.objects.create(interview=interview, scorer="s", scorer_version="1", fit_reason="too few", **fields)


def reported(interview, scoring=None):
    """Let a report rest on a judgement."""
    defaults = {"scoring": scoring or scored(interview)}
    return Report.objects.update_or_create(interview=interview, defaults=defaults)


def raised(fjord):
    return own.add(replace(TEXT, version="2", description="Asked anew."), fjord).version


def test_nobody_has_answered_a_new_template(fjord, job):
    assert judged.by_version(job.template, fjord) == {}


def test_interviews_are_counted_by_the_version_that_they_were_begun_under(fjord, job):
    first = cast.an_interview(job, started_at=cast.NOON)
    second = raised(fjord)
    later = cast.an_interview(job, cast.a_candidate("dana@example.org"), started_at=cast.NOON)
    cast.an_interview(job, cast.a_candidate("only.looked@example.org"))
    reported(first)

    assert judged.by_version(job.template, fjord) == {first.template_version_id: Use(1, 1), second.pk: Use(1, 0)}
    assert later.template_version == second


def test_a_rescoring_under_a_newer_version_is_a_comparison_and_judges_nobody(fjord, job):
    interview = cast.an_interview(job, started_at=cast.NOON)
    reported(interview)
    second = raised(fjord)

    for _ in range(2):
        scored(interview, template_version=second, is_rescoring=True)

    assert judged.by_version(job.template, fjord) == {
        interview.template_version_id: Use(answered=1, judged=1),
        second.pk: Use(compared=1),
    }


def test_a_report_that_came_to_rest_on_a_newer_version_is_judged_by_that_one(fjord, job):
    interview = cast.an_interview(job, started_at=cast.NOON)
    reported(interview)
    second = raised(fjord)

    reported(interview, scored(interview, template_version=second))

    assert judged.by_version(job.template, fjord) == {
        interview.template_version_id: Use(answered=1),
        second.pk: Use(judged=1),
    }


def test_interviews_of_others_under_what_ships_are_not_counted(fjord):
    shipped = cast.a_template()
    cast.an_interview(cast.a_job(template=shipped), started_at=cast.NOON)

    assert judged.by_version(shipped, cast.an_organisation("Rival Hotels")) == {}
    assert [use.answered for use in judged.by_version(shipped, fjord).values()] == [1]
