"""Notes that were sent, or tried, before there were editions: which scoring they tell."""

from django.db import migrations
from django.db.models import Q


def tell(apps, schema_editor):
    Delivery = apps.get_model("writeback", "Delivery")
    Scoring = apps.get_model("scores", "Scoring")
    sent = Delivery.objects.filter(Q(note_added_at__isnull=False) | Q(note_tried_at__isnull=False), scoring=None)
    for delivery in sent.select_related("report").iterator():
        # The report may have come to show a newer one since; the note tells the newest of the time it was written.
        before = Scoring.objects.filter(
            interview=delivery.report.interview_id,
            pk__lte=delivery.report.scoring_id,
            created_at__lte=delivery.note_added_at or delivery.note_tried_at,
        )
        told = before.order_by("-pk").values_list("pk", flat=True).first()
        Delivery.objects.filter(pk=delivery.pk).update(scoring=told or delivery.report.scoring_id)


class Migration(migrations.Migration):
    dependencies = [
        ("writeback", "0003_tags_may_be_in_doubt"),
        ("reports", "0001_initial"),
        ("scores", "0001_initial"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
