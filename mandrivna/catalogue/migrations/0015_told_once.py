from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0014_imports_known")]

    operations = [
        migrations.AddField("origin", "told", models.CharField(blank=True, default="", editable=False, max_length=16)),
    ]
