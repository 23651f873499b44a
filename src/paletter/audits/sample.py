"""Which interviews an audit is about, how they were scored, and what their people said of themselves."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Avg, Min, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from paletter.accounts.models import Organisation
from paletter.audits.figures import Scored
from paletter.audits.models import Demographics
from paletter.jobs.models import Job
from paletter.reports.models import Report
from paletter.transcripts.models import Source, Transcript

UNTOLD = ("", "", "")


@dataclass(frozen=True)
class Scope:
    """Interviews handed in from `begin` to `end` (both days included, in UTC), for these jobs, under this template.

    None and empty stand for all.
    """

    begin: date | None = None
    end: date | None = None
    jobs: tuple[Job, ...] = ()
    template: str = ""
    """A template's key."""


@dataclass(frozen=True)
class ScorerUsed:
    """A scorer as it judged interviews of the sample, and since when the organisation has used this version."""

    name: str
    version: str
    interviews: int
    since: date


@dataclass(frozen=True)
class Sample:
    """The scored interviews of a scope. `without_line` of them are in no line of what was imported."""

    people: tuple[Scored, ...]
    without_line: int
    scorers: tuple[ScorerUsed, ...]
    first: date | None
    last: date | None


class _Row(NamedTuple):
    interview: int
    day: date
    fit: float | None
    scorer: str
    version: str


def draw(organisation: Organisation, scope: Scope) -> Sample:
    """Return the sample: of each interview the scoring that its report shows, in a fixed number of queries."""
    reports = _reports(organisation, scope)
    rows = list(_rows(reports))
    told = _told(organisation)
    words = _words(reports)
    days = [row.day for row in rows]
    return Sample(
        people=tuple(_scored(row, told.get(row.interview, UNTOLD), words.get(row.interview)) for row in rows),
        without_line=sum(row.interview not in told for row in rows),
        scorers=_scorers(organisation, rows),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _reports(organisation: Organisation, scope: Scope) -> QuerySet[Report]:
    wanted = Q(interview__job__organisation=organisation, interview__submitted_at__isnull=False)
    # No tool scored those whom people alone judge, and nobody looks into what was withdrawn.
    wanted &= Q(interview__is_human_only=False, interview__withdrawn_at=None)
    if scope.begin:
        wanted &= Q(interview__submitted_at__date__gte=scope.begin)
    if scope.end:
        wanted &= Q(interview__submitted_at__date__lte=scope.end)
    if scope.jobs:
        wanted &= Q(interview__job__in=scope.jobs)
    if scope.template:
        wanted &= Q(interview__template_version__template__key=scope.template)
    return Report.objects.filter(wanted)


def _rows(reports: QuerySet[Report]) -> Iterable[_Row]:
    """In the order of the reports, so that the same sample is drawn each time."""
    scoring = ("scoring__fit_value", "scoring__scorer", "scoring__scorer_version")
    days = reports.annotate(day=TruncDate("interview__submitted_at")).order_by("pk")
    for interview, day, fit, scorer, version in days.values_list("interview_id", "day", *scoring):
        yield _Row(interview, day, None if fit is None else float(fit), scorer, version)


def _told(organisation: Organisation) -> Mapping[int, tuple[str, str, str]]:
    rows = Demographics.objects.filter(origin__organisation=organisation)
    values = rows.values_list("interview_id", "sex", "race_ethnicity", "age_group")
    return {interview: (sex, race_ethnicity, age_group) for interview, sex, race_ethnicity, age_group in values}


def _words(reports: QuerySet[Report]) -> Mapping[int, tuple[float | None, float | None]]:
    """Return by interview how sure the recogniser was of the answers that count, and the share of words changed."""
    interviews = reports.values("interview_id")
    means = (
        Transcript.objects.filter(recording__kept_by__interview__in=interviews)
        .values("recording__kept_by__interview")
        .annotate(
            sure=Avg("confidence", filter=Q(source=Source.RECOGNISED)),
            changed=Avg("share_changed", filter=Q(source=Source.CORRECTED)),
        )
    )
    return {
        interview: (sure, changed)
        for interview, sure, changed in means.values_list("recording__kept_by__interview", "sure", "changed")
    }


def _scored(row: _Row, told: tuple[str, str, str], words: tuple[float | None, float | None] | None) -> Scored:
    confidence, changed = words or (None, None)
    sex, race_ethnicity, age_group = told
    return Scored(
        sex=sex,
        race_ethnicity=race_ethnicity,
        age_group=age_group,
        fit=row.fit,
        confidence=confidence,
        changed=changed,
    )


def _scorers(organisation: Organisation, rows: Sequence[_Row]) -> tuple[ScorerUsed, ...]:
    counts = Counter((row.scorer, row.version) for row in rows)
    begun = dict(_begun(organisation))
    return tuple(
        ScorerUsed(name, version, interviews, begun[name, version].date())
        for (name, version), interviews in sorted(counts.items())
    )


def _begun(organisation: Organisation) -> Iterable[tuple[tuple[str, str], datetime]]:
    used = Report.objects.filter(interview__job__organisation=organisation)
    names = ("scoring__scorer", "scoring__scorer_version")
    begun = used.values(*names).annotate(
        # An edition with levels of people is younger than the judgement that it stands on.
        since=Min(Coalesce("scoring__stands_on__created_at", "scoring__created_at"))
    )
    for name, version, since in begun.values_list(*names, "since"):
        yield (name, version), since
