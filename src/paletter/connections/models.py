"""A connection to an ATS account, and the postings we know of it."""

from django.db import models
from django.utils import timezone

from paletter.accounts.models import Organisation, User
from paletter.vocabulary import hiring


class ConnectionState(models.TextChoices):
    OFF = "off", "Off"
    ON = "on", "On"
    NEEDS_YOU = "needs_you", "Needs you"


class Connection(models.Model):
    """One organisation's account at one ATS. `credentials` is encrypted (see encryption.py) or empty."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="connections")
    provider = models.SlugField(max_length=40)
    state = models.CharField(max_length=20, choices=ConnectionState.choices, default=ConnectionState.OFF)
    credentials = models.TextField(blank=True)
    account_id = models.CharField(max_length=200, blank=True)
    person_name = models.CharField(max_length=200, blank=True)
    person_role = models.CharField(max_length=80, blank=True)
    scopes = models.TextField(blank=True)
    connected_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    connected_at = models.DateTimeField(null=True, blank=True)
    disconnected_at = models.DateTimeField(null=True, blank=True)
    last_synced_at = models.DateTimeField(null=True, blank=True)
    last_full_sync_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    """The last failure in plain words, for the recruiter; empty when the last call went well."""

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


class MirroredPosting(models.Model):
    """A posting as the ATS last told it. Confidential ones are never stored; one that turns so is only marked."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="postings")
    external_id = models.CharField(max_length=200)
    title = models.TextField()
    state = models.CharField(max_length=20)
    distribution = models.CharField(max_length=40)
    location = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="one_mirror_per_posting")]

    def __str__(self) -> str:
        return self.title

    @property
    def value(self) -> hiring.Posting:
        return hiring.Posting(
            id=self.external_id,
            title=self.title,
            distribution=hiring.Distribution(self.distribution),
            state=hiring.PostingState(self.state),
            url=self.url,
            location=self.location,
            updated_at=self.updated_at,
        )

    @property
    def is_confidential(self) -> bool:
        return self.distribution == hiring.Distribution.CONFIDENTIAL

    @property
    def is_assessable(self) -> bool:
        return self.value.is_assessable
