import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ("interviews", "0001_initial"),
        ("scores", "0002_scorings_explain_themselves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HumanLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("competency", models.SlugField(max_length=80)),
                ("level", models.FloatField(blank=True, null=True)),
                ("reason", models.TextField()),
                ("is_blind", models.BooleanField(default=False)),
                ("reviewer_name", models.CharField(max_length=254)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("replaced", "Replaced by a later one of the same reviewer"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_name", models.CharField(blank=True, max_length=254)),
                (
                    "beside",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="scores.scoring"
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="human_levels",
                        to="interviews.interview",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(level=None) | Q(level__in=[1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0]),
                        name="human_levels_are_half_points",
                    ),
                    models.CheckConstraint(condition=~Q(reason=""), name="human_levels_have_a_reason"),
                    models.CheckConstraint(
                        condition=Q(ending="", ended_at=None) | (~Q(ending="") & Q(ended_at__isnull=False)),
                        name="an_end_has_its_moment",
                    ),
                    models.UniqueConstraint(
                        condition=Q(ending=""),
                        fields=("interview", "competency", "reviewer"),
                        name="one_standing_level_per_reviewer",
                    ),
                ]
            },
        ),
    ]
