"""Calls between us and the ATS: how many we may make, which it makes to us."""

from django.db import models
from django.utils import timezone

from paletter.connections.models.connection import Connection


class Allowance(models.Model):
    """How fast one ATS account may be asked, shared by all processes and organisations that ask it (pace.py)."""

    key = models.CharField(max_length=300, unique=True)
    free_at = models.DateTimeField(default=timezone.now)
    """When the next request may go out, by the database's clock."""
    rest_until = models.DateTimeField(null=True, blank=True)
    """Until when nobody asks at all, because the ATS said that we are too fast."""
    slowed_at = models.DateTimeField(null=True, blank=True)
    """When it last said so."""
    minute = models.DateTimeField(default=timezone.now)
    """The latest minute for which a request has its turn: this one or the next."""
    requests = models.PositiveIntegerField(default=0)
    """Requests in `minute`."""
    requests_before = models.PositiveIntegerField(default=0)
    """Requests in the minute before it."""
    requests_earlier = models.PositiveIntegerField(default=0)
    """Requests in the minute before that."""


class Hook(models.Model):
    """A kind of event that the ATS calls us about. `signing_token` is encrypted; the ATS tells it once."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="hooks")
    external_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, default="")
    event = models.CharField(max_length=80)
    """In the ATS's own word."""
    url = models.TextField(default="")
    """Where the ATS was told to call."""
    signing_token = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "event"], name="one_hook_per_event")]


class ReceivedEvent(models.Model):
    """One call of the ATS, kept until it is handled and then for as long as it could be repeated."""

    # Checking that the connection is there would lock its row for each call, and renewals of tokens lock it too. The
    # constraint below has an index of it already.
    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="events", db_constraint=False, db_index=False
    )
    nonce = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "nonce"], name="each_call_once")]
        indexes = [
            models.Index(fields=["connection"], condition=models.Q(handled_at=None), name="events_to_follow"),
        ]
