from django.db import migrations, models
from django.db.models import Q

from mandrivna.shared.alphabet import stored_key


def fill(apps, schema_editor):
    """A thousand at a time in the order of the key, so that a large catalogue is moved in bounded memory."""
    record, after = apps.get_model("catalogue", "Record"), None
    while True:
        rows = record.objects.order_by("pk").only("pk", "title")
        bundle = list(rows.filter(pk__gt=after)[:1000] if after else rows[:1000])
        if not bundle:
            return
        for row in bundle:
            row.order = stored_key(row.title, 30)
        record.objects.bulk_update(bundle, ["order"], batch_size=500)
        after = bundle[-1].pk


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0008_headings_collections_guide")]

    operations = [
        migrations.AddField("record", "order", models.CharField(default="", editable=False, max_length=60)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex("record", models.Index(fields=["order", "uid"], name="record_order")),
        migrations.AddIndex("record", models.Index(fields=["language", "order", "uid"], name="record_language")),
        migrations.AddIndex("record", models.Index(fields=["material", "order", "uid"], name="record_material")),
        migrations.AddIndex("record", models.Index(fields=["year", "uid"], name="record_year")),
        migrations.AddIndex("record", models.Index(fields=["available", "copies", "uid"], name="record_here")),
        migrations.AlterField(
            "record",
            "host",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=models.deletion.PROTECT, related_name="parts", to="catalogue.record"
            ),
        ),
        migrations.AlterField(
            "record",
            "merged_into",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=models.deletion.PROTECT, related_name="+", to="catalogue.record"
            ),
        ),
        migrations.AddIndex("record", models.Index(fields=["host"], name="record_host", condition=Q(host__isnull=False))),
        migrations.AddIndex(
            "record", models.Index(fields=["merged_into"], name="record_merged", condition=Q(merged_into__isnull=False))
        ),
    ]
