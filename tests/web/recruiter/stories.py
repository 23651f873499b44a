"""Results and interviews in the states that the pages of the ATS tell of."""

from typing import Any

from paletter.interviews.models import Interview
from paletter.jobs.models import Job
from paletter.reports.models import Report
from paletter.scores.models import Scoring
from paletter.writeback.models import Delivery
from tests import cast


def a_result(job: Job | None = None, email: str = "carol.candidate@example.org", **delivery: Any) -> Delivery:
    """Return a scored interview's write-back, waiting unless told otherwise."""
    interview = cast.an_interview(
        job or cast.a_job(), cast.a_candidate(email), submitted_at=cast.NOON, scored_at=cast.NOON
    )
    scoring = Scoring.objects.create(interview=interview, scorer="s", scorer_version="1", fit_value=3.6, fit_error=0.5)
    report = Report.objects.create(interview=interview, scoring=scoring)
    return Delivery.objects.create(report=report, **delivery)


def a_parked_result(job: Job | None = None, email: str = "carol.candidate@example.org", **delivery: Any) -> Delivery:
    sentence = f"No application for this posting has the address {email}. Ask them."
    return a_result(job, email, **{"state": "parked", "sentence": sentence} | delivery)


def an_interview_in_trouble(job: Job | None = None, email: str = "carol.candidate@example.org") -> Interview:
    return cast.an_interview(
        job or cast.a_job(),
        cast.a_candidate(email),
        submitted_at=cast.NOON,
        trouble="The recording cannot be read. Ask the operator.",
        trouble_step="hear_recording",
        trouble_at=cast.NOON,
    )
