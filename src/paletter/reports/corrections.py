"""Members correct a report: levels are given and withdrawn as drafts, and published together as its next edition.

All of it happens under the report's row, so that two people at once see each other: who looked at something else than
what stands now is told so, and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paletter.accounts.models import User
from paletter.reports import looks
from paletter.reports.models import Report
from paletter.reports.publish import publish
from paletter.scores import editions, human_levels, scoring
from paletter.scores.human_levels import LevelRefused
from paletter.scores.models import HumanLevel, Scoring
from paletter.vocabulary.scores import FitScore, NoFitScore


class ChangedMeanwhile(LevelRefused):
    """Somebody else was quicker; nothing was changed."""


@dataclass(frozen=True)
class Drafts:
    """What people changed since the report was last published, by skill: their level, or None for the scorer's again.

    `fit` is what the fit score would be; `seen` names this state when it is published.
    """

    changes: Mapping[str, HumanLevel | None]
    fit: FitScore | NoFitScore | None
    seen: str


def seen_level(report: Report, standing: HumanLevel | None) -> str:
    """Name what a reviewer sees of a skill: the scoring shown, and which person's level stands."""
    return f"{report.scoring_id}-{standing.pk if standing else 0}"


def drafts(report: Report, standing: Mapping[str, HumanLevel]) -> Drafts:
    """Return what differs between the levels that stand (human_levels.counting) and those last published."""
    published = {row.competency: row for row in report.scoring.human_levels.all()}
    changes = {key: standing.get(key) for key in {**published, **standing} if standing.get(key) != published.get(key)}
    by_scorer = report.scoring.by_scorer
    fit = editions.fit_of(scoring.stored(by_scorer.pk), standing) if changes else None
    return Drafts(changes, fit, _seen_all(report, standing))


@transaction.atomic
def give(
    report: Report,
    *,
    competency: str,
    level: float | None,
    reason: str,
    by: User,
    seen: str,
    now: datetime,
) -> HumanLevel:
    """Keep a member's level as a draft; it is blind when they have not seen the report's levels yet.

    Raises LevelRefused, and ChangedMeanwhile when `seen` no longer holds.
    """
    held = _held(report)
    standing = human_levels.counting(held.interview_id).get(competency)
    if seen != seen_level(held, standing):
        raise ChangedMeanwhile(_who_was_quicker(standing, by))
    if not held.scoring.by_scorer.skills.filter(competency=competency).exists():
        raise LevelRefused("This report has no such skill.")
    return human_levels.give(
        held.interview,
        competency=competency,
        level=level,
        reason=reason,
        by=by,
        beside=held.scoring,
        now=now,
        is_blind=not looks.has_looked(held, by),
    )


@transaction.atomic
def withdraw(report: Report, level: HumanLevel, *, by: User, now: datetime) -> None:
    """Take a level back, as a draft like all changes."""
    held = _held(report)
    human_levels.withdraw(HumanLevel.objects.get(pk=level.pk, interview=held.interview_id), by=by, now=now)


@transaction.atomic
def publish_drafts(report: Report, *, by: User, seen: str, now: datetime) -> Report | None:
    """Publish all drafts as one edition and return the report, or None when there are none (any more).

    Raises ChangedMeanwhile when other levels stand than those that were seen.
    """
    held = _held(report)
    standing = human_levels.counting(held.interview_id)
    if not drafts(held, standing).changes:
        return None
    if seen != _seen_all(held, standing):
        raise ChangedMeanwhile("Somebody changed a level while you looked. Please look again before you publish.")
    edition = editions.make(held.scoring.by_scorer, standing.values(), by=by, now=now)
    return publish(edition, now=now)


@transaction.atomic
def publish_rescoring(rescoring: Scoring, *, by: User | None, now: datetime) -> Report | None:
    """Let a rescoring count, with the published levels of people beside it; drafts stay drafts.

    Returns None, changing nothing, when the report stands on it or on a newer judgement already.
    """
    held = _held(Report.objects.get(interview=rescoring.interview_id))
    if held.scoring.by_scorer.pk >= rescoring.pk:
        return None
    edition = editions.make(rescoring, held.scoring.human_levels.all(), by=by, now=now)
    return publish(edition, now=now)


def _held(report: Report) -> Report:
    # Locked alone, then read: PostgreSQL would drop a row whose joined scoring became another while it waited.
    Report.objects.select_for_update().get(pk=report.pk)
    return Report.objects.select_related("scoring__stands_on", "interview").get(pk=report.pk)


def _seen_all(report: Report, standing: Mapping[str, HumanLevel]) -> str:
    return "-".join(map(str, [report.scoring_id, *sorted(row.pk for row in standing.values())]))


def _who_was_quicker(standing: HumanLevel | None, by: User) -> str:
    if standing is None or standing.reviewer_id == by.pk:
        return "This level has changed since you opened the page. Look at it as it is now, then send yours again."
    told = "that it can't be judged" if standing.level is None else f"{standing.level:.1f}"
    return (
        f"{standing.reviewer_name} was quicker and gave {told}. Look at it as it is now; if you still see it "
        "differently, send yours again."
    )
