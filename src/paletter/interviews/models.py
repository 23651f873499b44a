"""A candidate's interview: consent, answers, recordings, and what happened when."""

import uuid

from django.db import models
from django.utils import timezone

from paletter.accounts.models import User
from paletter.assessments.models import TemplateVersion
from paletter.jobs.models import Job


class Interview(models.Model):
    """One candidate, one job. Times say how far it is; `state` in progress.py reads them."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="interviews")
    candidate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="interviews")
    template_version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="interviews")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    check_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    is_check_skipped = models.BooleanField(default=False)
    scored_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    """Why processing stopped and a person is needed, in plain words; empty when nothing is wrong."""
    trouble_step = models.CharField(max_length=40, blank=True)
    trouble_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "candidate"], name="one_interview_per_candidate_and_job"),
            models.CheckConstraint(
                condition=models.Q(scored_at=None) | models.Q(submitted_at__isnull=False),
                name="scored_only_when_submitted",
            ),
        ]


class Consent(models.Model):
    """What a candidate agreed to, in which words, when."""

    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="consent")
    version = models.CharField(max_length=40)
    text_sha256 = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    """The very words, since employer, skills and contact in them may change later."""
    given_at = models.DateTimeField(default=timezone.now)


class Answer(models.Model):
    """The place of one question in one interview; `kept` is the take that counts."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="answers")
    question_key = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField()
    kept = models.OneToOneField("Recording", null=True, blank=True, on_delete=models.SET_NULL, related_name="kept_by")
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "question_key"], name="one_answer_per_question"),
            models.UniqueConstraint(fields=["interview", "position"], name="one_answer_per_position"),
        ]


class Recording(models.Model):
    """One take of one answer: an append-only stream of bytes that the browser sends in pieces.

    `offset` bytes are safely on disk; `length` is known once the candidate pressed stop; it is whole when both agree.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="takes")
    take = models.PositiveSmallIntegerField()
    offset = models.BigIntegerField(default=0)
    length = models.BigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    """When the take was thrown away, by the candidate or because another was handed in; its bytes are gone."""
    # What code found in the file, never what the browser claimed:
    container = models.CharField(max_length=10, blank=True)
    duration = models.FloatField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    has_video = models.BooleanField(default=False)
    prepared_at = models.DateTimeField(null=True, blank=True)
    speech_spans = models.JSONField(null=True, blank=True)
    """[[start, end], …] in seconds, by voice activity; None until prepared."""
    unusable_reason = models.TextField(blank=True)
    """Why the file can't be played or heard, in words for the candidate; empty when it can."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "take"], name="one_recording_per_take"),
            models.CheckConstraint(
                condition=models.Q(length=None) | models.Q(offset__lte=models.F("length")),
                name="never_more_bytes_than_announced",
            ),
        ]

    @property
    def is_whole(self) -> bool:
        return self.completed_at is not None
