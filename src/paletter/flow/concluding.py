"""An interview is concluded: its words scored, the report published, the write-back set going, all once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from paletter.flow import queue
from paletter.interviews import another_way
from paletter.interviews.models import Interview
from paletter.reports import publish
from paletter.scorers.protocol import Scorer, ScorerUnavailable
from paletter.scores import assess, people_alone, scoring
from paletter.vocabulary.scores import Assessed, GateNote
from paletter.writeback import waiting
from paletter.writeback.models import Delivery

log = structlog.get_logger()

CLOCKS_DIFFER = timedelta(seconds=30)
"""The queue goes by the database's clock; a step that comes too early by its own clock comes again so much later."""


STOOD_IN = "This interview was judged by “{scorer}” in place of “{absent}”. {reason}"


@dataclass(frozen=True)
class StandIn:
    """Who judges when the scorer is unavailable, and how long an interview that is due waits for it first."""

    scorer: Scorer
    patience: timedelta


def conclude(interview_id: int, *, scorer: Scorer, now: datetime, stand_in: StandIn | None = None) -> None:
    """Score what counts, once the candidate has checked it or the time for that is over; safe to repeat.

    Words that the candidate corrects while they are scored are scored again: what was confirmed is what counts.
    Raises ScorerUnavailable, unless a stand-in judges, and ScorerMisconfigured.
    """
    is_stored = False
    while not is_stored:
        interview = Interview.objects.get(pk=interview_id)
        if interview.scored_at is not None or not _may_be(interview) or not _is_due(interview, now=now):
            return
        is_stored = _store(interview, _assessed(interview, scorer, stand_in, now=now), now=now)
    log.info("interview scored", interview=interview_id)


def _may_be(interview: Interview) -> bool:
    """Tell whether the candidate lets an interview be concluded; whoever changes that sets the next step going."""
    return interview.withdrawn_at is None and not another_way.waits_for_people(interview)


def _assessed(interview: Interview, scorer: Scorer, stand_in: StandIn | None, *, now: datetime) -> Assessed:
    """Let one scorer judge the whole interview: levels of two would not add up to one fit score.

    Where people alone are to judge, no scorer is asked.
    """
    if interview.is_human_only:
        return people_alone.unscored(interview.template_version.value)
    answers, template = scoring.spoken_answers(interview), interview.template_version.value
    left_out = scoring.left_out(interview)
    try:
        return assess.assess(answers, template, scorer, left_out=left_out)
    except ScorerUnavailable as error:
        if stand_in is None or now < _due_since(interview) + stand_in.patience:
            raise
        told = STOOD_IN.format(scorer=stand_in.scorer.name, absent=scorer.name, reason=error.reason)
    log.warning("another scorer stands in", interview=interview.pk, scorer=stand_in.scorer.name)
    assessed = assess.assess(answers, template, stand_in.scorer, left_out=left_out)
    return replace(assessed, notes=(GateNote("", told), *assessed.notes))


def _due_since(interview: Interview) -> datetime:
    since = interview.checked_at or interview.check_until
    assert since is not None  # noqa: S101 - `_is_due` has looked
    return since


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
    """Store a scoring with all that follows; False when what it was made of no longer holds."""
    locked = Interview.objects.select_for_update().get(pk=interview.pk)
    if locked.scored_at is not None:
        return True
    if _basis(locked) != _basis(interview) or not _may_be(locked):
        return False
    locked.scored_at = now
    locked.trouble = locked.trouble_step = ""
    locked.save(update_fields=["scored_at", "trouble", "trouble_step"])
    report = publish.publish(scoring.keep(locked, assessed, now=now), now=now)
    delivery, is_first = Delivery.objects.get_or_create(report=report)
    if not is_first:
        # The interview was opened again: one more note tells what has changed.
        waiting.reopen(delivery, now=now)
    queue.defer(queue.WRITE_BACK, str(delivery.pk), delivery_id=delivery.pk)
    return True


def _basis(interview: Interview) -> tuple[datetime | bool | None, ...]:
    """Return what a judgement rests on, and people may change while it is made."""
    return (
        interview.submitted_at,
        interview.heard_at,
        interview.check_until,
        interview.checked_at,
        interview.is_human_only,
    )
