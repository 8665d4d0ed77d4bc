from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0010_answers_to_groups")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="rank",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="яким за порядком"),
        )
    ]
