"""A connection to an ATS account: whose it is, what opens it, and how it goes."""

from django.db import models

from paletter.accounts.models import Organisation, User


class ConnectionState(models.TextChoices):
    OFF = "off", "Off"
    ON = "on", "On"
    NEEDS_YOU = "needs_you", "Needs you"


class Manner(models.TextChoices):
    """How somebody let us in."""

    CONSENT = "consent", "By consent on the ATS's own page"
    KEY = "key", "By an API key"


class Connection(models.Model):
    """One organisation's account at one ATS. `credentials` is encrypted (see encryption.py) or empty."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="connections")
    provider = models.SlugField(max_length=40)
    state = models.CharField(max_length=20, choices=ConnectionState.choices, default=ConnectionState.OFF)
    manner = models.CharField(max_length=20, choices=Manner.choices, default=Manner.CONSENT)
    credentials = models.TextField(blank=True)
    credentials_renewed_at = models.DateTimeField(null=True, blank=True)
    account_id = models.CharField(max_length=200, blank=True)
    person_name = models.CharField(max_length=200, blank=True)
    person_role = models.CharField(max_length=80, blank=True)
    scopes = models.TextField(blank=True)
    connected_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    connected_at = models.DateTimeField(null=True, blank=True)
    disconnected_at = models.DateTimeField(null=True, blank=True)
    last_synced_at = models.DateTimeField(null=True, blank=True)
    last_full_sync_at = models.DateTimeField(null=True, blank=True)
    last_daily_sync_at = models.DateTimeField(null=True, blank=True)
    opportunities_synced_at = models.DateTimeField(null=True, blank=True)
    deletions_read_until = models.DateTimeField(null=True, blank=True)
    sync_began_at = models.DateTimeField(null=True, blank=True)
    """Since when a sync is under way; empty when none is."""
    sync_counted = models.PositiveIntegerField(default=0)
    """How many postings and opportunities the sync under way, or the last one, has seen."""
    hook_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    """Stands in the address that the ATS calls us at; nobody else knows it."""
    last_event_at = models.DateTimeField(null=True, blank=True)
    hooks_checked_at = models.DateTimeField(null=True, blank=True)
    """When we last made sure that the ATS calls us, or learned that it does not."""
    hooks_trouble = models.TextField(blank=True)
    """Why the ATS does not call us, for the recruiter; empty when it does. The sync alone is enough."""
    trouble = models.TextField(blank=True)
    """The last failure in plain words, for the recruiter; empty when the last call went well."""
    trouble_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "provider"], name="one_connection_per_provider"),
            models.CheckConstraint(
                condition=~models.Q(state="off") | models.Q(credentials=""),
                name="tokens_are_destroyed_when_off",
            ),
        ]

    @property
    def is_on(self) -> bool:
        return self.state == ConnectionState.ON
