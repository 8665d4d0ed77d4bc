import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_erasurerequest_state_words"),
        ("fund", "0009_replacing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("uid", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("why", models.CharField(max_length=120, verbose_name="причина")),
                ("note", models.CharField(blank=True, default="", max_length=300, verbose_name="підстава")),
                ("on", models.DateField(verbose_name="складено")),
                ("opened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "складається"),
                            ("desk", "на столі керівника"),
                            ("signed", "акт підписано"),
                            ("cancelled", "скасовано"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="стан",
                    ),
                ),
                ("factor", models.DecimalField(decimal_places=3, max_digits=8, null=True, verbose_name="коефіцієнт переоцінки")),
                ("commission", models.JSONField(blank=True, default=dict)),
                ("signed_on", models.DateField(null=True, verbose_name="акт підписано")),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("number", models.PositiveIntegerField(null=True)),
                ("left", models.PositiveIntegerField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit"
                    ),
                ),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.unit")),
            ],
            options={
                "verbose_name": "акт вилучення",
                "verbose_name_plural": "акти вилучення",
                "indexes": [models.Index(fields=["institution", "on"], name="withdrawal_registry")],
                "constraints": [
                    models.UniqueConstraint(fields=("institution", "year", "number"), name="withdrawal_number_once"),
                    models.UniqueConstraint(fields=("institution", "year", "left"), name="withdrawal_left_once"),
                    models.CheckConstraint(
                        condition=Q(
                            Q(("state", "signed"), _negated=True),
                            Q(("left__isnull", False), ("number__isnull", False), ("signed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="withdrawal_signed_numbered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField()),
                ("price", models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name="ціна")),
                ("active", models.BooleanField(default=True)),
                (
                    "act",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="fund.withdrawal"),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="fund.copy"
                    ),
                ),
            ],
            options={
                "verbose_name": "примірник в акті вилучення",
                "verbose_name_plural": "примірники в актах вилучення",
                "constraints": [
                    models.UniqueConstraint(condition=Q(("active", True)), fields=("copy",), name="copy_leaves_once"),
                    models.UniqueConstraint(fields=("act", "line"), name="leaving_line_once"),
                ],
            },
        ),
    ]
