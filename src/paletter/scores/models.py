"""Levels as given, by whom, from which words. Rows are never changed; a new scoring stands beside the old."""

from django.db import models
from django.utils import timezone

from paletter.accounts.models import User
from paletter.assessments.models import TemplateVersion
from paletter.interviews.models import Answer, Interview
from paletter.transcripts.models import Transcript
from paletter.vocabulary import scores


class HumanLevel(models.Model):
    """What a member made of a skill, beside the scorer. Never changed; it ends when it is withdrawn or replaced.

    A level may not be given at all (None): the skill can't be judged from these answers.
    """

    class Ending(models.TextChoices):
        REPLACED = "replaced", "Replaced by a later one of the same reviewer"
        WITHDRAWN = "withdrawn", "Withdrawn"

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="human_levels")
    competency = models.SlugField(max_length=80)
    level = models.FloatField(null=True, blank=True)
    reason = models.TextField()
    beside = models.ForeignKey("Scoring", on_delete=models.CASCADE, related_name="+")
    """The scorer's judgement that counted when it was given."""
    is_blind = models.BooleanField(default=False)
    reviewer = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewer_name = models.CharField(max_length=254)
    """Who it was, also when the account is gone."""
    given_at = models.DateTimeField(default=timezone.now)
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(level__in=[half / 2 for half in range(2, 11)]),
                name="human_levels_are_half_points",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="human_levels_have_a_reason"),
            models.CheckConstraint(
                condition=models.Q(ending="", ended_at=None)
                | (~models.Q(ending="") & models.Q(ended_at__isnull=False)),
                name="an_end_has_its_moment",
            ),
            models.UniqueConstraint(
                fields=["interview", "competency", "reviewer"],
                condition=models.Q(ending=""),
                name="one_standing_level_per_reviewer",
            ),
        ]

    @property
    def value(self) -> scores.HumanLevel:
        return scores.HumanLevel(
            competency=self.competency,
            level=self.level,
            reason=self.reason,
            reviewer=self.reviewer_name,
            given_at=self.given_at,
            is_blind=self.is_blind,
        )


class Scoring(models.Model):
    """One judgement of one interview: a scorer's, or an edition of it with the levels that people gave.

    A report shows one of them (`Report.scoring`), and that one counts. An edition has no skills of its own: it stands
    on a scorer's, and has its own fit score.
    """

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
    is_rescoring = models.BooleanField(default=False)
    """Made beside the one that counts, to compare. It is never shown as the report itself; an edition of it is."""
    stands_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="editions")
    """Of an edition: the scorer's judgement."""
    human_levels = models.ManyToManyField(HumanLevel, related_name="editions")
    """Of an edition: the people's levels that count in it."""
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_by_name = models.CharField(max_length=254, blank=True)
    """Of an edition: who published it; empty when the operator's command did."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stands_on=None) | models.Q(is_rescoring=False), name="an_edition_is_no_rescoring"
            ),
            models.CheckConstraint(
                condition=models.Q(fit_value__isnull=False, fit_reason="")
                | (models.Q(fit_value=None) & ~models.Q(fit_reason="")),
                name="fit_or_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(fit_value=None) | models.Q(fit_value__range=(1, 5)), name="fit_is_of_five"
            ),
        ]

    @property
    def by_scorer(self) -> "Scoring":
        """The scorer's judgement in it: what it stands on, or itself."""
        return self.stands_on or self

    @property
    def judged_by(self) -> TemplateVersion:
        """The template version whose anchors and weights it used."""
        return self.template_version or self.interview.template_version


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
