import django.db.models.deletion
import django.utils.timezone
import mandrivna.core.fields
import mandrivna.core.tables
import mandrivna.shared.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('readers', '0001_initial'), ('readers', '0002_attempts_pin_readersession'), ('readers', '0003_told_of_readers'), ('readers', '0004_twins_and_merges'), ('readers', '0005_arrivals'), ('readers', '0006_books_on_loan'), ('readers', '0007_doorsteps'), ('readers', '0008_links_to_choose_a_pin'), ('readers', '0009_email_and_choice_of_notices')]

    initial = True

    dependencies = [
        ('core', '0006_erasurerequest_state_words'),
    ]

    operations = [
        mandrivna.core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Reader',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('pseudonym', models.CharField(blank=True, default='', max_length=60, verbose_name='псевдонім')),
                        ('name', mandrivna.core.fields.EncryptedTextField(blank=True, null=True, verbose_name='ім’я')),
                        ('phone', mandrivna.core.fields.EncryptedTextField(blank=True, null=True, verbose_name='телефон')),
                        ('phone_index', mandrivna.core.fields.BlindIndexField(db_index=True, normalise='phone', null=True, source='phone')),
                        ('birth_year', mandrivna.core.fields.EncryptedTextField(blank=True, null=True, verbose_name='рік народження')),
                        ('age', models.CharField(blank=True, choices=[('0-14', 'до 15 років'), ('15-17', '15–17 років'), ('18-35', '18–35 років'), ('36-59', '36–59 років'), ('60+', 'від 60 років'), ('', 'не вказано')], default='', max_length=12, verbose_name='вікова група')),
                        ('audience', models.CharField(choices=[('general', 'усі охочі'), ('pupil', 'учні'), ('student', 'студенти'), ('librarian', 'бібліотечні фахівці'), ('hub_worker', 'працівники гуманітарних хабів'), ('collective', 'колективні користувачі')], default='general', max_length=24, verbose_name='категорія')),
                        ('registered_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('consent_version', models.CharField(blank=True, default='', max_length=20)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('circumstances', mandrivna.core.fields.EncryptedJSONField(blank=True, null=True, verbose_name='що розповіли про себе')),
                        ('consent', models.CharField(blank=True, choices=[('', 'не потрібна: особистих даних немає'), ('given', 'надано'), ('not_obtained', 'не отримано'), ('withdrawn', 'відкликано')], default='', max_length=12, verbose_name='згода')),
                        ('family', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='readers.reader')),
                        ('hub', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('kind', models.CharField(choices=[('person', 'особа'), ('organisation', 'організація (колективний абонемент)')], default='person', max_length=12, verbose_name='хто це')),
                        ('language', models.CharField(blank=True, choices=[('', 'українська'), ('en', 'англійська'), ('ru', 'російська'), ('pl', 'польська'), ('crh', 'кримськотатарська')], default='', max_length=8, verbose_name='мова спілкування')),
                        ('rules_number', models.PositiveIntegerField(blank=True, null=True)),
                        ('rules_on', models.DateField(blank=True, null=True)),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
                        ('email', mandrivna.core.fields.EncryptedTextField(blank=True, null=True, verbose_name='електронна пошта')),
                        ('notices_by', models.CharField(blank=True, choices=[('', 'у чаті, якщо приєднано; інакше листом'), ('chat', 'у чаті'), ('mail', 'листом на пошту'), ('call', 'щоб зателефонували'), ('none', 'не нагадувати')], default='', max_length=4, verbose_name='як нагадувати')),
                    ],
                    options={
                        'verbose_name': 'читач',
                        'verbose_name_plural': 'читачі',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('phone_index__isnull', False)), fields=('institution', 'phone_index'), name='reader_phone_once')],
                    },
                ),
                migrations.CreateModel(
                    name='NameWord',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('mac', models.BinaryField(max_length=16)),
                        ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_words', to='readers.reader')),
                    ],
                    options={
                        'verbose_name': 'ключ імені',
                        'verbose_name_plural': 'ключі імен',
                        'indexes': [models.Index(fields=['mac'], name='name_word_mac')],
                    },
                ),
                migrations.CreateModel(
                    name='Enrolment',
                    fields=[
                        ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ('year', models.PositiveSmallIntegerField()),
                        ('on', models.DateField()),
                        ('how', models.CharField(choices=[('new', 'записано вперше'), ('again', 'перереєстровано')], max_length=5)),
                        ('age', models.CharField(blank=True, choices=[('0-14', 'до 15 років'), ('15-17', '15–17 років'), ('18-35', '18–35 років'), ('36-59', '36–59 років'), ('60+', 'від 60 років'), ('', 'не вказано')], default='', max_length=12)),
                        ('audience', models.CharField(choices=[('general', 'усі охочі'), ('pupil', 'учні'), ('student', 'студенти'), ('librarian', 'бібліотечні фахівці'), ('hub_worker', 'працівники гуманітарних хабів'), ('collective', 'колективні користувачі')], max_length=24)),
                        ('channel', models.CharField(blank=True, default='', max_length=16)),
                        ('mode', models.CharField(blank=True, default='', max_length=16)),
                        ('first', models.CharField(max_length=180)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enrolments', to='readers.reader')),
                        ('counted', models.BooleanField(default=True)),
                    ],
                    options={
                        'verbose_name': 'реєстрація року',
                        'verbose_name_plural': 'реєстрації року',
                        'indexes': [models.Index(fields=['institution', 'year'], name='enrolment_year')],
                        'constraints': [models.UniqueConstraint(fields=('reader', 'year'), name='enrolment_once_a_year')],
                    },
                ),
                migrations.CreateModel(
                    name='Card',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('code', models.CharField(max_length=20, unique=True, verbose_name='номер квитка')),
                        ('issued_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('ended_on', models.DateField(blank=True, null=True)),
                        ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='readers.reader')),
                        ('ended_why', models.CharField(blank=True, choices=[('lost', 'загублено'), ('worn', 'зношено або пошкоджено'), ('returned', 'здано')], default='', max_length=10)),
                    ],
                    options={
                        'verbose_name': 'читацький квиток',
                        'verbose_name_plural': 'читацькі квитки',
                    },
                ),
                migrations.CreateModel(
                    name='Attempts',
                    fields=[
                        ('key', models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                        ('failures', models.PositiveSmallIntegerField(default=0)),
                        ('locks', models.PositiveSmallIntegerField(default=0)),
                        ('locked_until', models.DateTimeField(null=True)),
                        ('last_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'спроби входу за квитком',
                        'verbose_name_plural': 'спроби входу за квитками',
                    },
                ),
                migrations.CreateModel(
                    name='Pin',
                    fields=[
                        ('reader', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='pin', serialize=False, to='readers.reader')),
                        ('secret', mandrivna.core.fields.EncryptedTextField()),
                        ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by_reader', models.BooleanField(default=False)),
                    ],
                    options={
                        'verbose_name': 'PIN читача',
                        'verbose_name_plural': 'PIN читачів',
                    },
                ),
                migrations.CreateModel(
                    name='ReaderSession',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('card', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='readers.card')),
                    ],
                    options={
                        'verbose_name': 'сеанс читача',
                        'verbose_name_plural': 'сеанси читачів',
                    },
                ),
                migrations.CreateModel(
                    name='Responsible',
                    fields=[
                        ('reader', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='responsible', serialize=False, to='readers.reader')),
                        ('name', mandrivna.core.fields.EncryptedTextField(verbose_name='ім’я')),
                        ('contact', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='телефон або адреса')),
                        ('relation', models.CharField(choices=[('parent', 'мати або батько'), ('guardian', 'опікун або піклувальник'), ('relative', 'інший дорослий родич'), ('teacher', 'учитель або вихователь'), ('contact', 'контактна особа організації')], max_length=10, verbose_name='ким доводиться')),
                        ('since', models.DateField(default=django.utils.timezone.localdate)),
                    ],
                    options={
                        'verbose_name': 'хто відповідає за читача',
                        'verbose_name_plural': 'хто відповідає за читачів',
                    },
                ),
                migrations.CreateModel(
                    name='Agreement',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('purpose', mandrivna.core.fields.EncryptedTextField()),
                        ('version', models.CharField(max_length=20)),
                        ('given_on', models.DateField()),
                        ('given_by', models.CharField(choices=[('self', 'читач'), ('guardian', 'дорослий, який відповідає за читача')], default='self', max_length=8)),
                        ('withdrawn_on', models.DateField(null=True)),
                        ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agreements', to='readers.reader')),
                    ],
                    options={
                        'verbose_name': 'надана згода',
                        'verbose_name_plural': 'надані згоди',
                    },
                ),
                migrations.CreateModel(
                    name='DocumentShown',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('passport', 'паспорт або посвідка'), ('birth', 'свідоцтво про народження'), ('student', 'студентський або учнівський квиток'), ('driver', 'посвідчення водія'), ('other', 'інший документ')], max_length=10, verbose_name='документ')),
                        ('on', models.DateField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='readers.reader')),
                    ],
                    options={
                        'verbose_name': 'пред’явлений документ',
                        'verbose_name_plural': 'пред’явлені документи',
                    },
                ),
                migrations.CreateModel(
                    name='ConsentText',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('purpose', models.CharField(choices=[('data', 'ім’я, телефон, пошта, рік народження'), ('circumstances', 'те, що читач розповів про себе за бажанням'), ('delivery', 'адреса, куди возити книжки додому')], max_length=14)),
                        ('number', models.PositiveIntegerField()),
                        ('text', models.TextField(max_length=6000, verbose_name='текст згоди')),
                        ('since', models.DateField(verbose_name='діє з')),
                        ('recorded_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('op', models.UUIDField(null=True)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'текст згоди',
                        'verbose_name_plural': 'тексти згоди',
                        'ordering': ('-number',),
                        'constraints': [models.UniqueConstraint(fields=('unit', 'purpose', 'number'), name='consent_text_numbered')],
                    },
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('moved', models.JSONField(default=dict)),
                        ('was', mandrivna.core.fields.EncryptedJSONField(null=True)),
                        ('undone_on', models.DateField(null=True)),
                        ('settled', models.BooleanField(default=False)),
                        ('gone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
                        ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
                    ],
                    options={
                        'verbose_name': 'об’єднання записів читача',
                        'verbose_name_plural': 'об’єднання записів читачів',
                    },
                ),
                migrations.CreateModel(
                    name='Twins',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('state', models.CharField(choices=[('open', 'ще не розглянуто'), ('different', 'це різні люди'), ('merged', 'об’єднано')], default='open', max_length=10)),
                        ('found_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
                        ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
                    ],
                    options={
                        'verbose_name': 'можливо, той самий читач',
                        'verbose_name_plural': 'можливо, ті самі читачі',
                        'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['found_on'], name='twins_open')],
                        'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='twins_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Arrival',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=120)),
                        ('format', models.CharField(max_length=12)),
                        ('heads', mandrivna.core.fields.EncryptedJSONField(null=True)),
                        ('chosen', models.JSONField(default=list)),
                        ('state', models.CharField(choices=[('looked_at', 'переглянуто'), ('running', 'триває'), ('done', 'завершено'), ('undone', 'скасовано')], default='looked_at', max_length=10)),
                        ('counts', models.JSONField(default=dict)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('loans', models.BooleanField(default=False)),
                    ],
                    options={
                        'verbose_name': 'імпорт читачів',
                        'verbose_name_plural': 'імпорти читачів',
                    },
                ),
                migrations.CreateModel(
                    name='ArrivalRow',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('number', models.PositiveIntegerField()),
                        ('told', mandrivna.core.fields.EncryptedJSONField(null=True)),
                        ('state', models.CharField(choices=[('waiting', 'чекає'), ('made', 'записано'), ('known', 'уже є'), ('refused', 'не прийнято')], default='waiting', max_length=8)),
                        ('why', models.CharField(blank=True, default='', max_length=200)),
                        ('key', models.BinaryField(max_length=16, null=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('arrival', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='readers.arrival')),
                        ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
                        ('loans', mandrivna.core.fields.EncryptedJSONField(null=True)),
                    ],
                    options={
                        'verbose_name': 'рядок імпорту читачів',
                        'verbose_name_plural': 'рядки імпорту читачів',
                        'indexes': [models.Index(fields=['arrival', 'state', 'number'], name='arrival_rows'), models.Index(condition=models.Q(('key__isnull', False)), fields=['key'], name='arrival_key')],
                    },
                ),
                migrations.CreateModel(
                    name='Doorstep',
                    fields=[
                        ('reader', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='doorstep', serialize=False, to='readers.reader')),
                        ('address', mandrivna.core.fields.EncryptedTextField(verbose_name='адреса')),
                        ('directions', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='як знайти')),
                        ('ask_for', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='кого питати')),
                        ('since', models.DateField(default=django.utils.timezone.localdate)),
                    ],
                    options={
                        'verbose_name': 'адреса доставки додому',
                        'verbose_name_plural': 'адреси доставки додому',
                    },
                ),
                migrations.CreateModel(
                    name='EntryLink',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires_at', models.DateTimeField()),
                        ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
                    ],
                    options={
                        'verbose_name': 'посилання, щоб обрати PIN',
                        'verbose_name_plural': 'посилання, щоб обрати PIN',
                    },
                ),
            ],
        ),
    ]
