import django.db.models.deletion
import django.utils.timezone
import mandrivna.core.tables
import mandrivna.shared.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0008_audit_many_looks'),
        ('planning', '0002_plan_rows'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        mandrivna.core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Section',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
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
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='planning.section')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='planning.plan')),
                    ],
                    options={
                        'verbose_name': 'розділ плану',
                        'verbose_name_plural': 'розділи планів',
                        'indexes': [models.Index(fields=['plan', 'position'], name='section_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Abbreviation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('short', models.CharField(max_length=40, verbose_name='скорочення')),
                        ('full', models.CharField(max_length=300, verbose_name='повна назва')),
                        ('position', models.PositiveIntegerField(default=0)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='abbreviations', to='planning.plan')),
                        ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
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
                        ('state', models.CharField(choices=[('draft', 'чернетка'), ('agreed', 'погоджено'), ('approved', 'затверджено'), ('in_force', 'діє'), ('closed', 'завершено')], max_length=12)),
                        ('post', models.CharField(blank=True, default='', max_length=250, verbose_name='посада')),
                        ('name', models.CharField(blank=True, default='', max_length=150, verbose_name='ім’я')),
                        ('on', models.DateField(verbose_name='день')),
                        ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='примітка')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stamps', to='planning.plan')),
                    ],
                    options={
                        'verbose_name': 'гриф плану',
                        'verbose_name_plural': 'грифи планів',
                    },
                ),
                migrations.CreateModel(
                    name='PlanComment',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('text', models.TextField(max_length=2000, verbose_name='коментар')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('solved_at', models.DateTimeField(blank=True, null=True)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='planning.planitem')),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='planning.plan')),
                        ('solved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('part', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='planning.section')),
                    ],
                    options={
                        'verbose_name': 'коментар до плану',
                        'verbose_name_plural': 'коментарі до планів',
                    },
                ),
                migrations.CreateModel(
                    name='PlanRevision',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.CharField(max_length=24)),
                        ('about', models.UUIDField(null=True)),
                        ('place', models.CharField(blank=True, default='', max_length=300, verbose_name='де саме')),
                        ('before', models.JSONField(blank=True, default=dict)),
                        ('after', models.JSONField(blank=True, default=dict)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reason', models.CharField(blank=True, default='', max_length=500, verbose_name='причина')),
                        ('formal', models.BooleanField(default=False)),
                        ('op', models.UUIDField(null=True)),
                        ('undone', models.BooleanField(default=False)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='planning.plan')),
                    ],
                    options={
                        'verbose_name': 'зміна плану',
                        'verbose_name_plural': 'зміни планів',
                        'indexes': [models.Index(fields=['plan', 'id'], name='plan_revision_order')],
                    },
                ),
                migrations.CreateModel(
                    name='PlanVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('state', models.CharField(choices=[('draft', 'чернетка'), ('agreed', 'погоджено'), ('approved', 'затверджено'), ('in_force', 'діє'), ('closed', 'завершено')], max_length=12)),
                        ('name', models.CharField(blank=True, default='', max_length=200, verbose_name='назва версії')),
                        ('whole', models.JSONField()),
                        ('seal', models.BinaryField(max_length=64)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='planning.plan')),
                    ],
                    options={
                        'verbose_name': 'версія плану',
                        'verbose_name_plural': 'версії планів',
                        'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once')],
                    },
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='plan',
            name='plan_once',
        ),
        migrations.RemoveConstraint(
            model_name='planitem',
            name='plan_item_once',
        ),
        migrations.AddField(
            model_name='plan',
            name='approver_name',
            field=models.CharField(blank=True, default='', max_length=150, verbose_name='хто затверджує: ім’я'),
        ),
        migrations.AddField(
            model_name='plan',
            name='approver_post',
            field=models.CharField(blank=True, default='', max_length=250, verbose_name='хто затверджує: посада'),
        ),
        migrations.AddField(
            model_name='plan',
            name='closing',
            field=models.TextField(blank=True, default='', max_length=10000, verbose_name='після розділів'),
        ),
        migrations.AddField(
            model_name='plan',
            name='cover_year',
            field=models.CharField(blank=True, default='', max_length=40, verbose_name='рік укладання, як на титулі'),
        ),
        migrations.AddField(
            model_name='plan',
            name='kind',
            field=models.CharField(choices=[('annual', 'річний план роботи'), ('goals', 'план за цілями'), ('programme', 'програма на один рік'), ('strategy', 'стратегія на кілька років')], default='annual', max_length=12, verbose_name='вид плану'),
        ),
        migrations.AddField(
            model_name='plan',
            name='made_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='plan',
            name='place',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='місце, як на титулі'),
        ),
        migrations.AddField(
            model_name='plan',
            name='preamble',
            field=models.TextField(blank=True, default='', max_length=20000, verbose_name='вступ'),
        ),
        migrations.AddField(
            model_name='plan',
            name='state',
            field=models.CharField(choices=[('draft', 'чернетка'), ('agreed', 'погоджено'), ('approved', 'затверджено'), ('in_force', 'діє'), ('closed', 'завершено')], default='draft', max_length=12, verbose_name='стан'),
        ),
        migrations.AddField(
            model_name='plan',
            name='strategy',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='planning.plan'),
        ),
        migrations.AddField(
            model_name='plan',
            name='title',
            field=models.CharField(blank=True, default='', max_length=500, verbose_name='назва, як на титулі'),
        ),
        migrations.AddField(
            model_name='plan',
            name='until_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='останній рік'),
        ),
        migrations.AddField(
            model_name='plan',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='planitem',
            name='cells',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='planitem',
            name='condition',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='за якої умови'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='conditional',
            field=models.BooleanField(default=False, verbose_name='лише за умови'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='coordinator',
            field=models.CharField(blank=True, default='', max_length=200, verbose_name='хто координує'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='dropped_on',
            field=models.DateField(blank=True, null=True, verbose_name='знято з плану'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='kind',
            field=models.CharField(choices=[('row', 'рядок'), ('heading', 'заголовок на всю ширину таблиці')], default='row', max_length=8),
        ),
        migrations.AddField(
            model_name='planitem',
            name='level',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='planitem',
            name='meaning',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='planitem',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='rows', to='planning.planitem'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='position',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='planitem',
            name='serves',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='planning.planitem'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='spans',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='planitem',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name='plan',
            name='year',
            field=models.PositiveSmallIntegerField(verbose_name='рік'),
        ),
        migrations.AlterField(
            model_name='planitem',
            name='number',
            field=models.CharField(blank=True, default='', max_length=12, verbose_name='№ п/п'),
        ),
        migrations.AlterField(
            model_name='planitem',
            name='section',
            field=models.CharField(blank=True, default='', max_length=20, verbose_name='розділ'),
        ),
        migrations.AlterField(
            model_name='planitem',
            name='term',
            field=models.CharField(blank=True, default='', max_length=500, verbose_name='термін, як у плані'),
        ),
        migrations.AlterField(
            model_name='planitem',
            name='title',
            field=models.TextField(blank=True, default='', max_length=4000, verbose_name='назва діяльності'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'annual')), fields=('unit', 'year'), name='annual_plan_once'),
        ),
        migrations.AddConstraint(
            model_name='plan',
            constraint=models.CheckConstraint(condition=models.Q(('until_year', None), ('until_year__gte', models.F('year')), _connector='OR'), name='plan_years_in_order'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='part',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='planning.section'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='serves_part',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='planning.section'),
        ),
        migrations.AddIndex(
            model_name='planitem',
            index=models.Index(fields=['plan', 'section', 'number'], name='plan_item_named'),
        ),
        migrations.AddIndex(
            model_name='planitem',
            index=models.Index(fields=['part', 'position'], name='plan_item_order'),
        ),
        migrations.AddConstraint(
            model_name='planitem',
            constraint=models.CheckConstraint(condition=models.Q(('serves', None), ('serves_part', None), _connector='OR'), name='plan_item_serves_one'),
        ),
    ]
