"""Who has looked: at a report's levels, so that those judged before are known to be blind; and at anything of an
interview on which day, so that the candidate can know.
"""

from datetime import UTC, datetime

from paletter.accounts.models import User
from paletter.interviews.models import Interview
from paletter.reports.models import FirstLook, Look, Report


def remember(report: Report, user: User, *, now: datetime) -> None:
    """Keep that somebody sees the levels now, for good and for today. Safe when two pages open at once."""
    note(report.interview, user, now=now)
    if not has_looked(report, user):
        FirstLook.objects.bulk_create([FirstLook(report=report, user=user, at=now)], ignore_conflicts=True)


def has_looked(report: Report, user: User) -> bool:
    return FirstLook.objects.filter(report=report, user=user).exists()


def note(interview: Interview, user: User, *, now: datetime) -> None:
    """Keep that somebody looks at an interview's answers or report today; often called, seldom written."""
    day = now.astimezone(UTC).date()
    if not Look.objects.filter(interview=interview, user=user, day=day).exists():
        Look.objects.bulk_create([Look(interview=interview, user=user, day=day, at=now)], ignore_conflicts=True)


def at(interview: Interview) -> list[Look]:
    """Return who looked at an interview on which day, in order."""
    return list(Look.objects.filter(interview=interview).select_related("user").order_by("at", "pk"))
