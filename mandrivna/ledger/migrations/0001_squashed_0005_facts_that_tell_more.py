import django.db.models.deletion
import django.utils.timezone
import mandrivna.core.fields
import mandrivna.core.models.units
import mandrivna.core.tables
import mandrivna.shared.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('ledger', '0001_initial'), ('ledger', '0002_sums_of_months'), ('ledger', '0003_trees_of_months'), ('ledger', '0004_trees_of_years'), ('ledger', '0005_facts_that_tell_more')]

    initial = True

    dependencies = [
        ('core', '0001_initial'),
    ]

    operations = [
        mandrivna.core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Seal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('first_id', models.BigIntegerField()),
                        ('last_id', models.BigIntegerField(unique=True)),
                        ('count', models.BigIntegerField()),
                        ('root', models.BinaryField(max_length=32)),
                        ('head', models.BinaryField(max_length=32)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'печатка журналу',
                        'verbose_name_plural': 'печатки журналу',
                    },
                ),
                migrations.CreateModel(
                    name='Mark',
                    fields=[
                        ('token', models.CharField(max_length=32, primary_key=True, serialize=False)),
                        ('key', models.UUIDField(null=True)),
                        ('kind', models.CharField(max_length=40)),
                        ('on', models.DateField()),
                        ('quantity', models.SmallIntegerField(default=1)),
                        ('facets', models.JSONField(default=dict)),
                        ('first', models.CharField(max_length=180)),
                        ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'позначка унікальності',
                        'verbose_name_plural': 'позначки унікальності',
                    },
                ),
                migrations.CreateModel(
                    name='Fact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=90)),
                        ('line', models.PositiveIntegerField()),
                        ('kind', models.CharField(max_length=40)),
                        ('path', mandrivna.core.models.units.PathField(max_length=120)),
                        ('on', models.DateField()),
                        ('quantity', models.IntegerField()),
                        ('mode', models.CharField(blank=True, default='', max_length=16)),
                        ('channel', models.CharField(blank=True, default='', max_length=16)),
                        ('audience', models.CharField(blank=True, default='', max_length=24)),
                        ('age', models.CharField(blank=True, default='', max_length=12)),
                        ('language', models.CharField(blank=True, default='', max_length=12)),
                        ('material', models.CharField(blank=True, default='', max_length=16)),
                        ('form', models.CharField(blank=True, default='', max_length=24)),
                        ('more', models.CharField(blank=True, default='', max_length=200)),
                        ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('op', models.UUIDField(null=True)),
                        ('reason', models.CharField(blank=True, default='', max_length=60)),
                        ('mac', models.BinaryField(max_length=16)),
                        ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'факт',
                        'verbose_name_plural': 'факти',
                        'indexes': [models.Index(fields=['kind', 'on', 'path', 'quantity', 'mode', 'channel', 'audience', 'age', 'language', 'material', 'form'], name='fact_covering'), models.Index(condition=models.Q(('more', ''), _negated=True), fields=['kind', 'on', 'path', 'more', 'quantity'], name='fact_telling')],
                        'constraints': [models.UniqueConstraint(fields=('source', 'line'), name='fact_line_once'), models.CheckConstraint(condition=models.Q(('quantity', 0), _negated=True), name='fact_counts_something')],
                    },
                ),
                migrations.CreateModel(
                    name='PeriodKey',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('period', models.CharField(max_length=12)),
                        ('secret', mandrivna.core.fields.EncryptedTextField(null=True)),
                        ('destroyed_at', models.DateTimeField(null=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'ключ періоду',
                        'verbose_name_plural': 'ключі періодів',
                        'constraints': [models.UniqueConstraint(fields=('unit', 'period'), name='period_key_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Folded',
                    fields=[
                        ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ('upto', models.BigIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name': 'межа підсумків',
                        'verbose_name_plural': 'межа підсумків',
                    },
                ),
                migrations.CreateModel(
                    name='MonthSum',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('month', models.DateField()),
                        ('path', mandrivna.core.models.units.PathField(max_length=120)),
                        ('mode', models.CharField(default='', max_length=16)),
                        ('channel', models.CharField(default='', max_length=16)),
                        ('material', models.CharField(default='', max_length=16)),
                        ('form', models.CharField(default='', max_length=24)),
                        ('quantity', models.BigIntegerField()),
                    ],
                    options={
                        'verbose_name': 'підсумок місяця',
                        'verbose_name_plural': 'підсумки місяців',
                        'constraints': [models.UniqueConstraint(fields=('kind', 'month', 'path', 'mode', 'channel', 'material', 'form'), name='month_sum_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MonthSumFine',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('month', models.DateField()),
                        ('path', mandrivna.core.models.units.PathField(max_length=120)),
                        ('mode', models.CharField(default='', max_length=16)),
                        ('channel', models.CharField(default='', max_length=16)),
                        ('material', models.CharField(default='', max_length=16)),
                        ('form', models.CharField(default='', max_length=24)),
                        ('quantity', models.BigIntegerField()),
                        ('audience', models.CharField(default='', max_length=24)),
                        ('age', models.CharField(default='', max_length=12)),
                        ('language', models.CharField(default='', max_length=12)),
                    ],
                    options={
                        'verbose_name': 'докладний підсумок місяця',
                        'verbose_name_plural': 'докладні підсумки місяців',
                        'constraints': [models.UniqueConstraint(fields=('kind', 'month', 'path', 'mode', 'channel', 'audience', 'age', 'language', 'material', 'form'), name='month_sum_fine_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MonthTree',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('month', models.DateField()),
                        ('path', mandrivna.core.models.units.PathField(max_length=120)),
                        ('mode', models.CharField(default='', max_length=16)),
                        ('channel', models.CharField(default='', max_length=16)),
                        ('material', models.CharField(default='', max_length=16)),
                        ('form', models.CharField(default='', max_length=24)),
                        ('quantity', models.BigIntegerField()),
                        ('own', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'verbose_name': 'підсумок місяця для цілого дерева',
                        'verbose_name_plural': 'підсумки місяців для цілих дерев',
                        'constraints': [models.UniqueConstraint(fields=('path', 'kind', 'month', 'own', 'mode', 'channel', 'material', 'form'), name='month_tree_once')],
                    },
                ),
                migrations.CreateModel(
                    name='YearTree',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=40)),
                        ('year', models.DateField()),
                        ('path', mandrivna.core.models.units.PathField(max_length=120)),
                        ('own', models.PositiveSmallIntegerField()),
                        ('mode', models.CharField(default='', max_length=16)),
                        ('channel', models.CharField(default='', max_length=16)),
                        ('audience', models.CharField(default='', max_length=24)),
                        ('age', models.CharField(default='', max_length=12)),
                        ('language', models.CharField(default='', max_length=12)),
                        ('material', models.CharField(default='', max_length=16)),
                        ('form', models.CharField(default='', max_length=24)),
                        ('quantity', models.BigIntegerField()),
                    ],
                    options={
                        'verbose_name': 'докладний підсумок року для цілого дерева',
                        'verbose_name_plural': 'докладні підсумки років для цілих дерев',
                        'constraints': [models.UniqueConstraint(fields=('path', 'kind', 'year', 'own', 'mode', 'channel', 'audience', 'age', 'language', 'material', 'form'), name='year_tree_once')],
                    },
                ),
            ],
        ),
    ]
