import django.db.models.deletion
import django.utils.timezone
import mandrivna.core.tables
import mandrivna.shared.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('planning', '0001_initial')]

    initial = True

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        mandrivna.core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Target',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('indicator', models.CharField(max_length=40)),
                        ('state', models.CharField(choices=[('number', 'число'), ('dash', 'риска: показник не планують і не рахують'), ('empty', 'порожньо: ще не визначено')], default='empty', max_length=8)),
                        ('value', models.IntegerField(null=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'планове число',
                        'verbose_name_plural': 'планові числа',
                        'constraints': [models.UniqueConstraint(fields=('unit', 'year', 'indicator'), name='target_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'number'), ('value__gte', 0)), models.Q(models.Q(('state', 'number'), _negated=True), ('value__isnull', True)), _connector='OR'), name='target_number_or_not')],
                    },
                ),
                migrations.CreateModel(
                    name='TargetRevision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('old_state', models.CharField(choices=[('number', 'число'), ('dash', 'риска: показник не планують і не рахують'), ('empty', 'порожньо: ще не визначено')], max_length=8)),
                        ('old_value', models.IntegerField(null=True)),
                        ('new_state', models.CharField(choices=[('number', 'число'), ('dash', 'риска: показник не планують і не рахують'), ('empty', 'порожньо: ще не визначено')], max_length=8)),
                        ('new_value', models.IntegerField(null=True)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='причина')),
                        ('op', models.UUIDField(null=True)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='planning.target')),
                    ],
                    options={
                        'verbose_name': 'зміна планового числа',
                        'verbose_name_plural': 'зміни планових чисел',
                    },
                ),
                migrations.CreateModel(
                    name='Explanation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('indicator', models.CharField(max_length=40)),
                        ('text', models.TextField(blank=True, max_length=2000, verbose_name='пояснення')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'пояснення до показника',
                        'verbose_name_plural': 'пояснення до показників',
                        'constraints': [models.UniqueConstraint(fields=('unit', 'year', 'indicator'), name='explanation_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ManualFigure',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('indicator', models.CharField(max_length=40)),
                        ('on', models.DateField(verbose_name='день або останній день строку')),
                        ('value', models.PositiveIntegerField(verbose_name='число')),
                        ('before', models.PositiveIntegerField(default=0)),
                        ('source', models.CharField(max_length=250, verbose_name='джерело')),
                        ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='примітка')),
                        ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'показник, записаний вручну',
                        'verbose_name_plural': 'показники, записані вручну',
                        'constraints': [models.UniqueConstraint(fields=('unit', 'indicator', 'on'), name='manual_figure_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PastFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('year', models.PositiveSmallIntegerField()),
                        ('indicator', models.CharField(max_length=40)),
                        ('state', models.CharField(choices=[('number', 'число'), ('dash', 'риска: показник не планують і не рахують'), ('empty', 'порожньо: ще не визначено')], max_length=8)),
                        ('value', models.IntegerField(null=True)),
                        ('forecast_at', models.DateField(blank=True, null=True, verbose_name='прогноз за станом на')),
                        ('source', models.CharField(max_length=250, verbose_name='документ')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'показник минулих років',
                        'verbose_name_plural': 'показники минулих років',
                        'constraints': [models.UniqueConstraint(fields=('unit', 'year', 'indicator'), name='past_figure_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'number'), ('value__gte', 0)), models.Q(models.Q(('state', 'number'), _negated=True), ('value__isnull', True)), _connector='OR'), name='past_figure_number_or_not')],
                    },
                ),
            ],
        ),
    ]
