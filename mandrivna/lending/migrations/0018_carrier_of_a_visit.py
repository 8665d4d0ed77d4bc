from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lending", "0017_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="shelfvisit",
            name="carrier",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="перевізник"),
        ),
        migrations.AddField(
            model_name="shelfvisit",
            name="parcel",
            field=models.CharField(blank=True, default="", max_length=60, verbose_name="номер відправлення"),
        ),
    ]
