"""A job whose questions are all answered in one kind."""

from paletter.jobs.models import Job


def in_kind(job: Job, *kinds: str) -> Job:
    """Let the job's questions ask for these kinds, one after the other, the last one for all that are left."""
    version = job.template_version
    questions = version.content["questions"]
    for at, question in enumerate(questions):
        question["kind"] = kinds[min(at, len(kinds) - 1)]
    version.save(update_fields=["content"])
    job.refresh_from_db()
    return Job.objects.get(pk=job.pk)


def in_writing(job: Job) -> Job:
    return in_kind(job, "text")
