import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ("scores", "0003_people_give_levels"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="scoring",
            name="is_rescoring",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="scoring",
            name="stands_on",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="editions",
                to="scores.scoring",
            ),
        ),
        migrations.AddField(
            model_name="scoring",
            name="human_levels",
            field=models.ManyToManyField(related_name="editions", to="scores.humanlevel"),
        ),
        migrations.AddField(
            model_name="scoring",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="scoring",
            name="published_by_name",
            field=models.CharField(blank=True, max_length=254),
        ),
        migrations.AddConstraint(
            model_name="scoring",
            constraint=models.CheckConstraint(
                condition=Q(stands_on=None) | Q(is_rescoring=False), name="an_edition_is_no_rescoring"
            ),
        ),
    ]
