"""What was sent to the ATS, and what still waits."""

from django.db import models
from django.utils import timezone

from paletter.accounts.models import User
from paletter.reports.models import Report
from paletter.scores.models import Scoring


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    PARKED = "parked", "Needs you"
    DONE = "done", "In the ATS"


class Delivery(models.Model):
    """One report's way into the ATS. Note and tags are separate steps, each kept as soon as it is known to be done.

    It tells one scoring at a time. When the report shows a newer one (D10), the next edition begins: the note of the
    earlier one becomes an EarlierNote, and `tags` are those that are there from before.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="delivery")
    scoring = models.ForeignKey(Scoring, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """What this edition tells; empty until its first try."""
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=20, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    opportunity_id = models.CharField(max_length=200, blank=True)
    picked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Who chose the opportunity by hand; empty when it was matched."""
    note_tried_at = models.DateTimeField(null=True, blank=True)
    note_id = models.CharField(max_length=200, blank=True)
    note_added_at = models.DateTimeField(null=True, blank=True)
    tags = models.JSONField(default=list, blank=True)
    """Those that we have put there."""
    tags_tried = models.JSONField(default=list, blank=True)
    """Those that we have asked to be added or removed without hearing that it was done: perhaps there."""
    tags_tried_at = models.DateTimeField(null=True, blank=True)
    tags_added_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    sentence = models.TextField(blank=True)
    """Why it waits or is parked, in words that a recruiter can act on."""
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(note_added_at__isnull=False, tags_added_at__isnull=False),
                name="done_means_note_and_tags",
            )
        ]


class EarlierNote(models.Model):
    """A note in the ATS that a later edition corrects; it stays there."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="earlier_notes")
    edition = models.PositiveSmallIntegerField()
    scoring = models.ForeignKey(Scoring, on_delete=models.PROTECT, related_name="+")
    opportunity_id = models.CharField(max_length=200)
    note_id = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "edition"], name="one_note_per_edition")]
