"""People judge skills of a report, and publish what they think."""

from datetime import timedelta
from typing import Any

from paletter.accounts.models import User
from paletter.reports import corrections, looks
from paletter.reports.corrections import Drafts
from paletter.reports.models import Report
from paletter.scores import human_levels
from paletter.scores.models import EvidenceRow, HumanLevel, Scoring, ScoringNote, SkillScore
from tests.cast import NOON, a_recruiter
from tests.reports.cast import a_full_report

WHY = "She asked before she acted."


def now_(report: Report) -> Report:
    return Report.objects.select_related("scoring__stands_on", "interview").get(pk=report.pk)


def give(
    report: Report,
    skill: str,
    level: float | None,
    *,
    by: User | None = None,
    reason: str = WHY,
    seen: str = "",
    is_blind: bool = False,
) -> HumanLevel:
    """Let a reviewer, Alice unless told otherwise, give a level after a look at what stands now."""
    shown, reviewer = now_(report), by or a_recruiter()
    if not is_blind:
        looks.remember(shown, reviewer, now=NOON)
    standing = human_levels.counting(shown.interview_id).get(skill)
    return corrections.give(
        shown,
        competency=skill,
        level=level,
        reason=reason,
        by=reviewer,
        seen=seen or corrections.seen_level(shown, standing),
        now=NOON,
    )


def drafts_of(report: Report) -> Drafts:
    shown = now_(report)
    return corrections.drafts(shown, human_levels.counting(shown.interview_id))


def publish(report: Report) -> Report:
    published = corrections.publish_drafts(
        report, by=a_recruiter(), seen=drafts_of(report).seen, now=NOON + timedelta(days=1)
    )
    assert published is not None
    return now_(published)


def an_edition(report: Report | None = None, **levels: float | None) -> Report:
    """Return a report that is published with these levels of Alice's."""
    report = report or a_full_report()
    for skill, level in levels.items():
        give(report, skill, level)
    return publish(report)


def rows_by_scorers() -> list[Any]:
    """Return every row that a scorer's judgement consists of."""
    judged = Scoring.objects.filter(stands_on=None)
    return [
        list(rows.order_by("pk").values())
        for rows in (
            judged,
            SkillScore.objects.filter(scoring__in=judged),
            EvidenceRow.objects.all(),
            ScoringNote.objects.filter(scoring__in=judged),
        )
    ]
