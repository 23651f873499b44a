"""How many interviews of an organisation were answered, and judged, by which version of a template."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models.functions import Coalesce

from paletter.accounts.models import Organisation
from paletter.assessments.models import Template
from paletter.interviews.models import Interview
from paletter.jobs.models import Job
from paletter.reports.models import Report
from paletter.scores.models import Scoring


@dataclass(frozen=True)
class Use:
    """`answered` counts interviews begun under a version, `judged` those whose report rests on it, `compared` those
    that were scored by it once more, beside their report.
    """

    answered: int = 0
    judged: int = 0
    compared: int = 0


def by_version(template: Template, organisation: Organisation) -> Mapping[int, Use]:
    """Return the use of each version that was used, by its id. Other organisations' interviews are never counted."""
    ids = set(template.versions.values_list("pk", flat=True))
    begun = Interview.objects.filter(job__organisation=organisation, template_version__in=ids).exclude(started_at=None)
    answered = Counter(begun.values_list("template_version", flat=True))
    judged, compared = Counter(_judged(template, organisation)), Counter(_compared(template, organisation))
    uses = {pk: Use(answered[pk], judged[pk], compared[pk]) for pk in ids}
    return {pk: use for pk, use in uses.items() if use != Use()}


def _judged(template: Template, organisation: Organisation) -> list[int]:
    """A report may have come to rest on a rescoring under a later version."""
    reports = Report.objects.filter(interview__job__in=Job.objects.filter(organisation=organisation, template=template))
    version = Coalesce("scoring__template_version", "interview__template_version")
    return [int(pk) for pk in reports.values_list(version, flat=True)]


def _compared(template: Template, organisation: Organisation) -> list[int]:
    jobs = Job.objects.filter(organisation=organisation, template=template)
    rows = Scoring.objects.filter(interview__job__in=jobs, is_rescoring=True)
    pairs = rows.values_list("interview", Coalesce("template_version", "interview__template_version"))
    return [version for _, version in pairs.distinct()]
