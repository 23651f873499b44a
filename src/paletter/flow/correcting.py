"""Corrections are published: the report shows its next edition, and the ATS is told so once."""

from datetime import datetime

import structlog
from django.db import transaction

from paletter.accounts.models import User
from paletter.flow import triggers
from paletter.reports import corrections
from paletter.reports.models import Report
from paletter.scores.models import Scoring

log = structlog.get_logger()


@transaction.atomic
def publish_drafts(report: Report, *, by: User, seen: str, now: datetime) -> bool:
    """Publish what people changed; False when there was nothing. Raises ChangedMeanwhile."""
    return _told(corrections.publish_drafts(report, by=by, seen=seen, now=now))


@transaction.atomic
def publish_rescoring(rescoring: Scoring, *, by: User | None, now: datetime) -> bool:
    """Let a rescoring count; False when it counts already, or a newer one does."""
    return _told(corrections.publish_rescoring(rescoring, by=by, now=now))


def _told(report: Report | None) -> bool:
    if report is None:
        return False
    triggers.report_corrected(report)
    log.info("report corrected", report=report.pk, scoring=report.scoring_id)
    return True
