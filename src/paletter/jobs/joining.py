"""A posting and an AI Assessment Template become a job, and may be taken apart while nobody has come yet."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from paletter.accounts.models import Organisation, User
from paletter.assessments.models import Template
from paletter.connections.models import ConnectionState, MirroredPosting
from paletter.jobs.models import Job


class JoinRefused(Exception):
    """Nothing was joined or taken apart; the message tells the recruiter why."""


def free_postings(organisation: Organisation) -> list[MirroredPosting]:
    """Return the postings of connected accounts that can be joined now and are not, by title."""
    postings = _known(organisation).filter(connection__state=ConnectionState.ON, job=None)
    return assessable(postings.order_by("title", "pk"))


def assessable(postings: Iterable[MirroredPosting]) -> list[MirroredPosting]:
    """Keep those that are open and External, Internal or Unlisted (R22)."""
    return [posting for posting in postings if posting.is_assessable]


def join(*, posting: MirroredPosting, template: Template, user: User) -> Job:
    """Return the new job of this posting.

    Raises JoinRefused when the posting takes no candidates, has a job already, or template and posting belong to
    different organisations.
    """
    organisation = posting.connection.organisation
    if not posting.connection.is_on:
        raise JoinRefused("The ATS is not connected any more. Connect it again, then choose the posting.")
    if not posting.is_assessable:
        raise JoinRefused("This posting no longer takes candidates in the ATS. Choose another one.")
    if template.organisation_id not in (None, organisation.pk) or template.is_retired:
        raise JoinRefused("This template is not available any more. Choose another one.")
    try:
        with transaction.atomic():
            return Job.objects.create(organisation=organisation, posting=posting, template=template, created_by=user)
    except IntegrityError as error:
        raise JoinRefused("Somebody has just made a job of this posting. You find it in your list of jobs.") from error


def leave(job: Job) -> None:
    """Take a job apart: the posting is free again and the link opens nothing any more.

    Raises JoinRefused once a candidate has come, because interviews keep their job.
    """
    if job.interviews.exists():
        raise JoinRefused("Candidates have opened this job, so it stays. Close the posting in the ATS to end it.")
    job.delete()


def _known(organisation: Organisation) -> "QuerySet[MirroredPosting]":
    return MirroredPosting.objects.filter(connection__organisation=organisation).select_related("connection")
