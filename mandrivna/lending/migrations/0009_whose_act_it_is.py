"""Acts that have a number already become those of their institution, and its series goes on after the last of them.

Numbers that were given stay as they are: they stand on signed papers. A migration of its own, because PostgreSQL does not
alter a table whose rows were touched in the same transaction.
"""

from django.db import migrations
from django.db.models import Max

SHELF_ACT = "shelf"


def whose(apps, _schema):
    units = apps.get_model("core", "Unit").objects
    paths = sorted(units.filter(kind="institution").values_list("path", "pk"), key=lambda one: -len(one[0]))
    series = apps.get_model("fund", "YearSeries").objects
    for name in ("ShelfVisit", "ShelfCheck"):
        papers = apps.get_model("lending", name).objects.filter(act_number__isnull=False)
        for paper in papers.filter(act_institution=None).select_related("place").only("pk", "place__path"):
            paper.act_institution_id = next(pk for path, pk in paths if paper.place.path.startswith(path))
            paper.save(update_fields=["act_institution"])
        for row in papers.order_by().values("act_institution", "act_year").annotate(last=Max("act_number")):
            about = {"institution_id": row["act_institution"], "what": SHELF_ACT, "year": row["act_year"]}
            found, _made = series.get_or_create(**about)
            found.next = max(found.next, row["last"] + 1)
            found.save()


class Migration(migrations.Migration):

    dependencies = [
        ('fund', '0008_gifts_and_arrivals'),
        ('lending', '0008_acts_of_an_institution'),
    ]

    operations = [migrations.RunPython(whose, migrations.RunPython.noop)]
