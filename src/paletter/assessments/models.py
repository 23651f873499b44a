"""AI Assessment Templates as stored: each version whole and unchangeable."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from paletter.accounts.models import Organisation
from paletter.assessments import shelf
from paletter.vocabulary import rubrics


class TemplateQuerySet(models.QuerySet["Template"]):
    def for_organisation(self, organisation: Organisation) -> "TemplateQuerySet":
        """Keep those that its members may read: the shipped ones and its own, retired or not."""
        return self.filter(Q(organisation=None) | Q(organisation=organisation))


class Template(models.Model):
    """An AI Assessment Template. Shipped ones belong to no organisation and everybody may use them."""

    key = models.SlugField(max_length=80)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="templates"
    )
    name = models.CharField(max_length=200)
    is_retired = models.BooleanField(default=False)

    objects: ClassVar[TemplateQuerySet] = TemplateQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs' own

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], nulls_distinct=False, name="one_template_per_key")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shipped(self) -> bool:
        return self.organisation_id is None

    @property
    def current(self) -> "TemplateVersion":
        """The version that new interviews are answered under."""
        return self.versions.order_by("-id")[0]


class TemplateVersion(models.Model):
    """What a template said at a time. Interviews point here, so that a change never rewrites the past (D11)."""

    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    content = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "fingerprint"], name="one_row_per_template_text")]

    def __str__(self) -> str:
        return f"{self.template} {self.version}"

    @property
    def value(self) -> rubrics.AssessmentTemplate:
        return shelf.from_dict(self.content)
