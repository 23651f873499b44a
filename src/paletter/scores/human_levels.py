"""Members give levels beside the scorer's: the newest that stands counts, and none is ever lost."""

from collections.abc import Iterable
from datetime import datetime

import structlog
from django.db import transaction

from paletter.accounts.models import User
from paletter.interviews.models import Interview
from paletter.scores.models import HumanLevel, Scoring

log = structlog.get_logger()

FEWEST_WORDS = 3
LONGEST_REASON = 1000


class LevelRefused(Exception):
    """Nothing was changed; the message tells the reviewer why."""


@transaction.atomic
def give(
    interview: Interview,
    *,
    competency: str,
    level: float | None,
    reason: str,
    by: User,
    beside: Scoring,
    now: datetime,
    is_blind: bool = False,
) -> HumanLevel:
    """Keep a member's level; it replaces the one that the same member gave before. Raises LevelRefused.

    `beside` is the judgement that the report shows now. To be called by whoever holds the report's row.
    """
    reason = " ".join(reason.split())
    if len(reason.split()) < FEWEST_WORDS:
        raise LevelRefused("Please say in a few words why: what did you see or hear that the level rests on?")
    if len(reason) > LONGEST_REASON:
        raise LevelRefused(f"The reason is too long: {len(reason)} characters, and {LONGEST_REASON} fit.")
    earlier = HumanLevel.objects.filter(interview=interview, competency=competency, reviewer=by, ending="")
    earlier.update(ending=HumanLevel.Ending.REPLACED, ended_at=now, ended_by_name=str(by))
    given = HumanLevel.objects.create(
        interview=interview,
        competency=competency,
        level=level,
        reason=reason,
        beside=beside.by_scorer,
        is_blind=is_blind,
        reviewer=by,
        reviewer_name=str(by),
        given_at=now,
    )
    log.info("human level given", interview=interview.pk, given=given.pk, user=by.pk)
    return given


def withdraw(level: HumanLevel, *, by: User, now: datetime) -> None:
    """End a level; what others gave counts again, or the scorer's. One that has ended stays as it ended."""
    rows = HumanLevel.objects.filter(pk=level.pk, ending="")
    if rows.update(ending=HumanLevel.Ending.WITHDRAWN, ended_at=now, ended_by_name=str(by)):
        log.info("human level withdrawn", interview=level.interview_id, given=level.pk, user=by.pk)


def standing(interview_id: int) -> list[HumanLevel]:
    """Return the levels that were neither withdrawn nor replaced, the newest last."""
    return list(HumanLevel.objects.filter(interview=interview_id, ending="").order_by("pk"))


def newest(levels: Iterable[HumanLevel]) -> dict[str, HumanLevel]:
    """Return the last of these for each skill: of levels that stand, the ones that count."""
    return {row.competency: row for row in levels}


def counting(interview_id: int) -> dict[str, HumanLevel]:
    """Return for each skill that has one the newest level that stands."""
    return newest(standing(interview_id))
