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


class Look(models.Model):
    """A member looked at somebody's answers or their report: one row for each of them and day, in UTC.

    For the person who was looked at, who may know of every day. `at` is the first time on that day.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "user", "day"], name="one_look_each_a_day")]
