"""What people said of themselves, for audits only. Nothing leads here from an interview, so no scorer can follow."""

from django.db import models
from django.utils import timezone

from paletter.accounts.models import Organisation, User
from paletter.interviews.models import Interview


class DemographicsImport(models.Model):
    """The file that counts for an organisation; a new one takes its place with all its rows."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    imported_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Empty when it came by the command line."""
    imported_at = models.DateTimeField(default=timezone.now)
    is_synthetic = models.BooleanField(default=False)
    """Whoever imported it said that these people or their data are made up."""
    lines = models.PositiveIntegerField()
    unmatched = models.PositiveIntegerField()
    """Lines that are about nobody who was interviewed here; nothing of them is kept."""


class Demographics(models.Model):
    """The categories of the person in one interview; empty where they did not tell."""

    origin = models.ForeignKey(DemographicsImport, on_delete=models.CASCADE, related_name="rows")
    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="+")
    sex = models.CharField(max_length=80, blank=True)
    race_ethnicity = models.CharField(max_length=80, blank=True)
    age_group = models.CharField(max_length=80, blank=True)
