from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("writeback", "0002_editions")]

    operations = [
        migrations.AddField("delivery", "tags_tried", models.JSONField(blank=True, default=list)),
        migrations.AddField("delivery", "tags_tried_at", models.DateTimeField(blank=True, null=True)),
    ]
