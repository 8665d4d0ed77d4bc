import datetime
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import mandrivna.core.fields
import mandrivna.core.models.staff
import mandrivna.core.models.units
import mandrivna.core.tables
import mandrivna.shared.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('core', '0001_initial'), ('core', '0002_unit_location'), ('core', '0003_profile'), ('core', '0004_erasurerequest'), ('core', '0005_unit_on_site'), ('core', '0006_erasurerequest_state_words'), ('core', '0007_tokens_of_programs'), ('core', '0008_audit_many_looks')]

    initial = True

    dependencies = [
    ]

    operations = [
        mandrivna.core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='CacheEntry',
                    fields=[
                        ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                        ('value', models.TextField()),
                        ('expires', models.DateTimeField(db_index=True)),
                    ],
                    options={
                        'verbose_name': 'запис кешу',
                        'verbose_name_plural': 'записи кешу',
                        'db_table': 'core_cache',
                    },
                ),
                migrations.CreateModel(
                    name='WorkerBeat',
                    fields=[
                        ('worker', models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('beat_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'виконавець черги',
                        'verbose_name_plural': 'виконавці черги',
                    },
                ),
                migrations.CreateModel(
                    name='Staff',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('username', models.CharField(help_text='Малі латинські літери, цифри, крапка, дефіс або підкреслення.', max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9._-]*\\Z', 'Лише малі латинські літери, цифри, крапка, дефіс і підкреслення.')], verbose_name='ім’я для входу')),
                        ('name', models.CharField(max_length=150, verbose_name='ім’я та прізвище')),
                        ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='електронна пошта')),
                        ('is_active', models.BooleanField(default=True, verbose_name='працює')),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='у штаті з')),
                        ('language', models.CharField(default='uk', max_length=7, verbose_name='мова')),
                        ('session_salt', models.CharField(default=mandrivna.core.models.staff.new_salt, editable=False, max_length=32)),
                    ],
                    options={
                        'verbose_name': 'працівник',
                        'verbose_name_plural': 'працівники',
                        'ordering': ('name', 'id'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='staff_email_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ErasureRecord',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('subject', models.UUIDField(db_index=True)),
                        ('reason', models.CharField(choices=[('request', 'на вимогу особи'), ('guardian', 'на вимогу законного представника'), ('danger', 'дані загрожують безпеці особи'), ('expired', 'закінчився строк зберігання'), ('mistake', 'записано помилково')], max_length=12, verbose_name='підстава')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('second', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('who', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'знищення персональних даних',
                        'verbose_name_plural': 'знищення персональних даних',
                    },
                ),
                migrations.CreateModel(
                    name='Installation',
                    fields=[
                        ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                        ('epoch', models.UUIDField(default=mandrivna.shared.ids.new_uid)),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'встановлення',
                        'verbose_name_plural': 'встановлення',
                        'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_installation')],
                    },
                ),
                migrations.CreateModel(
                    name='PeriodicRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=80)),
                        ('slot', models.DateTimeField()),
                        ('claimed_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'періодичний запуск',
                        'verbose_name_plural': 'періодичні запуски',
                        'constraints': [models.UniqueConstraint(fields=('name', 'slot'), name='periodic_once_a_slot')],
                    },
                ),
                migrations.CreateModel(
                    name='Unit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('path', mandrivna.core.models.units.PathField(max_length=120, unique=True)),
                        ('kind', models.CharField(choices=[('region', 'Область або мережа'), ('institution', 'Заклад'), ('department', 'Відділ'), ('hub', 'Простір (хаб)'), ('shelf', 'Мандрівна полиця'), ('place', 'Місце')], max_length=16, verbose_name='вид')),
                        ('name', models.CharField(max_length=250, verbose_name='повна назва')),
                        ('short_name', models.CharField(blank=True, default='', max_length=60, verbose_name='скорочена назва')),
                        ('legal_form', models.CharField(blank=True, default='', max_length=120, verbose_name='правова форма')),
                        ('legal_address', models.CharField(blank=True, default='', max_length=250, verbose_name='юридична адреса')),
                        ('actual_address', models.CharField(blank=True, default='', max_length=250, verbose_name='фактична адреса')),
                        ('opening_hours', models.JSONField(blank=True, default=list, verbose_name='години роботи')),
                        ('contact', models.CharField(blank=True, default='', max_length=200, verbose_name='контакт для читачів')),
                        ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='населення зони обслуговування')),
                        ('population_source', models.CharField(blank=True, default='', max_length=200, verbose_name='джерело даних про населення')),
                        ('visits_from', models.CharField(choices=[('acts', 'з дій (видача, повернення, запис)'), ('counter', 'з лічильника')], default='acts', max_length=8, verbose_name='звідки беремо відвідування')),
                        ('closed_on', models.DateField(blank=True, null=True, verbose_name='закрито')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='core.unit')),
                        ('latitude', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='широта')),
                        ('longitude', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='довгота')),
                        ('region', models.CharField(blank=True, choices=[('UA-43', 'Автономна Республіка Крим'), ('UA-05', 'Вінницька область'), ('UA-07', 'Волинська область'), ('UA-12', 'Дніпропетровська область'), ('UA-14', 'Донецька область'), ('UA-18', 'Житомирська область'), ('UA-21', 'Закарпатська область'), ('UA-23', 'Запорізька область'), ('UA-26', 'Івано-Франківська область'), ('UA-30', 'місто Київ'), ('UA-32', 'Київська область'), ('UA-35', 'Кіровоградська область'), ('UA-09', 'Луганська область'), ('UA-46', 'Львівська область'), ('UA-48', 'Миколаївська область'), ('UA-51', 'Одеська область'), ('UA-53', 'Полтавська область'), ('UA-56', 'Рівненська область'), ('UA-40', 'місто Севастополь'), ('UA-59', 'Сумська область'), ('UA-61', 'Тернопільська область'), ('UA-63', 'Харківська область'), ('UA-65', 'Херсонська область'), ('UA-68', 'Хмельницька область'), ('UA-71', 'Черкаська область'), ('UA-77', 'Чернівецька область'), ('UA-74', 'Чернігівська область')], default='', max_length=5, verbose_name='область')),
                        ('accessibility', models.TextField(blank=True, default='', max_length=2000, verbose_name='доступність')),
                        ('directions', models.TextField(blank=True, default='', max_length=2000, verbose_name='як дістатися')),
                        ('public', models.BooleanField(default=True, verbose_name='показувати на сайті')),
                        ('public_note', models.CharField(blank=True, default='', max_length=300, verbose_name='оголошення для читачів')),
                    ],
                    options={
                        'verbose_name': 'підрозділ',
                        'verbose_name_plural': 'підрозділи',
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('binding_hash', models.CharField(blank=True, default='', max_length=64)),
                        ('role', models.CharField(max_length=40, verbose_name='роль')),
                        ('name', models.CharField(max_length=150, verbose_name='ім’я та прізвище')),
                        ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='електронна пошта')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('used_at', models.DateTimeField(blank=True, null=True)),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                        ('expires_at', models.DateTimeField()),
                        ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'запрошення',
                        'verbose_name_plural': 'запрошення',
                        'ordering': ('-created_at',),
                    },
                ),
                migrations.CreateModel(
                    name='UnitEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('on', models.DateField()),
                        ('what', models.CharField(choices=[('opened', 'відкрито'), ('edited', 'змінено відомості'), ('moved', 'переміщено'), ('mode', 'змінено режим роботи'), ('closed', 'закрито'), ('profile', 'змінено профіль закладу'), ('rules', 'прийнято правила користування')], max_length=8)),
                        ('before', models.JSONField(default=dict)),
                        ('after', models.JSONField(default=dict)),
                        ('note', models.CharField(blank=True, default='', max_length=250)),
                        ('op', models.UUIDField(null=True)),
                        ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'подія підрозділу',
                        'verbose_name_plural': 'події підрозділів',
                    },
                ),
                migrations.CreateModel(
                    name='KnownDevice',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('device_hash', models.CharField(max_length=64)),
                        ('agent', models.CharField(blank=True, default='', max_length=200)),
                        ('first_seen', models.DateTimeField(default=django.utils.timezone.now)),
                        ('last_seen', models.DateTimeField(default=django.utils.timezone.now)),
                        ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'знайомий пристрій',
                        'verbose_name_plural': 'знайомі пристрої',
                        'constraints': [models.UniqueConstraint(fields=('staff', 'device_hash'), name='device_of_staff_once')],
                    },
                ),
                migrations.CreateModel(
                    name='PolicyEdit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60)),
                        ('key', models.CharField(max_length=120)),
                        ('sequence', models.PositiveIntegerField()),
                        ('value', models.JSONField(null=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reason', models.CharField(max_length=500, verbose_name='причина')),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'зміна правил',
                        'verbose_name_plural': 'зміни правил',
                        'ordering': ('name', 'key', 'sequence'),
                        'constraints': [models.UniqueConstraint(fields=('name', 'key', 'sequence'), name='policy_edit_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Quarantined',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('op_uid', models.UUIDField(null=True)),
                        ('verb', models.CharField(blank=True, default='', max_length=60)),
                        ('schema', models.PositiveIntegerField(default=1)),
                        ('body', mandrivna.core.fields.EncryptedJSONField()),
                        ('body_mac', models.BinaryField(max_length=32)),
                        ('reason', models.CharField(choices=[('conflict', 'той самий номер операції, але інший зміст'), ('unknown_verb', 'невідома дія'), ('newer_schema', 'дія з новішої версії програми'), ('malformed', 'пошкоджений запис операції'), ('bad_body', 'зміст операції не читається'), ('unknown_reference', 'згадано невідомий примірник, квиток або місце'), ('forbidden', 'бракує права на цю дію'), ('refused', 'дію неможливо застосувати')], max_length=20)),
                        ('detail', models.CharField(blank=True, default='', max_length=120)),
                        ('device', models.CharField(blank=True, default='', max_length=64)),
                        ('seq', models.BigIntegerField(null=True)),
                        ('epoch', models.CharField(blank=True, default='', max_length=36)),
                        ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('solved_at', models.DateTimeField(null=True)),
                        ('solution', models.CharField(blank=True, default='', max_length=250)),
                        ('solved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'операція в карантині',
                        'verbose_name_plural': 'операції в карантині',
                        'constraints': [models.UniqueConstraint(fields=('op_uid', 'body_mac'), name='quarantined_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Operation',
                    fields=[
                        ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ('verb', models.CharField(max_length=60)),
                        ('schema', models.PositiveSmallIntegerField(default=1)),
                        ('body', mandrivna.core.fields.EncryptedJSONField(null=True)),
                        ('body_mac', models.BinaryField(max_length=32)),
                        ('device', models.CharField(blank=True, default='', max_length=64)),
                        ('seq', models.BigIntegerField(null=True)),
                        ('epoch', models.CharField(blank=True, default='', max_length=36)),
                        ('occurred_at', models.DateTimeField()),
                        ('received_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('happened', models.BooleanField(default=False)),
                        ('outcome', models.CharField(choices=[('applied', 'застосовано'), ('applied_with_discrepancy', 'застосовано з розбіжністю'), ('duplicate', 'повтор'), ('quarantined', 'у карантині'), ('refused', 'відмовлено')], max_length=24)),
                        ('answer', models.JSONField(default=dict)),
                        ('ref', models.CharField(blank=True, default='', max_length=90)),
                        ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'операція',
                        'verbose_name_plural': 'операції',
                        'indexes': [models.Index(fields=['ref'], name='operation_ref'), models.Index(condition=models.Q(('device', ''), _negated=True), fields=['device', 'seq'], name='operation_device_seq'), models.Index(fields=['received_at'], name='operation_received')],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(max_length=40, verbose_name='роль')),
                        ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='з')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='до (включно)')),
                        ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'роль працівника',
                        'verbose_name_plural': 'ролі працівників',
                        'ordering': ('since', 'id'),
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('staff', 'unit', 'role'), name='membership_open_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', django.db.models.expressions.CombinedExpression(models.F('since'), '-', models.Value(datetime.timedelta(days=1)))), _connector='OR'), name='membership_dates')],
                    },
                ),
                migrations.CreateModel(
                    name='Discrepancy',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('key', models.CharField(max_length=160, unique=True)),
                        ('kind', models.CharField(max_length=60)),
                        ('op', models.UUIDField(null=True)),
                        ('ref', models.CharField(blank=True, default='', max_length=90)),
                        ('details', models.JSONField(default=dict)),
                        ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('solution', models.CharField(blank=True, default='', max_length=250)),
                        ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'розбіжність',
                        'verbose_name_plural': 'розбіжності',
                        'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['opened_at'], name='discrepancy_open'), models.Index(fields=['ref'], name='discrepancy_ref')],
                    },
                ),
                migrations.CreateModel(
                    name='AuditEntry',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('who', models.CharField(blank=True, default='', max_length=150)),
                        ('action', models.CharField(max_length=60)),
                        ('model', models.CharField(max_length=80)),
                        ('object_pk', models.CharField(max_length=64)),
                        ('op', models.UUIDField()),
                        ('before', models.JSONField(null=True)),
                        ('after', models.JSONField(null=True)),
                        ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'запис журналу змін',
                        'verbose_name_plural': 'журнал змін',
                        'indexes': [models.Index(fields=['model', 'object_pk'], name='audit_object'), models.Index(fields=['at'], name='audit_at'), models.Index(condition=models.Q(('action', 'readers.many_looks')), fields=['at'], name='audit_many_looks')],
                    },
                ),
                migrations.CreateModel(
                    name='UnitPeriod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('since', models.DateField()),
                        ('path', mandrivna.core.models.units.PathField(max_length=120)),
                        ('mode', models.CharField(blank=True, choices=[('travelling', 'мандрівна бібліотека'), ('stationary', 'стаціонарне обслуговування'), ('both', 'мандрівна і стаціонарне'), ('suspended', 'роботу призупинено'), ('occupied', 'на тимчасово окупованій території'), ('no_data', 'немає даних')], default='', max_length=12)),
                        ('note', models.CharField(blank=True, default='', max_length=250)),
                        ('op', models.UUIDField(null=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='periods', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'період підрозділу',
                        'verbose_name_plural': 'періоди підрозділів',
                        'constraints': [models.UniqueConstraint(fields=('unit', 'since'), name='unit_period_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Logo',
                    fields=[
                        ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ('web', models.BinaryField()),
                        ('document', models.BinaryField()),
                        ('width', models.PositiveIntegerField()),
                        ('height', models.PositiveIntegerField()),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'логотип',
                        'verbose_name_plural': 'логотипи',
                    },
                ),
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('content', mandrivna.core.fields.EncryptedJSONField()),
                        ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'ненадіслана форма',
                        'verbose_name_plural': 'ненадіслані форми',
                    },
                ),
                migrations.CreateModel(
                    name='Profile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('public_name', models.CharField(blank=True, default='', max_length=250, verbose_name='назва для читачів')),
                        ('short_name', models.CharField(blank=True, default='', max_length=60, verbose_name='коротка назва')),
                        ('slogan', models.CharField(blank=True, default='', max_length=160, verbose_name='гасло')),
                        ('about', models.TextField(blank=True, default='', max_length=6000, verbose_name='про бібліотеку')),
                        ('accent', models.CharField(blank=True, default='', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}\\Z', 'Колір пишуть як #rrggbb.')], verbose_name='колір')),
                        ('accent_dark', models.CharField(blank=True, default='', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-f]{6}\\Z', 'Колір пишуть як #rrggbb.')], verbose_name='колір для темної теми')),
                        ('address', models.CharField(blank=True, default='', max_length=250, verbose_name='адреса для листів')),
                        ('phone', models.CharField(blank=True, default='', max_length=120, verbose_name='телефон закладу')),
                        ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='пошта закладу')),
                        ('links', models.JSONField(blank=True, default=list, verbose_name='сторінки в мережах')),
                        ('joining', models.TextField(blank=True, default='', max_length=6000, verbose_name='як записатися')),
                        ('accessibility', models.TextField(blank=True, default='', max_length=6000, verbose_name='доступність')),
                        ('skipped', models.JSONField(blank=True, default=list)),
                        ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.logo', verbose_name='логотип')),
                        ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='profile', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'профіль закладу',
                        'verbose_name_plural': 'профілі закладів',
                    },
                ),
                migrations.CreateModel(
                    name='Sample',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('state', models.CharField(choices=[('loading', 'завантажуємо'), ('ready', 'завантажено'), ('removing', 'прибираємо')], default='loading', max_length=8)),
                        ('percent', models.PositiveSmallIntegerField(default=0)),
                        ('paths', models.JSONField(default=list)),
                        ('staff', models.JSONField(default=list)),
                        ('before', models.JSONField(default=dict)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'приклад',
                        'verbose_name_plural': 'приклади',
                    },
                ),
                migrations.CreateModel(
                    name='Presence',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.CharField(max_length=120)),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                        ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'відкрита форма',
                        'verbose_name_plural': 'відкриті форми',
                        'constraints': [models.UniqueConstraint(fields=('what', 'staff'), name='presence_once')],
                    },
                ),
                migrations.CreateModel(
                    name='UseRules',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('text', models.TextField(max_length=30000, verbose_name='правила користування')),
                        ('since', models.DateField(verbose_name='діють з')),
                        ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('op', models.UUIDField(null=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='use_rules', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'правила користування',
                        'verbose_name_plural': 'правила користування',
                        'ordering': ('-number',),
                        'constraints': [models.UniqueConstraint(fields=('unit', 'number'), name='use_rules_numbered')],
                    },
                ),
                migrations.CreateModel(
                    name='ErasureRequest',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('subject', models.UUIDField(db_index=True)),
                        ('reason', models.CharField(choices=[('request', 'на вимогу особи'), ('guardian', 'на вимогу законного представника'), ('danger', 'дані загрожують безпеці особи'), ('expired', 'закінчився строк зберігання'), ('mistake', 'записано помилково')], default='request', max_length=12, verbose_name='підстава')),
                        ('channel', models.CharField(default='desk', max_length=16)),
                        ('asked_on', models.DateField()),
                        ('due_on', models.DateField()),
                        ('state', models.CharField(choices=[('asked', 'чекає на рішення'), ('confirmed', 'чекає на другу згоду'), ('refused', 'відмовлено'), ('withdrawn', 'відкликано читачем'), ('done', 'дані знищено')], default='asked', max_length=10, verbose_name='стан')),
                        ('confirmed_at', models.DateTimeField(null=True)),
                        ('closed_at', models.DateTimeField(null=True)),
                        ('explanation', mandrivna.core.fields.EncryptedTextField(null=True)),
                        ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'запит на знищення даних',
                        'verbose_name_plural': 'запити на знищення даних',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'confirmed'))), fields=('subject',), name='erasure_asked_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ApiToken',
                    fields=[
                        ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ('mac', models.BinaryField(max_length=32, unique=True)),
                        ('name', models.CharField(max_length=80, verbose_name='для чого ключ')),
                        ('permissions', models.JSONField(default=list, verbose_name='права')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires_at', models.DateTimeField(verbose_name='діє до')),
                        ('used_at', models.DateTimeField(null=True)),
                        ('revoked_at', models.DateTimeField(null=True)),
                        ('issued_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'ключ програми',
                        'verbose_name_plural': 'ключі програм',
                        'ordering': ('-created_at', 'uid'),
                    },
                ),
            ],
        ),
    ]
