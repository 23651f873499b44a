"""An organisation's own templates: added after the linter has nothing against them, retired, and brought back.

What is stored is never changed. A new text is a new version; interviews keep the one that they were answered under.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction

from paletter.accounts.models import Organisation
from paletter.assessments import lint, shelf
from paletter.assessments.models import Template, TemplateVersion
from paletter.assessments.rules.findings import Finding, error
from paletter.vocabulary.rubrics import AssessmentTemplate


class Outcome(StrEnum):
    """What became of a text."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Added:
    version: TemplateVersion
    outcome: Outcome
    findings: tuple[Finding, ...]
    """What the linter would still have otherwise; no errors."""


class TemplateRefused(Exception):
    """Nothing was stored; `findings` tell why, errors first."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(map(str, lint.errors(findings))))
        self.findings = findings


def check(value: AssessmentTemplate, organisation: Organisation) -> tuple[Finding, ...]:
    """Return what the linter says of a text beside what this organisation has stored already."""
    history = [version.value for version in versions(value.key, organisation)]
    return (*_taken(value, organisation), *lint.lint(value, history=history))


@transaction.atomic
def add(value: AssessmentTemplate, organisation: Organisation) -> Added:
    """Store a text as the newest version of the organisation's template of that key, and offer it.

    Storing the newest text once more changes nothing but that a retired template is offered again. Raises
    TemplateRefused when the linter finds errors.
    """
    # Whoever adds waits here for whoever else adds to this organisation: both look at the same past.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    found = check(value, organisation)
    if lint.errors(found):
        raise TemplateRefused(found)
    template, is_new = Template.objects.update_or_create(
        key=value.key, organisation=organisation, defaults={"name": value.name, "is_retired": False}
    )
    version, is_other = TemplateVersion.objects.get_or_create(
        template=template,
        fingerprint=shelf.fingerprint(value),
        defaults={"version": value.version, "content": shelf.to_dict(value)},
    )
    changed = Outcome.CHANGED if is_other else Outcome.SAME
    return Added(version, Outcome.NEW if is_new else changed, found)


def versions(key: str, organisation: Organisation | None) -> list[TemplateVersion]:
    """Return what is stored under a key, oldest first: the organisation's own, or what ships for None."""
    rows = TemplateVersion.objects.filter(template__key=key, template__organisation=organisation)
    return list(rows.select_related("template").order_by("pk"))


def retire(template: Template) -> None:
    """Offer a template no longer for new jobs; jobs that have it go on with it."""
    Template.objects.filter(pk=template.pk).exclude(organisation=None).update(is_retired=True)


def bring_back(template: Template) -> None:
    """Offer a retired template again."""
    Template.objects.filter(pk=template.pk).exclude(organisation=None).update(is_retired=False)


def _taken(value: AssessmentTemplate, organisation: Organisation) -> list[Finding]:
    """Two templates of one key, or of one name, could not be told apart where recruiters choose."""
    found = []
    if Template.objects.filter(key=value.key, organisation=None).exists():
        told = f"“{value.key}” ships with Paletter. Give your copy a key of its own."
        found.append(error("field “key”", "taken", told))
    elsewhere = Template.objects.for_organisation(organisation).exclude(key=value.key, organisation=organisation)
    if elsewhere.filter(name__iexact=value.name.strip()).exists():
        told = f"there is a template named “{value.name}” already. Give this one a name of its own."
        found.append(error("field “name”", "taken", told))
    return found
