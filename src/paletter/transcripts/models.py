"""The words of an answer: one row as recognised, one more when the candidate corrected it; or one as written."""

from uuid import UUID

from django.db import models
from django.utils import timezone

from paletter.accounts.models import User
from paletter.interviews.models import Answer, Recording
from paletter.vocabulary import transcripts


class Source(models.TextChoices):
    RECOGNISED = "recognised", "Recognised"
    CORRECTED = "corrected", "Corrected by the candidate"
    WRITTEN = "written", "Written by the candidate"


class Transcript(models.Model):
    """Words with times. Never changed after it is written; both versions are kept.

    Words are a recording's, or an `answer`'s that was written and never said: then every time in them is 0.
    """

    recording = models.ForeignKey(
        Recording, null=True, blank=True, on_delete=models.CASCADE, related_name="transcripts"
    )
    answer = models.OneToOneField(Answer, null=True, blank=True, on_delete=models.CASCADE, related_name="written")
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
        constraints = [
            models.UniqueConstraint(fields=["recording", "source"], name="one_transcript_per_source"),
            models.CheckConstraint(
                condition=models.Q(recording__isnull=False, answer=None) & ~models.Q(source=Source.WRITTEN)
                | models.Q(recording=None, answer__isnull=False, source=Source.WRITTEN),
                name="words_are_a_recordings_or_written",
            ),
        ]

    @property
    def subject(self) -> UUID | int | None:
        """The key of what these are the words of, as `subject_of` tells it of an answer."""
        return self.recording_id or self.answer_id

    @property
    def value(self) -> transcripts.Transcript:
        return transcripts.Transcript(
            language=self.language,
            engine=self.engine,
            segments=tuple(transcripts.Segment(*word) for word in self.words),
            is_trusted=self.is_trusted,
        )


def subject_of(answer: Answer) -> UUID | int | None:
    """Return the key by which an answer's words are found among others: its take's, or its own when it was written."""
    return answer.pk if answer.is_written else answer.kept_id
