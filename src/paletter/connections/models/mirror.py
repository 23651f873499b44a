"""What we know of an account's postings, opportunities and pipeline. Of people it holds no name and no address."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from paletter.connections.models.connection import Connection
from paletter.vocabulary import hiring


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
    gone_at = models.DateTimeField(null=True, blank=True)
    """When it was deleted in the ATS, if the ATS says so."""
    opportunities_read_at = models.DateTimeField(null=True, blank=True)
    """When all opportunities on it were last read, changed or not; empty until they have been once."""

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


class PipelineStage(models.Model):
    """A stage of the employer's pipeline."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="stages")
    external_id = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    rank = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="one_row_per_stage")]

    def __str__(self) -> str:
        return self.name


class MirroredOpportunity(models.Model):
    """One candidacy on a joined posting, as the ATS last told it.

    Most of these people never come to Paletter, so it keeps no name and no address of them: only digests (addresses.py)
    by which those who do come are recognised.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="opportunities")
    external_id = models.CharField(max_length=200)
    posting = models.ForeignKey(MirroredPosting, on_delete=models.CASCADE, related_name="opportunities")
    contact_id = models.CharField(max_length=200, blank=True)
    stage_id = models.CharField(max_length=200, blank=True)
    digests = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    near_digests = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    """Of the same addresses without "+tag": good for a hint, never for a match."""
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "external_id"], name="one_row_per_opportunity")]
        indexes = [
            GinIndex(fields=["digests"], name="opportunity_digests"),
            GinIndex(fields=["near_digests"], name="opportunity_near_digests"),
            models.Index(fields=["connection", "contact_id"], name="opportunity_contact"),
        ]


class StageMove(models.Model):
    """An opportunity was seen to come to a stage; `from_stage` is empty when it is new to us. Never changed."""

    opportunity = models.ForeignKey(MirroredOpportunity, on_delete=models.CASCADE, related_name="moves")
    from_stage = models.CharField(max_length=200, blank=True)
    to_stage = models.CharField(max_length=200)
    seen_at = models.DateTimeField(default=timezone.now)


class Farewell(models.Model):
    """The ATS no longer has a person's candidacy, or says that we may not keep it: what we hold of it must go.

    Kept until that is done, so that a worker that dies in between loses no duty.
    """

    class Reason(models.TextChoices):
        DELETED = "deleted", "Deleted in the ATS"
        ANONYMISED = "anonymised", "Anonymised in the ATS"
        NOT_TO_BE_KEPT = "not_to_be_kept", "The ATS says that the data may no longer be stored"

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="farewells")
    opportunity_id = models.CharField(max_length=200)
    """The ATS's id."""
    reason = models.CharField(max_length=20, choices=Reason.choices)
    told_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["connection", "opportunity_id"], name="one_farewell_per_opportunity")
        ]
