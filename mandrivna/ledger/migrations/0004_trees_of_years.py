from __future__ import annotations

from typing import Any

from django.db import migrations, models

import mandrivna.core.models.units


def unfold(apps: Any, schema_editor: Any) -> None:
    for name in ("Folded", "MonthSum", "MonthSumFine", "MonthTree"):
        apps.get_model("ledger", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_trees_of_months")]

    operations = [
        # The sums are folded anew, the new table with the others: all of them speak of the same stretch.
        migrations.RunPython(unfold, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name="YearTree",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("year", models.DateField()),
                ("path", mandrivna.core.models.units.PathField(max_length=120)),
                ("own", models.PositiveSmallIntegerField()),
                ("mode", models.CharField(default="", max_length=16)),
                ("channel", models.CharField(default="", max_length=16)),
                ("audience", models.CharField(default="", max_length=24)),
                ("age", models.CharField(default="", max_length=12)),
                ("language", models.CharField(default="", max_length=12)),
                ("material", models.CharField(default="", max_length=16)),
                ("form", models.CharField(default="", max_length=24)),
                ("quantity", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "докладний підсумок року для цілого дерева",
                "verbose_name_plural": "докладні підсумки років для цілих дерев",
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "path", "kind", "year", "own", "mode", "channel", "audience", "age", "language", "material", "form",
                        ),
                        name="year_tree_once",
                    )
                ],
            },
        ),
    ]  # fmt: skip
