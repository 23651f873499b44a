"""A candidate's interview: consent, answers, recordings, requests for another way, and what happened when."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from paletter.accounts.models import User
from paletter.assessments.models import TemplateVersion
from paletter.jobs.models import Job
from paletter.vocabulary import rubrics


class AnswerKind(models.TextChoices):
    """How an answer is given; the words are those of the vocabulary."""

    VIDEO = rubrics.AnswerKind.VIDEO.value, "Video"
    AUDIO = rubrics.AnswerKind.AUDIO.value, "Sound alone"
    TEXT = rubrics.AnswerKind.TEXT.value, "Text"


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
    is_check_extended = models.BooleanField(default=False)
    """The candidate has taken more time to check what was heard, which goes once."""
    scored_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=20, blank=True)
    """The language agreed with this one person for their answers, an ISO 639-1 code; empty when nobody asked."""
    # What was agreed for this one person. None of it may reach a scorer, a report or a note.
    deadline_at = models.DateTimeField(null=True, blank=True)
    """This candidate's own deadline, in place of the job's and the template's."""
    time_factor = models.FloatField(default=1.0)
    """What every time limit is multiplied by."""
    extra_kinds = ArrayField(models.CharField(max_length=10, choices=AnswerKind.choices), default=list, blank=True)
    """Kinds in which every question may be answered, beside those that the template asks for."""
    is_human_only = models.BooleanField(default=False)
    """No software scores it: people alone watch and judge."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When the candidate took their consent back: from then on nothing is scored, written back or shown."""
    reopened_at = models.DateTimeField(null=True, blank=True)
    """When it was last opened again after it had been handed in."""
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
            models.CheckConstraint(condition=models.Q(time_factor__gte=1), name="nobody_gets_less_time"),
        ]

    @property
    def answered_in(self) -> str:
        """The language that answers are given in, as agreed or as the template asks; empty: it is to be found out."""
        return self.language or self.template_version.value.language


class Consent(models.Model):
    """What a candidate agreed to, in which words, when: once before the first answer, and once more before the first
    answer in a kind of which the words did not tell.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="consents")
    version = models.CharField(max_length=40)
    text_sha256 = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    """The very words, since employer, skills and contact in them may change later."""
    language = models.CharField(max_length=20, default="en")
    """The language of these words, an ISO 639-1 code."""
    given_at = models.DateTimeField(default=timezone.now)
    kinds = ArrayField(models.CharField(max_length=10, choices=AnswerKind.choices), default=list, blank=True)
    """The kinds of answers of which the words tell; empty where that was not written down: then all."""

    class Meta:
        ordering: ClassVar = ["given_at", "pk"]


class AnswerQuerySet(models.QuerySet["Answer"]):
    def given(self) -> "AnswerQuerySet":
        """Keep those that have something to judge: a take that was kept, or a text that was handed in."""
        is_written = models.Q(kind=AnswerKind.TEXT, kept_at__isnull=False)
        return self.filter(models.Q(kept__isnull=False) | is_written)


class Answer(models.Model):
    """The place of one question in one interview, by `position` in the order in which this candidate is asked.

    `kept` is the take that counts. An answer of kind TEXT has none: it is given once `kept_at` is set, and its words
    are a transcript whose source is the candidate's writing.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="answers")
    question_key = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, blank=True, choices=AnswerKind.choices)
    """How it is given, or how the candidate chose to give it; empty until either is known."""
    text = models.TextField(blank=True)
    """What the candidate wrote, with its paragraphs; a draft until `kept_at` is set."""
    thinking_since = models.DateTimeField(null=True, blank=True)
    """When the candidate first saw a question that has a time to think: a reload gives no more of it."""
    kept = models.OneToOneField("Recording", null=True, blank=True, on_delete=models.SET_NULL, related_name="kept_by")
    kept_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    """When the answer was begun by the clock of its owner's device, where nothing but that says that it was in time: it
    came here late (deadlines.claimed).
    """

    objects: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]  # django-stubs' own

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "question_key"], name="one_answer_per_question"),
            models.UniqueConstraint(fields=["interview", "position"], name="one_answer_per_position"),
            models.CheckConstraint(
                condition=models.Q(kept=None) | ~models.Q(kind=AnswerKind.TEXT), name="a_text_keeps_no_recording"
            ),
        ]

    @property
    def is_written(self) -> bool:
        """A text that was handed in is the answer."""
        return self.kind == AnswerKind.TEXT and self.kept_at is not None

    @property
    def has_draft(self) -> bool:
        """A text was begun here that is not the answer yet."""
        return bool(self.text) and not self.is_written

    @property
    def is_given(self) -> bool:
        """Something whole is there to judge."""
        return self.is_written or (self.kept is not None and self.kept.is_whole)


class VariantState(models.TextChoices):
    WANTED = "wanted", "Wanted"
    READY = "ready", "Ready"
    IMPOSSIBLE = "impossible", "Can't be made"


class Recording(models.Model):
    """One take of one answer: an append-only stream of bytes that the browser sends in pieces.

    `offset` bytes are safely on disk; `length` is known once the candidate pressed stop; it is whole when both agree.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="takes")
    take = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=AnswerKind.choices, default=AnswerKind.VIDEO)
    """What the candidate set out to record; `has_video` tells what the file holds."""
    offset = models.BigIntegerField(default=0)
    length = models.BigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    metadata = models.CharField(max_length=1000, blank=True)
    """What the client told of the upload when it began it, in the words of tus; given back to it, and not used."""
    created_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    """When it was begun by the clock of its owner's device, where nothing else says that this was in time."""
    expires_at = models.DateTimeField(null=True, blank=True)
    """When a take that is not whole may be thrown away unless more of it comes. Of one that was thrown away: since when
    its bytes are to be removed; None once they are.
    """
    discarded_at = models.DateTimeField(null=True, blank=True)
    """When the take was thrown away, by the candidate or because another was handed in; its bytes are gone."""
    # What code found in the file, never what the browser claimed:
    container = models.CharField(max_length=10, blank=True)
    duration = models.FloatField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    has_video = models.BooleanField(default=False)
    prepared_at = models.DateTimeField(null=True, blank=True)
    upload_removed_at = models.DateTimeField(null=True, blank=True)
    """When the bytes as they were sent were given up, since the playable file stands for them."""
    has_poster = models.BooleanField(default=False)
    variant = models.CharField(max_length=10, blank=True, choices=VariantState.choices)
    """How far a second file is, for players that can't play the first; empty while nobody has asked for one."""
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


class AnotherWay(models.Model):
    """What a candidate asked the employer for instead of, or besides, the usual way; and the answer.

    Whether somebody asked, and what for, is for the people who answer alone: it counts for nothing.
    """

    class Kind(models.TextChoices):
        HUMAN_ONLY = "human_only", "Judged by people alone"
        MORE_TIME = "more_time", "More time"
        AUDIO = "audio", "Sound alone, without a picture"
        TEXT = "text", "Written answers"
        OTHER = "other", "Something else"

    class State(models.TextChoices):
        ASKED = "asked", "Asked"
        GRANTED = "granted", "Granted"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken_back", "Taken back"

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="another_ways")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    words = models.TextField(blank=True)
    """What the candidate wrote about it; nobody has to give a reason."""
    state = models.CharField(max_length=20, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """The member who answered; None while nobody has, or when that member is gone."""
    answer = models.TextField(blank=True)
    """What that member wrote to the candidate."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "kind"], condition=models.Q(state="asked"), name="one_open_request_per_kind"
            ),
        ]
