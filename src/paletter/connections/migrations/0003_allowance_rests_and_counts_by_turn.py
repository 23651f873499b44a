from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("connections", "0002_more_of_the_ats")]

    operations = [
        migrations.AddField(
            model_name="allowance",
            name="rest_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="allowance",
            name="requests_earlier",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
