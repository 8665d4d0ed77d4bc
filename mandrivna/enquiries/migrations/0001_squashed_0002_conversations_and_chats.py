import django.db.models.deletion
import django.utils.timezone
import mandrivna.core.fields
import mandrivna.core.tables
import mandrivna.shared.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('enquiries', '0001_initial'), ('enquiries', '0002_conversations_and_chats')]

    initial = True

    dependencies = [
        ('catalogue', '0007_record_withdrawn'),
        ('core', '0006_erasurerequest_state_words'),
        ('readers', '0002_attempts_pin_readersession'),
    ]

    operations = [
        mandrivna.core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Refusal',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('about', models.CharField(choices=[('absent', 'немає в нашому каталозі'), ('busy', 'є в каталозі, але всі примірники зайняті'), ('question', 'запитання про видання')], default='absent', max_length=10, verbose_name='про що')),
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
                        ('state', models.CharField(choices=[('new', 'новий'), ('ordered', 'замовлено'), ('found', 'книжка є, кажемо читачеві'), ('closed', 'відповіли'), ('mistaken', 'це не запит')], default='new', max_length=10, verbose_name='стан')),
                        ('closed_on', models.DateField(null=True)),
                        ('answer', models.CharField(blank=True, default='', max_length=300, verbose_name='що зроблено')),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='readers.reader')),
                        ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.record')),
                    ],
                    options={
                        'verbose_name': 'відмова',
                        'verbose_name_plural': 'відмови',
                        'indexes': [models.Index(fields=['institution', 'same'], name='refusal_same'), models.Index(condition=models.Q(('state__in', ('new', 'ordered', 'found'))), fields=['institution', 'state'], name='refusal_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state__in', ('closed', 'mistaken'))), models.Q(models.Q(('state__in', ('closed', 'mistaken')), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='answered_has_a_day')],
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
                    ],
                    options={
                        'verbose_name': 'розмова',
                        'verbose_name_plural': 'розмови',
                        'indexes': [models.Index(fields=['institution', 'state', 'last_at'], name='talk_inbox')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('reader__isnull', False)), fields=('reader',), name='one_open_talk_per_reader'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='closed_talk_has_a_day')],
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
            ],
        ),
    ]
