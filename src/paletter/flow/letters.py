"""What an edition of a report says in the ATS: note and tags, both made of the one scoring that it tells (R54)."""

from dataclasses import replace

from django.conf import settings

from paletter.reports.note import HEADING, Correction, ReportFacts, figures, note_text
from paletter.reports.tags import tags_for
from paletter.scores import scoring
from paletter.scores.counting import what_counts
from paletter.scores.people_alone import is_by_people_alone
from paletter.writeback.letter import Letter
from paletter.writeback.models import Delivery, EarlierNote


def letter_for(delivery: Delivery) -> Letter:
    """Return the letter of a delivery's edition, with the job's title as it is now."""
    report = delivery.report
    row = scoring.stored(delivery.scoring_id or report.scoring_id)
    stored = scoring.read(row)
    counting = what_counts(stored)
    skills = tuple(
        (replace(competency, name=competency.short_name), counting[competency.key])
        for competency in report.interview.template_version.value.competencies
        if competency.key in counting
    )
    marker = str(report.key)
    if delivery.edition > 1:
        # With the moment of the scoring: after a database came back from yesterday, the same number may be another's.
        marker += f"?edition={delivery.edition}-{int(row.created_at.timestamp() * 1000)}"
    facts = ReportFacts(
        job_title=report.interview.job.title,
        skills=skills,
        fit=stored.fit,
        link=f"{settings.BASE_URL}/reports/{marker}",
        corrects=_correction(delivery),
        is_by_people_alone=is_by_people_alone(row.scorer, row.scorer_version),
    )
    tags = tags_for(results=counting.values(), fit=stored.fit)
    note = note_text(facts)
    told = tuple(line for line in figures(facts) if line in note)
    return Letter(note=note, tags=tags, marker=marker, heading=HEADING, figures=told)


def _correction(delivery: Delivery) -> Correction | None:
    """Return what the last note on this very opportunity said; one that went with another opportunity is not named."""
    notes = EarlierNote.objects.filter(delivery=delivery, opportunity_id=delivery.opportunity_id)
    last = notes.order_by("-edition").first()
    if last is None:
        return None
    told = scoring.read(scoring.stored(last.scoring_id))
    return Correction(noted_on=last.added_at.date(), fit=told.fit, skills=what_counts(told))
