import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_tokens_of_programs"),
        ("lending", "0018_carrier_of_a_visit"),
    ]

    operations = [
        migrations.CreateModel(
            name="HubNeed",
            fields=[
                ("uid", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("topic", models.CharField(max_length=200, verbose_name="тема")),
                ("ages", models.JSONField(blank=True, default=list, verbose_name="для кого")),
                ("quantity", models.PositiveSmallIntegerField(verbose_name="скільки книжок")),
                ("brought", models.PositiveSmallIntegerField(default=0, verbose_name="привезено")),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="нотатка")),
                ("asked_on", models.DateField(verbose_name="коли просили")),
                ("closed_on", models.DateField(null=True)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit")),
            ],
            options={
                "verbose_name": "потреба простору",
                "verbose_name_plural": "потреби просторів",
                "indexes": [models.Index(fields=["place", "closed_on"], name="need_at_place")],
                "constraints": [models.CheckConstraint(condition=models.Q(("quantity__gte", 1)), name="need_of_something")],
            },
        ),
    ]
