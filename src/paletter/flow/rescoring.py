"""Reports are scored again, each whole before the next: killed anywhere, it goes on where it was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q

from paletter.accounts.models import Organisation
from paletter.flow import correcting
from paletter.interviews.models import Interview
from paletter.reports.models import Report
from paletter.scorers.protocol import Scorer
from paletter.scores import rescoring, scoring
from paletter.scores.rescoring import Judgement, WordsChanged
from paletter.scores.rubric import RubricRefused
from paletter.vocabulary.scores import Assessed

log = structlog.get_logger()


@dataclass(frozen=True)
class Wish:
    """How reports are to be scored again.

    Unless `is_kept`, nothing is stored. With `is_published`, the new judgement counts from then on.
    """

    scorer: Scorer
    newest_template: bool = False
    is_kept: bool = True
    is_published: bool = False


@dataclass(frozen=True)
class Again:
    """A report's judgement that counts beside the one of the wish."""

    interview: UUID
    before: Assessed
    judgement: Judgement
    is_published: bool = False

    @property
    def after(self) -> Assessed:
        return self.judgement.assessed


@dataclass(frozen=True)
class Left:
    """A report that stays as it is, and why."""

    interview: UUID
    reason: str


def reports(organisation: Organisation, *, job_code: str = "", key: UUID | None = None) -> list[int]:
    """Return the reports of an organisation, of a job of it, or of one interview (by its key or its report's)."""
    found = Report.objects.filter(interview__job__organisation=organisation)
    if job_code:
        found = found.filter(interview__job__code=job_code)
    if key is not None:
        found = found.filter(Q(interview__key=key) | Q(key=key))
    return list(found.order_by("pk").values_list("pk", flat=True))


def score_again(keys: Iterable[int], wish: Wish, *, now: datetime) -> Iterator[Again | Left]:
    """Do it, one report at a time. Raises ScorerUnavailable; what came before is kept."""
    for key in keys:
        row = Report.objects.select_related("scoring__stands_on", "interview__template_version__template").filter(
            pk=key
        )
        report = row.first()
        if report is not None:
            yield _again(report, wish, now=now)


def _again(report: Report, wish: Wish, *, now: datetime) -> Again | Left:
    try:
        return _judged(report, wish, now=now)
    except RubricRefused as refusal:
        return Left(report.interview.key, str(refusal))
    except WordsChanged:
        return Left(report.interview.key, "Its words were corrected while they were scored. Run the command again.")
    except ObjectDoesNotExist:
        if Interview.objects.filter(pk=report.interview_id).exists():
            raise
        return Left(report.interview.key, "It was erased meanwhile.")


def _judged(report: Report, wish: Wish, *, now: datetime) -> Again | Left:
    interview = report.interview
    if interview.withdrawn_at is not None:
        return Left(interview.key, "Its candidate took their consent back.")
    if interview.is_human_only:
        return Left(interview.key, "People alone judge it.")
    before = scoring.read(scoring.stored(report.scoring.by_scorer.pk))
    judged_by = rescoring.version_for(interview, newest=wish.newest_template)
    judgement = rescoring.judge(interview, wish.scorer, judged_by=judged_by, is_kept=wish.is_kept, now=now)
    if judgement.is_new and judgement.row:
        log.info("interview scored again", interview=interview.pk, scoring=judgement.row.pk)
    is_published = bool(
        wish.is_published and judgement.row and correcting.publish_rescoring(judgement.row, by=None, now=now)
    )
    return Again(interview.key, before, judgement, is_published)
