import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def described(apps, schema_editor):
    """Records of before have their one stage: the day they were described, which is already counted."""
    Record = apps.get_model("catalogue", "Record")
    Processing = apps.get_model("catalogue", "Processing")
    rows = Record.objects.filter(stages__isnull=True, run__isnull=True).values_list("pk", "created_on", "created_by_unit_id")
    batch = []
    for pk, on, unit in rows.iterator(chunk_size=2000):
        batch.append(Processing(record_id=pk, stage="described", on=on, unit_id=unit, op=pk))
        if len(batch) == 2000:
            Processing.objects.bulk_create(batch)
            batch = []
    Processing.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_search_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("moved", models.JSONField(default=dict)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                ("op", models.UUIDField()),
                (
                    "gone",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="catalogue.record"),
                ),
                (
                    "kept",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="taken_in", to="catalogue.record"),
                ),
            ],
            options={
                "verbose_name": "об’єднання записів",
                "verbose_name_plural": "об’єднання записів",
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("undone_at__isnull", True)), fields=("gone",), name="merged_once")
                ],
            },
        ),
        migrations.RunPython(described, migrations.RunPython.noop),
    ]
