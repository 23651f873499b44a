"""People of Fjord Hotel who were interviewed and scored, and what they said of themselves."""

from datetime import datetime, timedelta
from itertools import count

from paletter.accounts.models import Organisation
from paletter.audits import demographics
from paletter.audits.demographics import Imported
from paletter.interviews.models import Interview
from paletter.jobs.models import Job
from paletter.reports.models import Report
from paletter.scores.models import Scoring
from tests import cast
from tests.cast import NOON

_numbers = count(1)


def a_scored_interview(
    job: Job, email: str = "", *, fit: float | None = 3.6, submitted_at: datetime = NOON, scorer: str = "indicators"
) -> Interview:
    candidate = cast.a_candidate(email or f"person-{next(_numbers)}@example.org", "")
    interview = cast.an_interview(job, candidate, submitted_at=submitted_at, scored_at=submitted_at)
    reason = "Not enough evidence." if fit is None else ""
    scoring = Scoring.objects.create(
        interview=interview,
        scorer=scorer,
        scorer_version="2026.11",
        fit_value=fit,
        fit_error=0.5,
        fit_reason=reason,
        created_at=submitted_at + timedelta(hours=1),
    )
    Report.objects.create(interview=interview, scoring=scoring)
    return interview


def people(job: Job, *, count: int, fit: float | None, sex: str, race: str) -> list[tuple[Interview, str, str]]:
    return [(a_scored_interview(job, fit=fit), sex, race) for _ in range(count)]


def told(*people: tuple[Interview, str, str]) -> bytes:
    """Return a CSV file that tells of these interviews."""
    lines = [f"{interview.key},{sex},{race}" for interview, sex, race in people]
    return "\n".join(["interview,sex,race_ethnicity", *lines]).encode()


def imported(
    content: bytes,
    organisation: Organisation | None = None,
    *,
    is_synthetic: bool = False,
    even_if_fewer: bool = False,
) -> Imported:
    return demographics.take_in(
        content,
        organisation=organisation or cast.an_organisation(),
        by=None,
        is_synthetic=is_synthetic,
        even_if_fewer=even_if_fewer,
        now=NOON,
    )


def a_season(job: Job | None = None) -> Job:
    """Twelve women, eight of them at 3.0 or more; ten men, four of them; all that an audit needs, and imported."""
    job = job or cast.a_job()
    everybody = [
        *people(job, count=4, fit=3.5, sex="Female", race="Asian"),
        *people(job, count=4, fit=3.0, sex="Female", race="White"),
        *people(job, count=3, fit=2.5, sex="Female", race="White"),
        *people(job, count=1, fit=None, sex="Female", race="Asian"),
        *people(job, count=4, fit=3.2, sex="Male", race="White"),
        *people(job, count=6, fit=2.0, sex="Male", race="Asian"),
    ]
    imported(told(*everybody), job.organisation)
    return job
