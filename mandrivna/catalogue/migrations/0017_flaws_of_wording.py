from django.db import migrations, models
from django.db.models import Q

from mandrivna.shared.text.flaws import digest, flaws

COLUMNS = ("title", "subtitle", "authors", "people", "responsibility", "series", "subjects", "publisher", "place")


def fill(apps, schema_editor):
    _fill(apps.get_model("catalogue", "Record"), COLUMNS)
    _fill(apps.get_model("catalogue", "Authority"), ("heading",))


def _fill(model, columns):
    """A thousand at a time in the order of the key, so that a large catalogue is moved in bounded memory; few rows are written."""
    after = None
    while True:
        rows = model.objects.order_by("pk").only("pk", *columns)
        bundle = list(rows.filter(pk__gt=after)[:1000] if after else rows[:1000])
        if not bundle:
            return
        told = []
        for row in bundle:
            row.flaw = digest(flaws("\n".join([getattr(row, name) for name in columns])))
            if row.flaw:
                told.append(row)
        model.objects.bulk_update(told, ["flaw"], batch_size=500)
        after = bundle[-1].pk


def _column():
    return models.CharField(blank=True, default="", editable=False, max_length=16)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0016_mention_by_its_constraint")]

    operations = [
        migrations.AddField("record", "flaw", _column()),
        migrations.AddField("record", "flaw_right", _column()),
        migrations.AddField("authority", "flaw", _column()),
        migrations.AddField("authority", "flaw_right", _column()),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex("record", models.Index(condition=~Q(flaw=""), fields=["uid"], name="record_flaw")),
        migrations.AddIndex("authority", models.Index(condition=~Q(flaw=""), fields=["id"], name="authority_flaw")),
    ]
