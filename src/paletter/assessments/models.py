"""AI Assessment Templates as stored: each version whole and unchangeable."""

from django.db import models
from django.utils import timezone

from paletter.accounts.models import Organisation
from paletter.assessments import shelf
from paletter.vocabulary import rubrics


class Template(models.Model):
    """An AI Assessment Template. Shipped ones belong to no organisation and everybody may use them."""

    key = models.SlugField(max_length=80)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="templates"
    )
    name = models.CharField(max_length=200)
    is_retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], nulls_distinct=False, name="one_template_per_key")
        ]

    def __str__(self) -> str:
        return self.name

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
