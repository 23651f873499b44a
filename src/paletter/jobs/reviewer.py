"""The person whom candidates are told by name as the one who watches their answers."""

from paletter.accounts.models import Membership, User
from paletter.jobs.models import Job


class NoMember(Exception):
    """Only somebody of the job's organisation can be named, and only by a name."""


def candidates_for(job: Job) -> list[User]:
    """Return who may be named: the members of the job's organisation who have told their name."""
    rows = Membership.objects.filter(organisation=job.organisation_id).exclude(user__name="").select_related("user")
    return [row.user for row in rows.order_by("user__name", "pk")]


def name(job: Job, reviewer: User | None) -> None:
    """Name somebody, or nobody. Raises NoMember."""
    if reviewer is not None and reviewer not in candidates_for(job):
        raise NoMember
    job.reviewer = reviewer
    job.save(update_fields=["reviewer"])


def told(job: Job) -> str:
    """Return the name that candidates are told, "" while nobody is named or when that member has left."""
    return job.reviewer.name if job.reviewer and job.reviewer in candidates_for(job) else ""
