"""What was sent to the ATS, and what still waits."""

from django.db import models
from django.utils import timezone

from paletter.reports.models import Report


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    PARKED = "parked", "Needs you"
    DONE = "done", "In the ATS"


class Delivery(models.Model):
    """One report's way into the ATS. Note and tags are separate steps, each kept as soon as it is known to be done."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="delivery")
    state = models.CharField(max_length=20, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    opportunity_id = models.CharField(max_length=200, blank=True)
    note_tried_at = models.DateTimeField(null=True, blank=True)
    note_id = models.CharField(max_length=200, blank=True)
    note_added_at = models.DateTimeField(null=True, blank=True)
    tags = models.JSONField(default=list, blank=True)
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
