"""Lists of one language and one kind of edition: an index of what is not usual; of the usual nearly every line is one."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalogue", "0017_flaws_of_wording")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="record", name="record_language"),
        migrations.RemoveIndex(model_name="record", name="record_material"),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["language", "order", "uid"], name="record_language", condition=models.Q(("language", "ukr"), _negated=True)
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["material", "order", "uid"], name="record_material", condition=models.Q(("material", "book"), _negated=True)
            ),
        ),
    ]
