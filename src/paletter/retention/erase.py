"""An interview is erased: every row of it in one transaction, and its files as soon as that is through.

What stays is an Erasure: that there was one, when and why it went, and the addresses that lead to it, so that people
who come there read so. The candidate's account stays too; it is the person's own.
"""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction

from paletter.interviews.models import Interview, Recording
from paletter.reports.models import Report
from paletter.retention import files
from paletter.retention.models import Erasure
from paletter.writeback.models import Delivery, EarlierNote

log = structlog.get_logger()


@transaction.atomic
def erase(interview: Interview, *, reason: Erasure.Reason, now: datetime) -> Erasure | None:
    """Erase an interview and return what is remembered of that; None when it is erased already."""
    row = Interview.objects.select_for_update(of=["self"]).select_related("job").filter(pk=interview.pk).first()
    if row is None:
        return None
    # Whoever appends to a take holds its row: after this nobody writes a file that is not on the list.
    takes = list(Recording.objects.select_for_update().filter(answer__interview=row).order_by("pk"))
    erasure = Erasure.objects.create(
        organisation_id=row.job.organisation_id,
        job=row.job,
        reason=reason,
        erased_at=now,
        answers=row.answers.given().count(),
        interview_key=row.key,
        report_key=Report.objects.filter(interview=row).values_list("key", flat=True).first(),
        takes=[take.pk for take in takes],
        folders=[str(take.pk) for take in takes],
    )
    _delete(row)
    transaction.on_commit(lambda: files.remove(erasure))
    log.info("interview erased", interview=interview.pk, erasure=erasure.pk, reason=reason.value)
    return erasure


def _delete(interview: Interview) -> None:
    """What protects a scoring goes before it."""
    EarlierNote.objects.filter(delivery__report__interview=interview).delete()
    Delivery.objects.filter(report__interview=interview).delete()
    Report.objects.filter(interview=interview).delete()
    interview.delete()


def of_interview(key: UUID) -> Erasure | None:
    """Return how the interview of this key was erased, or None."""
    return Erasure.objects.select_related("organisation").filter(interview_key=key).first()


def of_report(key: UUID) -> Erasure | None:
    """Return how the interview of this report was erased, or None."""
    return Erasure.objects.select_related("organisation", "job__posting").filter(report_key=key).first()


def of_take(key: UUID) -> Erasure | None:
    """Return how the interview of this recording was erased, or None."""
    return Erasure.objects.select_related("organisation").filter(takes__contains=[key]).first()
