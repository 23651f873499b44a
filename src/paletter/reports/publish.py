"""Publishes an interview's report: one address for good, showing the newest scoring."""

from datetime import datetime

from django.db import transaction

from paletter.reports.models import Report
from paletter.scores.models import Scoring


@transaction.atomic
def publish(scoring: Scoring, *, now: datetime) -> Report:
    """Return the interview's report, showing this scoring unless it shows a newer one. Safe to repeat."""
    report, is_new = Report.objects.select_for_update().get_or_create(
        interview_id=scoring.interview_id, defaults={"scoring": scoring, "published_at": now}
    )
    if not is_new and report.scoring_id < scoring.pk:
        report.scoring = scoring
        report.published_at = now
        report.save(update_fields=["scoring", "published_at"])
    return report
