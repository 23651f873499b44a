"""Templates in the database: the shipped ones come in at every start; and which ones an organisation may use."""

from django.db import transaction
from django.db.models import QuerySet

from paletter.accounts.models import Organisation
from paletter.assessments import shelf
from paletter.assessments.models import Template, TemplateVersion
from paletter.vocabulary.rubrics import AssessmentTemplate


def load_shelf() -> int:
    """Store every shipped template and return how many versions were new. Safe to repeat.

    A changed text becomes a new version; interviews keep the version that they were answered under (D11).
    """
    return sum(store(value) for value in shelf.templates())


@transaction.atomic
def store(value: AssessmentTemplate, *, organisation: Organisation | None = None) -> bool:
    """Store a template's text unless it is the current one already; return whether a version was added."""
    template, _ = Template.objects.update_or_create(
        key=value.key, organisation=organisation, defaults={"name": value.name, "is_retired": False}
    )
    # Two processes that start together must not both add the same text.
    Template.objects.select_for_update().get(pk=template.pk)
    _, is_new = TemplateVersion.objects.get_or_create(
        template=template,
        fingerprint=shelf.fingerprint(value),
        defaults={"version": value.version, "content": shelf.to_dict(value)},
    )
    return is_new


def templates_for(organisation: Organisation) -> "QuerySet[Template]":
    """Return the templates that this organisation may use: the shipped ones and its own, by name."""
    return Template.objects.for_organisation(organisation).filter(is_retired=False).order_by("name", "pk")
