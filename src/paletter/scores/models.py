"""Levels as given, by whom, from which words. Rows are never changed; a new scoring stands beside the old."""

from django.db import models
from django.utils import timezone

from paletter.assessments.models import TemplateVersion
from paletter.interviews.models import Answer, Interview
from paletter.transcripts.models import Transcript


class Scoring(models.Model):
    """One scorer's judgement of one interview. The newest one counts."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="scorings")
    scorer = models.CharField(max_length=100)
    scorer_version = models.CharField(max_length=100)
    fit_value = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    fit_error = models.FloatField(null=True, blank=True)
    fit_reason = models.TextField(blank=True)
    """Why there is no fit score; empty when there is one."""
    template_version = models.ForeignKey(
        TemplateVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The anchors and weights that a rescoring used; empty where they are those of the interview."""
    transcripts = models.ManyToManyField(Transcript, related_name="+")
    usage = models.JSONField(null=True, blank=True)
    """What a scorer that costs something has used, as `vocabulary.scores.Usage`."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fit_value__isnull=False, fit_reason="")
                | (models.Q(fit_value=None) & ~models.Q(fit_reason="")),
                name="fit_or_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(fit_value=None) | models.Q(fit_value__range=(1, 5)), name="fit_is_of_five"
            ),
        ]


class SkillScore(models.Model):
    """A level with its error band, or a reason why there is none."""

    scoring = models.ForeignKey(Scoring, on_delete=models.CASCADE, related_name="skills")
    competency = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField()
    level = models.FloatField(null=True, blank=True)
    band = models.FloatField(null=True, blank=True)
    rationale = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    spread = models.FloatField(null=True, blank=True)
    terms = models.JSONField(default=list, blank=True)
    """The summands of the level, each as `vocabulary.scores.Term`."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scoring", "competency"], name="one_score_per_skill"),
            models.CheckConstraint(
                condition=models.Q(level__isnull=False, reason="") | (models.Q(level=None) & ~models.Q(reason="")),
                name="level_or_a_reason",
            ),
        ]


class EvidenceRow(models.Model):
    """Words of an answer that carry a level, with the seconds at which they are said."""

    skill = models.ForeignKey(SkillScore, on_delete=models.CASCADE, related_name="evidence")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    quote = models.TextField()
    start = models.FloatField()
    end = models.FloatField()
    behaviour = models.CharField(max_length=120, blank=True)
    against = models.BooleanField(default=False)


class ScoringNote(models.Model):
    """A remark for the recruiter that changed no level; without an answer it is about the interview."""

    scoring = models.ForeignKey(Scoring, on_delete=models.CASCADE, related_name="notes")
    answer = models.ForeignKey(Answer, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
