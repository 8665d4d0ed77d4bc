"""Orders of the list hold what the catalogue still describes: a far page is leafed to in the index, without reading the records."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalogue", "0018_index_of_the_unusual")]

    operations: ClassVar = [
        migrations.RemoveIndex(
            model_name="record",
            name="record_order",
        ),
        migrations.RemoveIndex(
            model_name="record",
            name="record_year",
        ),
        migrations.RemoveIndex(
            model_name="record",
            name="record_here",
        ),
        migrations.RemoveIndex(
            model_name="record",
            name="record_language",
        ),
        migrations.RemoveIndex(
            model_name="record",
            name="record_material",
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(condition=models.Q(("withdrawn_on__isnull", True)), fields=["order", "uid"], name="record_order"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(condition=models.Q(("withdrawn_on__isnull", True)), fields=["year", "uid"], name="record_year"),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("withdrawn_on__isnull", True)), fields=["available", "copies", "uid"], name="record_here"
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("withdrawn_on__isnull", True), models.Q(("language", "ukr"), _negated=True)),
                fields=["language", "order", "uid"],
                name="record_language",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("withdrawn_on__isnull", True), models.Q(("material", "book"), _negated=True)),
                fields=["material", "order", "uid"],
                name="record_material",
            ),
        ),
    ]
