"""A job's one address, the same for all candidates and for the recruiter (D1)."""

from django.conf import settings

from paletter.jobs.models import Job


def url(job: Job) -> str:
    """Return the job's whole address, as it goes into an e-mail or a template of the ATS."""
    return f"{settings.BASE_URL}/j/{job.code}"
