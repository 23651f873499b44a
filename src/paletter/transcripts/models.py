"""The words of a recording: one row as recognised, one more when the candidate corrected it."""

from django.db import models
from django.utils import timezone

from paletter.accounts.models import User
from paletter.interviews.models import Recording
from paletter.vocabulary import transcripts


class Source(models.TextChoices):
    RECOGNISED = "recognised", "Recognised"
    CORRECTED = "corrected", "Corrected by the candidate"


class Transcript(models.Model):
    """Words with times. Never changed after it is written; both versions are kept."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="transcripts")
    source = models.CharField(max_length=20, choices=Source.choices)
    engine = models.CharField(max_length=200)
    language = models.CharField(max_length=20)
    words = models.JSONField()
    """[[start, end, text, confidence or null], …], seconds from the start of the recording."""
    is_trusted = models.BooleanField()
    confidence = models.FloatField(null=True, blank=True)
    share_changed = models.FloatField(null=True, blank=True)
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recording", "source"], name="one_transcript_per_source")]

    @property
    def value(self) -> transcripts.Transcript:
        return transcripts.Transcript(
            language=self.language,
            engine=self.engine,
            segments=tuple(transcripts.Segment(*word) for word in self.words),
            is_trusted=self.is_trusted,
        )
