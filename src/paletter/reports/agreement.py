"""How each reviewer of an organisation and the scorer agree, from the levels that they gave."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from paletter.accounts.models import Organisation, User
from paletter.assessments import stored
from paletter.evaluation.reviewers import Agreement, Pair, agreement
from paletter.reports.models import Report
from paletter.scores.models import HumanLevel, SkillScore


@dataclass(frozen=True)
class SkillAgreement:
    """One skill, or all together."""

    name: str
    agreement: Agreement


@dataclass(frozen=True)
class Judged:
    """Levels given under one condition: blind, or with the scorer's in sight.

    `alone` are skills that only the person gave a level, `not_judged` those that can't be judged, says the person.
    """

    all_skills: Agreement | None
    skills: tuple[SkillAgreement, ...]
    alone: int
    not_judged: int


@dataclass(frozen=True)
class Reviewer:
    """A reviewer, by the name that stands on their levels."""

    name: str
    blind: Judged | None
    in_sight: Judged | None


@dataclass(frozen=True)
class Overridden:
    """Of all skills of an organisation's reports, how many count as people see them."""

    skills: int
    of: int

    @property
    def percent(self) -> int:
        return round(100 * self.skills / self.of) if self.of else 0


def reviewers(organisation: Organisation, *, only: User | None = None) -> list[Reviewer]:
    """Return every reviewer, or `only` one, in the order of their names; in a constant number of queries."""
    levels = _levels(organisation)
    rows = list(levels if only is None else levels.filter(reviewer=only))
    names = _skill_names(organisation) if rows else {}
    by_reviewer: dict[tuple[int | None, str], list[HumanLevel]] = {}
    for row in rows:
        # Somebody without an account any more is told apart by name alone; a name may have changed meanwhile.
        key = (row.reviewer_id, "" if row.reviewer_id else row.reviewer_name)
        by_reviewer.setdefault(key, []).append(row)
    found = (
        Reviewer(given[-1].reviewer_name, _judged(_first_blind(given), names), _judged(_last_in_sight(given), names))
        for given in by_reviewer.values()
    )
    return sorted(found, key=lambda reviewer: reviewer.name.casefold())


def overridden(organisation: Organisation) -> Overridden:
    """Return how often people's levels count in what is published."""
    reports = Report.objects.filter(interview__job__organisation=organisation)
    by_people = reports.aggregate(count=Count("scoring__human_levels"))["count"]
    direct = reports.filter(scoring__stands_on=None).aggregate(count=Count("scoring__skills"))["count"]
    editions = reports.aggregate(count=Count("scoring__stands_on__skills"))["count"]
    return Overridden(by_people, direct + editions)


def _levels(organisation: Organisation) -> "QuerySet[HumanLevel]":
    suggested = SkillScore.objects.filter(scoring=OuterRef("beside"), competency=OuterRef("competency"))
    rows = HumanLevel.objects.filter(interview__job__organisation=organisation)
    return rows.annotate(suggested=Subquery(suggested.values("level")[:1])).order_by("pk")


def _skill_names(organisation: Organisation) -> dict[str, str]:
    versions = (template.versions.all() for template in stored.templates_for(organisation).prefetch_related("versions"))
    values = (version.value for rows in versions for version in sorted(rows, key=lambda row: row.pk))
    return {competency.key: competency.name for value in values for competency in value.competencies}


def _first_blind(rows: Iterable[HumanLevel]) -> list[HumanLevel]:
    """What a reviewer thought at first, also where they changed their mind after seeing the scorer's."""
    first: dict[tuple[int, str], HumanLevel] = {}
    for row in rows:
        if row.is_blind:
            first.setdefault((row.interview_id, row.competency), row)
    return _not_withdrawn(first.values())


def _last_in_sight(rows: Iterable[HumanLevel]) -> list[HumanLevel]:
    return _not_withdrawn({(row.interview_id, row.competency): row for row in rows if not row.is_blind}.values())


def _not_withdrawn(rows: Iterable[HumanLevel]) -> list[HumanLevel]:
    return [row for row in rows if row.ending != HumanLevel.Ending.WITHDRAWN]


def _judged(rows: list[HumanLevel], names: dict[str, str]) -> Judged | None:
    if not rows:
        return None
    pairs = [
        Pair(row.competency, row.level, row.suggested)  # type: ignore[attr-defined]  # annotated by _levels
        for row in rows
        if row.level is not None and row.suggested is not None  # type: ignore[attr-defined]  # the same
    ]
    keys = dict.fromkeys([*(key for key in names), *(pair.competency for pair in pairs)])
    by_skill = ((key, agreement(pair for pair in pairs if pair.competency == key)) for key in keys)
    not_judged = sum(row.level is None for row in rows)
    return Judged(
        all_skills=agreement(pairs),
        skills=tuple(SkillAgreement(names.get(key, key), found) for key, found in by_skill if found),
        alone=len(rows) - len(pairs) - not_judged,
        not_judged=not_judged,
    )
