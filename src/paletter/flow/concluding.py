"""An interview is concluded: its words scored, the report published, the write-back set going, all once."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from paletter.flow import queue
from paletter.interviews.models import Interview
from paletter.reports import publish
from paletter.scorers.protocol import Scorer
from paletter.scores import assess, scoring
from paletter.vocabulary.scores import Assessed
from paletter.writeback.models import Delivery

log = structlog.get_logger()

CLOCKS_DIFFER = timedelta(seconds=30)
"""The queue goes by the database's clock; a step that comes too early by its own clock comes again so much later."""


def conclude(interview_id: int, *, scorer: Scorer, now: datetime) -> None:
    """Score what counts, once the candidate has checked it or the time for that is over; safe to repeat.

    Words that the candidate corrects while they are scored are scored again: what was confirmed is what counts.
    """
    is_stored = False
    while not is_stored:
        interview = Interview.objects.get(pk=interview_id)
        if interview.scored_at is not None or not _is_due(interview, now=now):
            return
        template = interview.template_version.value
        is_stored = _store(interview, assess.assess(scoring.spoken_answers(interview), template, scorer), now=now)
    log.info("interview scored", interview=interview_id)


def _is_due(interview: Interview, *, now: datetime) -> bool:
    """Tell whether the check is over; when it soon will be, this step comes again."""
    if interview.checked_at is not None:
        return True
    if interview.check_until is None or interview.check_until <= now:
        return interview.check_until is not None
    later = interview.check_until + CLOCKS_DIFFER
    queue.defer(queue.SCORE_INTERVIEW, str(interview.pk), at=later, interview_id=interview.pk)
    return False


@transaction.atomic
def _store(interview: Interview, assessed: Assessed, *, now: datetime) -> bool:
    """Store a scoring with all that follows; False when the words that it was made of no longer count."""
    locked = Interview.objects.select_for_update().get(pk=interview.pk)
    if locked.scored_at is not None:
        return True
    if locked.checked_at != interview.checked_at:
        return False
    locked.scored_at = now
    locked.trouble = locked.trouble_step = ""
    locked.save(update_fields=["scored_at", "trouble", "trouble_step"])
    report = publish.publish(scoring.keep(locked, assessed, now=now), now=now)
    delivery, _ = Delivery.objects.get_or_create(report=report)
    queue.defer(queue.WRITE_BACK, str(delivery.pk), delivery_id=delivery.pk)
    return True
