"""What was erased, when and why. Holds nothing of the person."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from paletter.accounts.models import Organisation
from paletter.jobs.models import Job


class Erasure(models.Model):
    """One interview that was erased: rows at once, files in `folders` as soon as the disk lets go of them.

    The keys are those of addresses that people may still have; nothing links them to a person any more.
    """

    class Reason(models.TextChoices):
        DELETED = "deleted", "Deleted in the ATS"
        ANONYMISED = "anonymised", "Anonymised in the ATS"
        NOT_TO_BE_KEPT = "not_to_be_kept", "The ATS says that the data may no longer be stored"
        ASKED_FOR = "asked_for", "Asked for"
        BY_CANDIDATE = "by_candidate", "Deleted by the candidate"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="erasures")
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="erasures")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    erased_at = models.DateTimeField(default=timezone.now)
    answers = models.PositiveSmallIntegerField(default=0)
    """How many answers went."""
    interview_key = models.UUIDField(null=True, blank=True, unique=True)
    report_key = models.UUIDField(null=True, blank=True, unique=True)
    takes = ArrayField(models.UUIDField(), default=list, blank=True)
    """The recordings' ids: an upload under way is told what happened."""
    folders = models.JSONField(default=list, blank=True)
    """Folders, below the recordings' root, that are still to be removed."""

    class Meta:
        indexes = [GinIndex(fields=["takes"], name="erasures_by_take")]
