"""A report that is ready, on its way into the ATS."""

import pytest

from paletter.accounts.models import User
from paletter.jobs.models import Job
from paletter.reports.models import Report
from paletter.scores.models import Scoring
from paletter.writeback.models import Delivery
from tests import cast
from tests.writeback.desk import Desk


def a_delivery(job: Job | None = None, candidate: User | None = None) -> Delivery:
    interview = cast.an_interview(job, candidate, submitted_at=cast.NOON, scored_at=cast.NOON)
    scoring = Scoring.objects.create(interview=interview, scorer="s", scorer_version="1", fit_value=3.6, fit_error=0.5)
    report = Report.objects.create(interview=interview, scoring=scoring)
    return Delivery.objects.create(report=report)


@pytest.fixture
def delivery() -> Delivery:
    return a_delivery()


@pytest.fixture
def desk() -> Desk:
    return Desk()
