from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("connections", "0003_allowance_rests_and_counts_by_turn")]

    operations = [
        migrations.AddField(
            model_name="mirroredposting",
            name="opportunities_read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
