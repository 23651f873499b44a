"""The report that a link in the ATS leads to."""

import uuid

from django.db import models
from django.utils import timezone

from paletter.accounts.models import User
from paletter.interviews.models import Interview
from paletter.scores.models import Scoring


class Report(models.Model):
    """One interview's report; `key` is its address for good. `scoring` is the one it shows and the note tells."""

    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="report")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)


class FirstLook(models.Model):
    """When somebody first saw the levels of a report: what they judge before that is blind."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="first_looks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "user"], name="one_first_look_each")]
