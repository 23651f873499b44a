"""What a job may be called now: as the ATS has it, or nothing at all once it is confidential there (D8)."""

from paletter.jobs.models import Job

HIDDEN = "Confidential posting"


def shown(job: Job) -> str:
    """Return the job's title for members, hidden while the posting is confidential."""
    return HIDDEN if job.posting.is_confidential else job.posting.title
