import django.db.models.deletion
import django.utils.timezone
import mandrivna.core.fields
import mandrivna.core.tables
import mandrivna.shared.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('fund', '0001_initial'), ('fund', '0002_opening'), ('fund', '0003_holds'), ('fund', '0004_newest'), ('fund', '0005_check_and_text'), ('fund', '0006_by_the_record'), ('fund', '0007_on_the_road_and_lost'), ('fund', '0008_gifts_and_arrivals'), ('fund', '0009_replacing'), ('fund', '0010_acts_of_withdrawal')]

    initial = True

    dependencies = [
        ('catalogue', '0013_by_the_record'),
        ('core', '0006_erasurerequest_state_words'),
    ]

    operations = [
        mandrivna.core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='NumberSeries',
                    fields=[
                        ('owner', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='core.unit')),
                        ('next', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'verbose_name': 'ряд інвентарних номерів',
                        'verbose_name_plural': 'ряди інвентарних номерів',
                    },
                ),
                migrations.CreateModel(
                    name='Copy',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('inventory_number', models.PositiveIntegerField(null=True, verbose_name='інвентарний номер')),
                        ('barcode', models.CharField(max_length=30, unique=True, verbose_name='штрихкод')),
                        ('state', models.CharField(choices=[('available', 'на місці'), ('on_loan', 'видано'), ('aside', 'відкладено для читача'), ('check', 'потребує звірки'), ('transit', 'у дорозі'), ('lost', 'не знайдено'), ('withdrawn', 'вилучено')], default='available', max_length=10, verbose_name='стан')),
                        ('received_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('withdrawn_on', models.DateField(blank=True, null=True)),
                        ('withdrawn_why', models.CharField(blank=True, default='', max_length=120)),
                        ('language', models.CharField(max_length=3)),
                        ('material', models.CharField(max_length=16)),
                        ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.record')),
                        ('extra', models.JSONField(blank=True, default=dict)),
                        ('opening', models.UUIDField(blank=True, editable=False, null=True)),
                        ('inventory_text', models.CharField(blank=True, default='', max_length=40)),
                    ],
                    options={
                        'verbose_name': 'примірник',
                        'verbose_name_plural': 'примірники',
                        'indexes': [models.Index(condition=models.Q(('opening__isnull', False)), fields=['opening'], name='copy_opening'), models.Index(fields=['state', 'received_on', 'inventory_number'], name='copy_newest'), models.Index(condition=models.Q(('inventory_number__isnull', True)), fields=['opening', 'uid'], name='copy_pending'), models.Index(fields=['record', 'owner', 'state'], name='copy_record'), models.Index(fields=['place', 'state', 'record'], name='copy_at_place')],
                        'constraints': [models.UniqueConstraint(fields=('owner', 'inventory_number'), name='inventory_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), ('withdrawn_on__isnull', False)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_on__isnull', True)), _connector='OR'), name='withdrawn_has_a_day'), models.UniqueConstraint(condition=models.Q(('inventory_text', ''), _negated=True), fields=('owner', 'inventory_text'), name='inventory_text_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Opening',
                    fields=[
                        ('run', models.UUIDField(primary_key=True, serialize=False)),
                        ('on', models.DateField()),
                    ],
                    options={
                        'verbose_name': 'початковий залишок фонду',
                        'verbose_name_plural': 'початкові залишки фонду',
                    },
                ),
                migrations.CreateModel(
                    name='GiftPhoto',
                    fields=[
                        ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ('large', models.BinaryField()),
                        ('small', models.BinaryField()),
                        ('width', models.PositiveSmallIntegerField()),
                        ('height', models.PositiveSmallIntegerField()),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'світлина дарунка',
                        'verbose_name_plural': 'світлини дарунків',
                    },
                ),
                migrations.CreateModel(
                    name='Donor',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('reader', 'читач'), ('person', 'приватна особа'), ('author', 'автор'), ('publisher', 'видавництво'), ('organisation', 'організація'), ('fund', 'фонд'), ('anonymous', 'анонімний дарувальник')], max_length=12, verbose_name='хто це')),
                        ('name', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='ім’я або назва')),
                        ('called', models.CharField(blank=True, default='', max_length=200, verbose_name='називати прилюдно')),
                        ('contact', mandrivna.core.fields.EncryptedTextField(null=True, verbose_name='як зв’язатися')),
                        ('added_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('link', mandrivna.core.fields.EncryptedTextField(null=True)),
                        ('link_hash', models.CharField(max_length=64, null=True, unique=True)),
                        ('link_on', models.DateField(null=True)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'дарувальник',
                        'verbose_name_plural': 'дарувальники',
                    },
                ),
                migrations.CreateModel(
                    name='Gift',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('on', models.DateField(verbose_name='коли надійшов')),
                        ('paper', models.CharField(blank=True, default='', max_length=200, verbose_name='супровідний документ')),
                        ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='слово подяки')),
                        ('state', models.CharField(choices=[('open', 'приймають'), ('signed', 'акт підписано'), ('cancelled', 'скасовано')], default='open', max_length=10, verbose_name='стан')),
                        ('commission', models.JSONField(blank=True, default=dict)),
                        ('decided_on', models.DateField(null=True, verbose_name='рішення комісії')),
                        ('signed_on', models.DateField(null=True, verbose_name='акт підписано')),
                        ('year', models.PositiveSmallIntegerField(null=True)),
                        ('number', models.PositiveIntegerField(null=True)),
                        ('entry', models.PositiveIntegerField(null=True)),
                        ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('donor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gifts', to='fund.donor')),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('photo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fund.giftphoto')),
                    ],
                    options={
                        'verbose_name': 'дарунок',
                        'verbose_name_plural': 'дарунки',
                        'indexes': [models.Index(fields=['institution', 'on'], name='gift_registry')],
                        'constraints': [models.UniqueConstraint(fields=('institution', 'year', 'number'), name='act_number_once'), models.UniqueConstraint(fields=('institution', 'year', 'entry'), name='book_entry_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), models.Q(('entry__isnull', False), ('number__isnull', False), ('signed_on__isnull', False)), _connector='OR'), name='signed_has_a_number')],
                    },
                ),
                migrations.CreateModel(
                    name='YearSeries',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('what', models.CharField(max_length=10)),
                        ('year', models.PositiveSmallIntegerField()),
                        ('next', models.PositiveIntegerField(default=1)),
                        ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'ряд номерів актів',
                        'verbose_name_plural': 'ряди номерів актів',
                        'constraints': [models.UniqueConstraint(fields=('institution', 'what', 'year'), name='year_series_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Arrival',
                    fields=[
                        ('copy', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='arrival', serialize=False, to='fund.copy')),
                        ('line', models.PositiveIntegerField(default=1)),
                        ('price', models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name='ціна')),
                        ('valued', models.BooleanField(default=False)),
                        ('accepted_on', models.DateField()),
                        ('printed_on', models.DateField(null=True)),
                        ('labelled_on', models.DateField(null=True)),
                        ('shelved_on', models.DateField(null=True)),
                        ('labelled_unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('shelved_unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('gift', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='arrivals', to='fund.gift')),
                    ],
                    options={
                        'verbose_name': 'надходження примірника',
                        'verbose_name_plural': 'надходження примірників',
                        'indexes': [models.Index(fields=['gift', 'line'], name='arrival_of_gift'), models.Index(condition=models.Q(('shelved_on__isnull', True)), fields=['accepted_on'], name='arrival_waiting')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('price__isnull', True), ('price__gte', 0), _connector='OR'), name='price_is_no_debt'), models.CheckConstraint(condition=models.Q(('labelled_on__isnull', True), ('labelled_unit__isnull', False), _connector='OR'), name='labelled_somewhere'), models.CheckConstraint(condition=models.Q(('shelved_on__isnull', True), ('shelved_unit__isnull', False), _connector='OR'), name='shelved_somewhere')],
                    },
                ),
                migrations.CreateModel(
                    name='Replacement',
                    fields=[
                        ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ('why', models.CharField(choices=[('lost', 'загублено'), ('damaged', 'пошкоджено')], max_length=8, verbose_name='що сталося')),
                        ('equal', models.CharField(blank=True, default='', max_length=300, verbose_name='чому рівноцінна')),
                        ('on', models.DateField()),
                        ('opened_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('open', 'чекає підпису'), ('signed', 'акт підписано'), ('cancelled', 'скасовано')], default='open', max_length=10, verbose_name='стан')),
                        ('old_price', models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name='ціна вилученої')),
                        ('commission', models.JSONField(blank=True, default=dict)),
                        ('signed_on', models.DateField(null=True, verbose_name='акт підписано')),
                        ('year', models.PositiveSmallIntegerField(null=True)),
                        ('number', models.PositiveIntegerField(null=True)),
                        ('entry', models.PositiveIntegerField(null=True)),
                        ('left', models.PositiveIntegerField(null=True)),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('new', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fund.copy')),
                        ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fund.copy')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'заміна примірника',
                        'verbose_name_plural': 'заміни примірників',
                        'indexes': [models.Index(fields=['institution', 'on'], name='replacement_registry')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('old',), name='copy_replaced_once'), models.UniqueConstraint(fields=('institution', 'year', 'number'), name='replacement_number_once'), models.UniqueConstraint(fields=('institution', 'year', 'entry'), name='replacement_entry_once'), models.UniqueConstraint(fields=('institution', 'year', 'left'), name='replacement_left_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), models.Q(('entry__isnull', False), ('number__isnull', False), ('signed_on__isnull', False)), _connector='OR'), name='replacement_signed_numbered')],
                    },
                ),
                migrations.CreateModel(
                    name='Withdrawal',
                    fields=[
                        ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                        ('why', models.CharField(max_length=120, verbose_name='причина')),
                        ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='підстава')),
                        ('on', models.DateField(verbose_name='складено')),
                        ('opened_at', models.DateTimeField()),
                        ('state', models.CharField(choices=[('draft', 'складається'), ('desk', 'на столі керівника'), ('signed', 'акт підписано'), ('cancelled', 'скасовано')], default='draft', max_length=10, verbose_name='стан')),
                        ('factor', models.DecimalField(decimal_places=3, max_digits=8, null=True, verbose_name='коефіцієнт переоцінки')),
                        ('commission', models.JSONField(blank=True, default=dict)),
                        ('signed_on', models.DateField(null=True, verbose_name='акт підписано')),
                        ('year', models.PositiveSmallIntegerField(null=True)),
                        ('number', models.PositiveIntegerField(null=True)),
                        ('left', models.PositiveIntegerField(null=True)),
                        ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'акт вилучення',
                        'verbose_name_plural': 'акти вилучення',
                        'indexes': [models.Index(fields=['institution', 'on'], name='withdrawal_registry')],
                        'constraints': [models.UniqueConstraint(fields=('institution', 'year', 'number'), name='withdrawal_number_once'), models.UniqueConstraint(fields=('institution', 'year', 'left'), name='withdrawal_left_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), _negated=True), models.Q(('left__isnull', False), ('number__isnull', False), ('signed_on__isnull', False)), _connector='OR'), name='withdrawal_signed_numbered')],
                    },
                ),
                migrations.CreateModel(
                    name='Leaving',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('line', models.PositiveIntegerField()),
                        ('price', models.DecimalField(decimal_places=2, max_digits=10, null=True, verbose_name='ціна')),
                        ('active', models.BooleanField(default=True)),
                        ('act', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='fund.withdrawal')),
                        ('copy', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='fund.copy')),
                    ],
                    options={
                        'verbose_name': 'примірник в акті вилучення',
                        'verbose_name_plural': 'примірники в актах вилучення',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('active', True)), fields=('copy',), name='copy_leaves_once'), models.UniqueConstraint(fields=('act', 'line'), name='leaving_line_once')],
                    },
                ),
            ],
        ),
    ]
