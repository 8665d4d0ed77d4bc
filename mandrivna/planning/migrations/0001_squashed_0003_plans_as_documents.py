import django.db.models.deletion
import django.utils.timezone
import mandrivna.core.tables
import mandrivna.shared.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('planning', '0001_initial'), ('planning', '0002_plan_rows'), ('planning', '0003_plans_as_documents')]

    initial = True

    dependencies = [
        ('core', '0008_audit_many_looks'),
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
                migrations.CreateModel(
                    name='Plan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='рік')),
                        ('until_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='останній рік')),
                        ('kind', models.CharField(choices=[('annual', 'річний план роботи'), ('goals', 'план за цілями'), ('programme', 'програма на один рік'), ('strategy', 'стратегія на кілька років')], default='annual', max_length=12, verbose_name='вид плану')),
                        ('state', models.CharField(choices=[('draft', 'чернетка'), ('agreed', 'погоджено'), ('approved', 'затверджено'), ('in_force', 'діє'), ('closed', 'завершено')], default='draft', max_length=12, verbose_name='стан')),
                        ('title', models.CharField(blank=True, default='', max_length=500, verbose_name='назва, як на титулі')),
                        ('place', models.CharField(blank=True, default='', max_length=200, verbose_name='місце, як на титулі')),
                        ('cover_year', models.CharField(blank=True, default='', max_length=40, verbose_name='рік укладання, як на титулі')),
                        ('approver_post', models.CharField(blank=True, default='', max_length=250, verbose_name='хто затверджує: посада')),
                        ('approver_name', models.CharField(blank=True, default='', max_length=150, verbose_name='хто затверджує: ім’я')),
                        ('preamble', models.TextField(blank=True, default='', max_length=20000, verbose_name='вступ')),
                        ('closing', models.TextField(blank=True, default='', max_length=10000, verbose_name='після розділів')),
                        ('strategy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='planning.plan')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'план',
                        'verbose_name_plural': 'плани',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'annual')), fields=('unit', 'year'), name='annual_plan_once'), models.CheckConstraint(condition=models.Q(('until_year', None), ('until_year__gte', models.F('year')), _connector='OR'), name='plan_years_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Section',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='planning.plan')),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='planning.section')),
                        ('kind', models.CharField(choices=[('section', 'розділ'), ('goal', 'ціль'), ('direction', 'напрям'), ('indicators', 'загальні показники'), ('contents', 'зміст'), ('abbreviations', 'перелік скорочень'), ('appendix', 'додаток'), ('signature', 'підпис')], default='section', max_length=16, verbose_name='що це')),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('number', models.CharField(blank=True, default='', max_length=20, verbose_name='номер')),
                        ('title', models.CharField(blank=True, default='', max_length=500, verbose_name='назва')),
                        ('contents_title', models.CharField(blank=True, default='', max_length=500, verbose_name='назва у змісті, якщо інша')),
                        ('narrative', models.TextField(blank=True, default='', max_length=20000, verbose_name='текст перед таблицею')),
                        ('after', models.TextField(blank=True, default='', max_length=20000, verbose_name='текст після таблиці')),
                        ('notes', models.TextField(blank=True, default='', max_length=4000, verbose_name='примітки під таблицею')),
                        ('columns', models.JSONField(blank=True, default=list)),
                        ('numbered_columns', models.BooleanField(default=False, verbose_name='рядок із номерами граф під заголовками')),
                        ('scopes', models.JSONField(blank=True, default=list)),
                        ('version', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'verbose_name': 'розділ плану',
                        'verbose_name_plural': 'розділи планів',
                        'indexes': [models.Index(fields=['plan', 'position'], name='section_order')],
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='PlanItem',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='planning.plan')),
                        ('part', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='planning.section')),
                        ('section', models.CharField(blank=True, default='', max_length=20, verbose_name='розділ')),
                        ('number', models.CharField(blank=True, default='', max_length=12, verbose_name='№ п/п')),
                        ('title', models.TextField(blank=True, default='', max_length=4000, verbose_name='назва діяльності')),
                        ('term', models.CharField(blank=True, default='', max_length=500, verbose_name='термін, як у плані')),
                        ('kind', models.CharField(choices=[('row', 'рядок'), ('heading', 'заголовок на всю ширину таблиці')], default='row', max_length=8)),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('level', models.PositiveSmallIntegerField(default=0)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='rows', to='planning.planitem')),
                        ('serves', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='planning.planitem')),
                        ('serves_part', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='planning.section')),
                        ('cells', models.JSONField(blank=True, default=list)),
                        ('spans', models.JSONField(blank=True, default=dict)),
                        ('meaning', models.JSONField(blank=True, default=dict)),
                        ('conditional', models.BooleanField(default=False, verbose_name='лише за умови')),
                        ('condition', models.CharField(blank=True, default='', max_length=300, verbose_name='за якої умови')),
                        ('coordinator', models.CharField(blank=True, default='', max_length=200, verbose_name='хто координує')),
                        ('dropped_on', models.DateField(blank=True, null=True, verbose_name='знято з плану')),
                        ('version', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'verbose_name': 'рядок плану',
                        'verbose_name_plural': 'рядки плану',
                        'indexes': [models.Index(fields=['plan', 'section', 'number'], name='plan_item_named'), models.Index(fields=['part', 'position'], name='plan_item_order')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('serves', None), ('serves_part', None), _connector='OR'), name='plan_item_serves_one')],
                    },
                ),
                migrations.CreateModel(
                    name='Abbreviation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='abbreviations', to='planning.plan')),
                        ('short', models.CharField(max_length=40, verbose_name='скорочення')),
                        ('full', models.CharField(max_length=300, verbose_name='повна назва')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('position', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'verbose_name': 'скорочення',
                        'verbose_name_plural': 'скорочення',
                        'constraints': [models.UniqueConstraint(fields=('plan', 'short'), name='abbreviation_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanStamp',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stamps', to='planning.plan')),
                        ('state', models.CharField(choices=[('draft', 'чернетка'), ('agreed', 'погоджено'), ('approved', 'затверджено'), ('in_force', 'діє'), ('closed', 'завершено')], max_length=12)),
                        ('post', models.CharField(blank=True, default='', max_length=250, verbose_name='посада')),
                        ('name', models.CharField(blank=True, default='', max_length=150, verbose_name='ім’я')),
                        ('on', models.DateField(verbose_name='день')),
                        ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='примітка')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'гриф плану',
                        'verbose_name_plural': 'грифи планів',
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='PlanComment',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='planning.plan')),
                        ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='planning.planitem')),
                        ('part', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='planning.section')),
                        ('text', models.TextField(max_length=2000, verbose_name='коментар')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('solved_at', models.DateTimeField(blank=True, null=True)),
                        ('solved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'коментар до плану',
                        'verbose_name_plural': 'коментарі до планів',
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='PlanRevision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='planning.plan')),
                        ('what', models.CharField(max_length=24)),
                        ('about', models.UUIDField(null=True)),
                        ('place', models.CharField(blank=True, default='', max_length=300, verbose_name='де саме')),
                        ('before', models.JSONField(blank=True, default=dict)),
                        ('after', models.JSONField(blank=True, default=dict)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='причина')),
                        ('formal', models.BooleanField(default=False)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('op', models.UUIDField(null=True)),
                        ('undone', models.BooleanField(default=False)),
                    ],
                    options={
                        'verbose_name': 'зміна плану',
                        'verbose_name_plural': 'зміни планів',
                        'indexes': [models.Index(fields=['plan', 'id'], name='plan_revision_order')],
                        'constraints': [],
                    },
                ),
                migrations.CreateModel(
                    name='PlanVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='planning.plan')),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('draft', 'чернетка'), ('agreed', 'погоджено'), ('approved', 'затверджено'), ('in_force', 'діє'), ('closed', 'завершено')], max_length=12)),
                        ('name', models.CharField(blank=True, default='', max_length=200, verbose_name='назва версії')),
                        ('whole', models.JSONField()),
                        ('seal', models.BinaryField(max_length=64)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'версія плану',
                        'verbose_name_plural': 'версії планів',
                        'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once')],
                    },
                ),
            ],
        ),
    ]
