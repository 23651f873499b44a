"""Who has seen a report's levels: so that those judged before are known to be blind."""

from datetime import datetime

from paletter.accounts.models import User
from paletter.reports.models import FirstLook, Report


def remember(report: Report, user: User, *, now: datetime) -> None:
    """Keep that somebody sees the levels now, unless they have seen them before. Safe when two pages open at once."""
    if not has_looked(report, user):
        FirstLook.objects.bulk_create([FirstLook(report=report, user=user, at=now)], ignore_conflicts=True)


def has_looked(report: Report, user: User) -> bool:
    return FirstLook.objects.filter(report=report, user=user).exists()
