import django.db.models.deletion
import django.utils.timezone
import mandrivna.core.fields
import mandrivna.core.tables
import mandrivna.shared.ids
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('enquiries', '0001_initial'), ('enquiries', '0002_conversations_and_chats'), ('enquiries', '0003_log_of_references_and_quiet_counts'), ('enquiries', '0004_wishes_and_remarks'), ('enquiries', '0005_who_answers_and_answers_for_everybody'), ('enquiries', '0006_letters_and_questions_without_a_card'), ('enquiries', '0007_consultations_by_invited_specialists'), ('enquiries', '0008_stations_and_sittings'), ('enquiries', '0009_what_places_are_for'), ('enquiries', '0010_remarks_to_call'), ('enquiries', '0011_conversations_in_the_log'), ('enquiries', '0012_needs_of_readers'), ('enquiries', '0013_surveys')]

    initial = True

    dependencies = [
        ('catalogue', '0019_lists_of_what_is_current'),
        ('core', '0008_audit_many_looks'),
        ('readers', '0009_email_and_choice_of_notices'),
    ]

    operations = [
        mandrivna.core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Refusal',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('about', models.CharField(choices=[('absent', 'немає в нашому каталозі'), ('busy', 'є в каталозі, але всі примірники зайняті'), ('topic', 'нічого немає на цю тему'), ('question', 'запитання про видання')], default='absent', max_length=10, verbose_name='про що')),
                        ('words', models.CharField(blank=True, default='', max_length=200, verbose_name='що шукали')),
                        ('title', models.CharField(blank=True, default='', max_length=300, verbose_name='назва')),
                        ('authors', models.CharField(blank=True, default='', max_length=200, verbose_name='автор')),
                        ('isbn', models.CharField(blank=True, default='', max_length=13, verbose_name='ISBN')),
                        ('note', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='що ще сказали')),
                        ('contact', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='як відповісти')),
                        ('channel', models.CharField(max_length=16)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('same', models.CharField(max_length=122)),
                        ('state', models.CharField(choices=[('new', 'новий'), ('ordered', 'замовлено'), ('found', 'книжка є, кажемо читачеві'), ('closed', 'відповіли'), ('mistaken', 'це не запит'), ('withdrawn', 'читач більше не просить')], default='new', max_length=10, verbose_name='стан')),
                        ('closed_on', models.DateField(null=True)),
                        ('answer', models.CharField(blank=True, default='', max_length=300, verbose_name='що зроблено')),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='readers.reader')),
                        ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.record')),
                        ('met_on', models.DateField(null=True)),
                    ],
                    options={
                        'verbose_name': 'відмова',
                        'verbose_name_plural': 'відмови',
                        'indexes': [models.Index(fields=['institution', 'same'], name='refusal_same'), models.Index(condition=models.Q(('state__in', ('new', 'ordered', 'found'))), fields=['institution', 'state'], name='refusal_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state__in', ('closed', 'mistaken', 'withdrawn'))), models.Q(models.Q(('state__in', ('closed', 'mistaken', 'withdrawn')), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='answered_has_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Chat',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('chat', mandrivna.core.fields.EncryptedTextField()),
                        ('chat_index', mandrivna.core.fields.BlindIndexField(db_index=False, normalise='text', null=True, source='chat', unique=True)),
                        ('language', models.CharField(blank=True, default='', max_length=2, verbose_name='мова')),
                        ('step', models.CharField(blank=True, default='', max_length=20)),
                        ('memo', mandrivna.core.fields.EncryptedJSONField(null=True)),
                        ('notices', models.BooleanField(default=True, verbose_name='надсилати нагадування')),
                        ('consent_version', models.CharField(blank=True, default='', max_length=20)),
                        ('linked_at', models.DateTimeField(null=True)),
                        ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('blocked_at', models.DateTimeField(null=True)),
                        ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
                        ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'чат читача',
                        'verbose_name_plural': 'чати читачів',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('reader__isnull', False)), fields=('reader',), name='one_chat_per_reader'), models.UniqueConstraint(condition=models.Q(('staff__isnull', False)), fields=('staff',), name='one_chat_per_staff')],
                    },
                ),
                migrations.CreateModel(
                    name='LinkCode',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires_at', models.DateTimeField()),
                        ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
                        ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'код для чату',
                        'verbose_name_plural': 'коди для чату',
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reader__isnull', False), ('staff__isnull', True)), models.Q(('reader__isnull', True), ('staff__isnull', False)), _connector='OR'), name='link_code_of_one_person')],
                    },
                ),
                migrations.CreateModel(
                    name='Outgoing',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('body', mandrivna.core.fields.EncryptedJSONField()),
                        ('not_before', models.DateTimeField(default=django.utils.timezone.now)),
                        ('tries', models.PositiveSmallIntegerField(default=0)),
                        ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outgoing', to='enquiries.chat')),
                    ],
                    options={
                        'verbose_name': 'повідомлення в чат',
                        'verbose_name_plural': 'повідомлення в чат',
                        'indexes': [models.Index(fields=['not_before', 'uid'], name='outgoing_due')],
                    },
                ),
                migrations.CreateModel(
                    name='Update',
                    fields=[
                        ('key', models.CharField(editable=False, max_length=48, primary_key=True, serialize=False)),
                        ('number', models.BigIntegerField()),
                        ('body', mandrivna.core.fields.EncryptedJSONField(null=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('done_at', models.DateTimeField(null=True)),
                    ],
                    options={
                        'verbose_name': 'оновлення месенджера',
                        'verbose_name_plural': 'оновлення месенджера',
                        'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['number'], name='update_waiting')],
                    },
                ),
                migrations.CreateModel(
                    name='LogLine',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('served', models.CharField(choices=[('reference', 'довідка'), ('consultation', 'консультація'), ('session', 'сеанс за комп’ютером з інтернетом'), ('resource', 'вільний ресурс інтернету')], max_length=12, verbose_name='що це')),
                        ('sort', models.CharField(blank=True, default='', max_length=24, verbose_name='вид')),
                        ('channel', models.CharField(choices=[('desk', 'на місці'), ('phone', 'телефоном'), ('mail', 'поштою'), ('chat', 'у месенджері'), ('site', 'на сайті'), ('online', 'відеозв’язком')], default='desk', max_length=8, verbose_name='як питали')),
                        ('mode', models.CharField(max_length=16)),
                        ('audience', models.CharField(choices=[('general', 'усі охочі'), ('pupil', 'учні'), ('student', 'студенти'), ('librarian', 'бібліотечні фахівці'), ('hub_worker', 'працівники гуманітарних хабів'), ('collective', 'колективні користувачі')], default='general', max_length=12, verbose_name='хто питав')),
                        ('number', models.PositiveSmallIntegerField(default=1, verbose_name='скільки')),
                        ('minutes', models.PositiveSmallIntegerField(null=True, verbose_name='хвилин')),
                        ('topic', models.CharField(blank=True, default='', max_length=120, verbose_name='тема')),
                        ('result', models.CharField(choices=[('given', 'відповіли'), ('partly', 'відповіли частково'), ('sent', 'порадили, куди звернутися'), ('none', 'відповіді не знайшли')], default='given', max_length=8, verbose_name='чим скінчилося')),
                        ('question', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='запитання')),
                        ('on', models.DateField(verbose_name='день')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('struck', models.BooleanField(default=False)),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('specialist', models.CharField(blank=True, default='', max_length=24, verbose_name='хто консультував')),
                    ],
                    options={
                        'verbose_name': 'рядок журналу довідок',
                        'verbose_name_plural': 'журнал довідок і консультацій',
                        'indexes': [models.Index(fields=['institution', 'on'], name='log_of_institution'), models.Index(fields=['place', 'on'], name='log_of_place')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='log_line_counts_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Conversation',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('channel', models.CharField(max_length=16)),
                        ('state', models.CharField(choices=[('waiting', 'чекає на відповідь'), ('answered', 'відповіли'), ('closed', 'завершено')], default='waiting', max_length=10, verbose_name='стан')),
                        ('counted', models.CharField(blank=True, choices=[('', 'не рахувати'), ('reference', 'довідка'), ('consultation', 'консультація')], default='', max_length=14, verbose_name='що це було')),
                        ('on', models.DateField()),
                        ('opened_at', models.DateTimeField()),
                        ('last_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('closed_on', models.DateField(null=True)),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='readers.reader')),
                        ('due_on', models.DateField(null=True)),
                        ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('address', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='куди відповісти листом')),
                        ('address_index', mandrivna.core.fields.BlindIndexField(db_index=False, normalise='text', null=True, source='address')),
                        ('subject', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='тема листа')),
                        ('ticket_hash', models.CharField(max_length=64, null=True, unique=True)),
                        ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enquiries.logline')),
                    ],
                    options={
                        'verbose_name': 'розмова',
                        'verbose_name_plural': 'розмови',
                        'indexes': [models.Index(fields=['institution', 'state', 'last_at'], name='talk_inbox')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('reader__isnull', False)), fields=('reader',), name='one_open_talk_per_reader'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='closed_talk_has_a_day'), models.UniqueConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('address_index__isnull', False)), fields=('institution', 'address_index'), name='one_open_talk_per_address')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('by_reader', models.BooleanField()),
                        ('channel', models.CharField(max_length=16)),
                        ('text', mandrivna.core.fields.EncryptedTextField(null=True)),
                        ('at', models.DateTimeField()),
                        ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='enquiries.conversation')),
                        ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'репліка розмови',
                        'verbose_name_plural': 'репліки розмов',
                        'indexes': [models.Index(fields=['conversation', 'at'], name='message_thread')],
                    },
                ),
                migrations.CreateModel(
                    name='QuietCount',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('month', models.DateField(verbose_name='місяць')),
                        ('number', models.PositiveSmallIntegerField(verbose_name='скільки консультацій')),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'консультації мешканців окупованих територій за місяць',
                        'verbose_name_plural': 'консультації мешканців окупованих територій',
                        'constraints': [models.UniqueConstraint(fields=('institution', 'month'), name='quiet_count_once_a_month'), models.CheckConstraint(condition=models.Q(('month__day', 1)), name='quiet_count_of_a_whole_month')],
                    },
                ),
                migrations.CreateModel(
                    name='Remark',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('what', models.CharField(choices=[('complaint', 'скарга'), ('suggestion', 'пропозиція')], max_length=10, verbose_name='що це')),
                        ('text', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='слова людини')),
                        ('contact', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='як відповісти')),
                        ('answer', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='що відповіли')),
                        ('channel', models.CharField(max_length=16)),
                        ('on', models.DateField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('due_on', models.DateField(verbose_name='відповісти до')),
                        ('state', models.CharField(choices=[('new', 'чекає на відповідь'), ('answered', 'відповіли'), ('mistaken', 'це не звернення')], default='new', max_length=10, verbose_name='стан')),
                        ('closed_on', models.DateField(null=True)),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('to_call', models.BooleanField(default=False)),
                    ],
                    options={
                        'verbose_name': 'скарга чи пропозиція',
                        'verbose_name_plural': 'скарги й пропозиції',
                        'indexes': [models.Index(fields=['institution', 'state', 'due_on'], name='remark_inbox')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('state', 'new')), models.Q(models.Q(('state', 'new'), _negated=True), ('closed_on__isnull', False)), _connector='OR'), name='answered_remark_has_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Wish',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=300, verbose_name='назва')),
                        ('authors', models.CharField(blank=True, default='', max_length=200, verbose_name='автор')),
                        ('isbn', models.CharField(blank=True, default='', max_length=13, verbose_name='ISBN')),
                        ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='що ще варто знати дарувальникові')),
                        ('quantity', models.PositiveSmallIntegerField(default=1, verbose_name='скільки примірників')),
                        ('same', models.CharField(max_length=122)),
                        ('put_on', models.DateField()),
                        ('closed_on', models.DateField(null=True)),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'бажана книжка',
                        'verbose_name_plural': 'бажані книжки',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('institution', 'same'), name='wished_once'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='wish_of_something')],
                    },
                ),
                migrations.CreateModel(
                    name='Known',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('question', models.CharField(max_length=300, verbose_name='запитання')),
                        ('answer', models.TextField(max_length=3000, verbose_name='відповідь')),
                        ('topic', models.CharField(blank=True, default='', max_length=120, verbose_name='тема')),
                        ('state', models.CharField(choices=[('draft', 'чекає на перевірку'), ('published', 'на сайті'), ('withdrawn', 'прибрано')], default='draft', max_length=10, verbose_name='стан')),
                        ('drafted_on', models.DateField()),
                        ('published_on', models.DateField(null=True)),
                        ('drafted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'відповідь для всіх',
                        'verbose_name_plural': 'відповіді для всіх',
                        'indexes': [models.Index(fields=['institution', 'state', 'topic'], name='known_of_institution')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('published_on__isnull', False), ('state', 'published')), models.Q(('state', 'published'), _negated=True), _connector='OR'), name='published_has_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Station',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=40, verbose_name='назва')),
                        ('opened_on', models.DateField(verbose_name='від якого дня')),
                        ('closed_on', models.DateField(null=True)),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'комп’ютер для користувачів',
                        'verbose_name_plural': 'комп’ютери для користувачів',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('place', 'name'), name='open_station_named_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Sitting',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('mode', models.CharField(max_length=16)),
                        ('audience', models.CharField(choices=[('general', 'усі охочі'), ('pupil', 'учні'), ('student', 'студенти'), ('librarian', 'бібліотечні фахівці'), ('hub_worker', 'працівники гуманітарних хабів'), ('collective', 'колективні користувачі')], default='general', max_length=12)),
                        ('on', models.DateField()),
                        ('started_at', models.DateTimeField()),
                        ('ended_at', models.DateTimeField(null=True)),
                        ('guessed', models.BooleanField(default=False)),
                        ('struck', models.BooleanField(default=False)),
                        ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('station', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='enquiries.station')),
                    ],
                    options={
                        'verbose_name': 'сеанс за комп’ютером',
                        'verbose_name_plural': 'сеанси за комп’ютерами',
                        'indexes': [models.Index(fields=['place', 'on'], name='sitting_at_place')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('station',), name='one_sitting_at_a_station'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='sitting_ends_later')],
                    },
                ),
                migrations.CreateModel(
                    name='Offer',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('sort', models.CharField(choices=[('people', 'для кого'), ('themes', 'про що'), ('works', 'форма роботи'), ('services', 'послуги')], max_length=8)),
                        ('code', models.CharField(max_length=24)),
                        ('since', models.DateField()),
                        ('until', models.DateField(null=True)),
                        ('place', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'спеціалізація або послуга місця',
                        'verbose_name_plural': 'спеціалізації й послуги місць',
                        'indexes': [models.Index(fields=['place', 'until'], name='offer_at_place')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('place', 'code'), name='offer_of_a_place_once'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='offer_ends_later')],
                    },
                ),
                migrations.CreateModel(
                    name='Survey',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('occasion', models.CharField(choices=[('annual', 'щорічна анкета'), ('express', 'тематичне експрес-опитування')], max_length=8, verbose_name='яка це анкета')),
                        ('title', models.CharField(max_length=160, verbose_name='назва')),
                        ('intro', models.TextField(blank=True, default='', max_length=1000, verbose_name='кілька слів до читачів')),
                        ('questions', models.JSONField(default=list)),
                        ('opens_on', models.DateField(verbose_name='питаємо з')),
                        ('closes_on', models.DateField(verbose_name='питаємо до')),
                        ('state', models.CharField(choices=[('draft', 'чернетка'), ('open', 'приймає відповіді'), ('closed', 'завершено')], default='draft', max_length=8)),
                        ('shown', models.BooleanField(default=True, verbose_name='у переліку на сайті')),
                        ('counted_to', models.DateField(null=True)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'анкета',
                        'verbose_name_plural': 'анкети',
                        'indexes': [models.Index(fields=['state', 'closes_on'], name='survey_asking')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='survey_ends_later')],
                    },
                ),
                migrations.CreateModel(
                    name='SurveySheet',
                    fields=[
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('answers', models.JSONField(default=dict)),
                        ('on', models.DateField()),
                        ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='enquiries.survey')),
                    ],
                    options={
                        'verbose_name': 'заповнена анкета',
                        'verbose_name_plural': 'заповнені анкети',
                    },
                ),
                migrations.CreateModel(
                    name='SurveyWords',
                    fields=[
                        ('uid', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                        ('question', models.PositiveSmallIntegerField()),
                        ('text', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='слова людини')),
                        ('on', models.DateField()),
                        ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='words', to='enquiries.survey')),
                    ],
                    options={
                        'verbose_name': 'слова з анкети',
                        'verbose_name_plural': 'слова з анкет',
                    },
                ),
            ],
        ),
    ]
