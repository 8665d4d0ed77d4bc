import django.db.models.deletion
import django.utils.timezone
import mandrivna.core.tables
import mandrivna.shared.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('catalogue', '0001_initial'), ('catalogue', '0002_catalogue'), ('catalogue', '0003_search_changes'), ('catalogue', '0004_merge_and_stages'), ('catalogue', '0005_origins'), ('catalogue', '0006_protocols'), ('catalogue', '0007_record_withdrawn'), ('catalogue', '0008_headings_collections_guide'), ('catalogue', '0009_order_of_titles'), ('catalogue', '0010_covers'), ('catalogue', '0011_merged_headings'), ('catalogue', '0012_audience'), ('catalogue', '0013_by_the_record'), ('catalogue', '0014_imports_known'), ('catalogue', '0015_told_once'), ('catalogue', '0016_mention_by_its_constraint'), ('catalogue', '0017_flaws_of_wording'), ('catalogue', '0018_index_of_the_unusual'), ('catalogue', '0019_lists_of_what_is_current')]

    initial = True

    dependencies = [
        ('core', '0006_erasurerequest_state_words'),
    ]

    operations = [
        mandrivna.core.tables.CreateTables(
            tables=[
                migrations.CreateModel(
                    name='Record',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('title', models.CharField(max_length=400, verbose_name='назва')),
                        ('authors', models.CharField(blank=True, default='', max_length=300, verbose_name='автори')),
                        ('isbn', models.CharField(blank=True, db_index=True, default='', max_length=13, verbose_name='ISBN')),
                        ('isbn_wrong', models.CharField(blank=True, default='', max_length=30, verbose_name='ISBN, надрукований із помилкою')),
                        ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='рік видання')),
                        ('language', models.CharField(choices=[('ukr', 'українська'), ('rus', 'російська'), ('eng', 'англійська'), ('pol', 'польська'), ('ger', 'німецька'), ('fre', 'французька'), ('crh', 'кримськотатарська'), ('mul', 'кілька мов'), ('und', 'інша')], default='ukr', max_length=3, verbose_name='мова')),
                        ('material', models.CharField(choices=[('book', 'книга'), ('brochure', 'брошура'), ('periodical', 'періодичне видання'), ('electronic', 'електронне видання'), ('audiovisual', 'аудіовізуальне видання'), ('other', 'інше')], default='book', max_length=16, verbose_name='вид видання')),
                        ('udc', models.CharField(blank=True, default='', max_length=60, verbose_name='УДК')),
                        ('publisher', models.CharField(blank=True, default='', max_length=150, verbose_name='видавництво')),
                        ('folded', models.CharField(editable=False, max_length=800)),
                        ('copies', models.PositiveIntegerField(default=0, editable=False)),
                        ('available', models.PositiveIntegerField(default=0, editable=False)),
                        ('created_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('created_by_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('access', models.CharField(blank=True, default='', max_length=300, verbose_name='ліцензія та умови доступу')),
                        ('annotation', models.TextField(blank=True, default='', verbose_name='анотація')),
                        ('author_sign', models.CharField(blank=True, default='', max_length=12, verbose_name='авторський знак')),
                        ('bbk', models.CharField(blank=True, default='', max_length=60, verbose_name='ББК')),
                        ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('host', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='catalogue.record')),
                        ('issn', models.CharField(blank=True, default='', max_length=9, verbose_name='ISSN')),
                        ('kind', models.CharField(choices=[('book', 'книга'), ('volume', 'том багатотомного видання'), ('article', 'стаття або частина'), ('serial', 'журнал або газета'), ('issue', 'випуск журналу чи газети'), ('eresource', 'електронний ресурс'), ('audio', 'звукозапис'), ('video', 'відео'), ('object', 'предмет'), ('archive', 'архівний документ')], default='book', max_length=10, verbose_name='що це')),
                        ('local', models.BooleanField(default=False, verbose_name='краєзнавче видання')),
                        ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.record')),
                        ('pages', models.CharField(blank=True, default='', max_length=120, verbose_name='обсяг')),
                        ('part', models.CharField(blank=True, default='', max_length=120, verbose_name='том, номер, сторінки')),
                        ('people', models.TextField(blank=True, default='', verbose_name='інші особи й установи')),
                        ('place', models.CharField(blank=True, default='', max_length=150, verbose_name='місце видання')),
                        ('responsibility', models.CharField(blank=True, default='', max_length=400, verbose_name='відповідальність')),
                        ('run', models.UUIDField(blank=True, editable=False, null=True)),
                        ('series', models.CharField(blank=True, default='', max_length=300, verbose_name='серія')),
                        ('subjects', models.TextField(blank=True, default='', verbose_name='предметні рубрики й ключові слова')),
                        ('subtitle', models.CharField(blank=True, default='', max_length=400, verbose_name='відомості до назви')),
                        ('twin', models.CharField(blank=True, default='', editable=False, max_length=16)),
                        ('url', models.URLField(blank=True, default='', max_length=500, verbose_name='адреса в мережі')),
                        ('withdrawn_on', models.DateField(blank=True, null=True)),
                        ('withdrawn_why', models.CharField(blank=True, default='', max_length=200)),
                        ('order', models.CharField(default='', editable=False, max_length=60)),
                        ('cover', models.CharField(blank=True, default='', editable=False, max_length=64)),
                        ('audience', models.CharField(blank=True, choices=[('preschool', 'дошкільнятам'), ('children', 'дітям'), ('teens', 'підліткам'), ('adults', 'дорослим'), ('special', 'фахівцям')], default='', max_length=10, verbose_name='для кого')),
                        ('flaw', models.CharField(blank=True, default='', editable=False, max_length=16)),
                        ('flaw_right', models.CharField(blank=True, default='', editable=False, max_length=16)),
                    ],
                    options={
                        'verbose_name': 'бібліографічний запис',
                        'verbose_name_plural': 'бібліографічні записи',
                        'indexes': [models.Index(condition=models.Q(('twin', ''), _negated=True), fields=['twin'], name='record_twin'), models.Index(fields=['changed_at', 'uid'], name='record_changed'), models.Index(condition=models.Q(('run__isnull', False)), fields=['run'], name='record_run'), models.Index(condition=models.Q(('url', ''), _negated=True), fields=['-created_on', 'uid'], name='record_online'), models.Index(condition=models.Q(('kind', 'book'), _negated=True), fields=['kind', 'changed_at', 'uid'], name='record_kind'), models.Index(condition=models.Q(('withdrawn_on__isnull', False)), fields=['withdrawn_on'], name='record_withdrawn'), models.Index(condition=models.Q(('host__isnull', False)), fields=['host'], name='record_host'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='record_merged'), models.Index(condition=models.Q(('local', True)), fields=['changed_at', 'uid'], name='record_local'), models.Index(condition=models.Q(('local', True)), fields=['order', 'uid'], name='record_local_order'), models.Index(condition=models.Q(('flaw', ''), _negated=True), fields=['uid'], name='record_flaw'), models.Index(condition=models.Q(('withdrawn_on__isnull', True)), fields=['order', 'uid'], name='record_order'), models.Index(condition=models.Q(('withdrawn_on__isnull', True)), fields=['year', 'uid'], name='record_year'), models.Index(condition=models.Q(('withdrawn_on__isnull', True)), fields=['available', 'copies', 'uid'], name='record_here'), models.Index(condition=models.Q(('withdrawn_on__isnull', True), models.Q(('language', 'ukr'), _negated=True)), fields=['language', 'order', 'uid'], name='record_language'), models.Index(condition=models.Q(('withdrawn_on__isnull', True), models.Q(('material', 'book'), _negated=True)), fields=['material', 'order', 'uid'], name='record_material')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), ('withdrawn_on__isnull', False), _connector='OR'), name='merged_is_withdrawn')],
                    },
                ),
                migrations.CreateModel(
                    name='Authority',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('sort', models.CharField(choices=[('person', 'особа'), ('body', 'установа'), ('subject', 'предметна рубрика'), ('series', 'серія'), ('udc', 'УДК'), ('bbk', 'ББК')], max_length=8, verbose_name='вид')),
                        ('heading', models.CharField(max_length=300, verbose_name='заголовок')),
                        ('dates', models.CharField(blank=True, default='', max_length=40, verbose_name='роки життя або діяльності')),
                        ('note', models.TextField(blank=True, default='', verbose_name='примітка')),
                        ('folded', models.CharField(editable=False, max_length=340)),
                        ('merged_into', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_in', to='catalogue.authority')),
                        ('likeness', models.CharField(blank=True, default='', editable=False, max_length=120)),
                        ('order', models.CharField(blank=True, default='', editable=False, max_length=48)),
                        ('flaw', models.CharField(blank=True, default='', editable=False, max_length=16)),
                        ('flaw_right', models.CharField(blank=True, default='', editable=False, max_length=16)),
                    ],
                    options={
                        'verbose_name': 'авторитетний запис',
                        'verbose_name_plural': 'авторитетні записи',
                        'indexes': [models.Index(condition=models.Q(('merged_into__isnull', True)), fields=['sort', 'order', 'id'], name='authority_order'), models.Index(condition=models.Q(('merged_into__isnull', True)), fields=['sort', 'likeness'], name='authority_likeness'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='authority_merged'), models.Index(condition=models.Q(('flaw', ''), _negated=True), fields=['id'], name='authority_flaw')],
                        'constraints': [models.UniqueConstraint(fields=('sort', 'folded'), name='authority_once')],
                    },
                ),
                migrations.CreateModel(
                    name='AuthorityName',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=300, verbose_name='варіант імені')),
                        ('folded', models.CharField(db_index=True, editable=False, max_length=300)),
                        ('authority', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='catalogue.authority')),
                    ],
                    options={
                        'verbose_name': 'варіант імені',
                        'verbose_name_plural': 'варіанти імен',
                        'constraints': [models.UniqueConstraint(fields=('authority', 'folded'), name='variant_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Body',
                    fields=[
                        ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='body', serialize=False, to='catalogue.record')),
                        ('scheme', models.CharField(max_length=8)),
                        ('text', models.TextField()),
                    ],
                    options={
                        'verbose_name': 'повний опис',
                        'verbose_name_plural': 'повні описи',
                    },
                ),
                migrations.CreateModel(
                    name='Mention',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('role', models.CharField(blank=True, default='', max_length=12)),
                        ('place', models.PositiveSmallIntegerField(default=0)),
                        ('authority', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='catalogue.authority')),
                        ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='catalogue.record')),
                    ],
                    options={
                        'verbose_name': 'згадка в описі',
                        'verbose_name_plural': 'згадки в описах',
                        'constraints': [models.UniqueConstraint(fields=('record', 'authority', 'role'), name='mention_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Processing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('stage', models.CharField(choices=[('described', 'каталогізація'), ('classified', 'систематизація'), ('subjected', 'предметизація'), ('analytic', 'аналітичний розпис'), ('edited', 'редагування в ЕК')], max_length=10)),
                        ('on', models.DateField()),
                        ('op', models.UUIDField()),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='catalogue.record')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'етап опрацювання',
                        'verbose_name_plural': 'етапи опрацювання',
                        'constraints': [models.UniqueConstraint(fields=('record', 'stage', 'on'), name='stage_once_a_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Run',
                    fields=[
                        ('uid', models.UUIDField(default=mandrivna.shared.ids.new_uid, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=200, verbose_name='файл')),
                        ('size', models.BigIntegerField()),
                        ('digest', models.CharField(max_length=64)),
                        ('format', models.CharField(max_length=12, verbose_name='формат')),
                        ('encoding', models.CharField(max_length=12, verbose_name='кодування')),
                        ('options', models.JSONField(default=dict)),
                        ('state', models.CharField(choices=[('waiting', 'чекає'), ('running', 'триває'), ('stopped', 'зупинено'), ('done', 'завершено'), ('undoing', 'скасовується'), ('undone', 'скасовано'), ('failed', 'не вдалося')], default='waiting', max_length=8, verbose_name='стан')),
                        ('offset', models.BigIntegerField(default=0)),
                        ('number', models.PositiveIntegerField(default=0)),
                        ('imported', models.PositiveIntegerField(default=0, verbose_name='додано')),
                        ('updated', models.PositiveIntegerField(default=0, verbose_name='оновлено')),
                        ('rejected', models.PositiveIntegerField(default=0, verbose_name='відхилено')),
                        ('copies', models.PositiveIntegerField(default=0, verbose_name='примірників')),
                        ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('trouble', models.CharField(blank=True, default='', max_length=300)),
                        ('op', models.UUIDField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                        ('rejects_size', models.BigIntegerField(default=0)),
                        ('left', models.PositiveIntegerField(default=0, verbose_name='лишено, як є тут')),
                        ('same', models.PositiveIntegerField(default=0, verbose_name='без змін')),
                    ],
                    options={
                        'verbose_name': 'імпорт записів',
                        'verbose_name_plural': 'імпорти записів',
                    },
                ),
                migrations.CreateModel(
                    name='Version',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField()),
                        ('scheme', models.CharField(max_length=8)),
                        ('text', models.TextField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('on', models.DateField()),
                        ('why', models.CharField(blank=True, default='', max_length=200)),
                        ('op', models.UUIDField()),
                        ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='catalogue.record')),
                    ],
                    options={
                        'verbose_name': 'попередній опис',
                        'verbose_name_plural': 'попередні описи',
                        'constraints': [models.UniqueConstraint(fields=('record', 'number'), name='version_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Change',
                    fields=[
                        ('sequence', models.BigAutoField(primary_key=True, serialize=False)),
                        ('record', models.UUIDField()),
                        ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'зміна для покажчика пошуку',
                        'verbose_name_plural': 'зміни для покажчика пошуку',
                    },
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('moved', models.JSONField(default=dict)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                        ('op', models.UUIDField()),
                        ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='catalogue.record')),
                        ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken_in', to='catalogue.record')),
                    ],
                    options={
                        'verbose_name': 'об’єднання записів',
                        'verbose_name_plural': 'об’єднання записів',
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('gone',), name='merged_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Origin',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=60)),
                        ('number', models.CharField(max_length=80)),
                        ('digest', models.CharField(max_length=16)),
                        ('host', models.CharField(blank=True, default='', max_length=80)),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='origins', to='catalogue.record')),
                        ('seen', models.UUIDField(editable=False, null=True)),
                        ('told', models.CharField(blank=True, default='', editable=False, max_length=16)),
                    ],
                    options={
                        'verbose_name': 'походження запису',
                        'verbose_name_plural': 'походження записів',
                        'constraints': [models.UniqueConstraint(fields=('source', 'number'), name='origin_once')],
                        'indexes': [models.Index(condition=models.Q(('host', ''), _negated=True), fields=['source', 'host'], name='origin_waiting')],
                    },
                ),
                migrations.CreateModel(
                    name='Collection',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('title', models.CharField(max_length=200, verbose_name='назва')),
                        ('words', models.TextField(blank=True, default='', verbose_name='про що добірка')),
                        ('local', models.BooleanField(default=False, verbose_name='краєзнавча')),
                        ('shown', models.BooleanField(default=False, verbose_name='показувати читачам')),
                        ('since', models.DateField(blank=True, null=True, verbose_name='показувати з')),
                        ('until', models.DateField(blank=True, null=True, verbose_name='показувати до')),
                        ('made_on', models.DateField(default=django.utils.timezone.localdate)),
                        ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.record')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'добірка',
                        'verbose_name_plural': 'добірки',
                        'constraints': [models.CheckConstraint(condition=models.Q(('since__isnull', True), ('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='collection_in_order')],
                    },
                ),
                migrations.CreateModel(
                    name='Chosen',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('place', models.PositiveIntegerField()),
                        ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='слово про книжку')),
                        ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.record')),
                        ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='catalogue.collection')),
                    ],
                    options={
                        'verbose_name': 'видання в добірці',
                        'verbose_name_plural': 'видання в добірках',
                        'ordering': ('place', 'pk'),
                        'constraints': [models.UniqueConstraint(fields=('collection', 'record'), name='chosen_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Link',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('address', models.CharField(max_length=500, unique=True)),
                        ('checked_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                        ('outcome', models.CharField(blank=True, default='', max_length=12)),
                        ('detail', models.CharField(blank=True, default='', max_length=60)),
                        ('leads_to', models.CharField(blank=True, default='', max_length=500)),
                        ('failures', models.PositiveSmallIntegerField(default=0)),
                        ('failing_since', models.DateField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'перевірена адреса',
                        'verbose_name_plural': 'перевірені адреси',
                        'indexes': [models.Index(condition=models.Q(('failures__gt', 0)), fields=['failures'], name='link_failing')],
                    },
                ),
                migrations.CreateModel(
                    name='Resource',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('theme', models.CharField(max_length=100, verbose_name='тема')),
                        ('title', models.CharField(max_length=200, verbose_name='назва')),
                        ('url', models.URLField(max_length=500, verbose_name='адреса')),
                        ('words', models.TextField(blank=True, default='', verbose_name='що там є')),
                        ('language', models.CharField(choices=[('ukr', 'українська'), ('rus', 'російська'), ('eng', 'англійська'), ('pol', 'польська'), ('ger', 'німецька'), ('fre', 'французька'), ('crh', 'кримськотатарська'), ('mul', 'кілька мов'), ('und', 'інша')], default='ukr', max_length=3, verbose_name='мова')),
                        ('access', models.CharField(choices=[('free', 'вільно для всіх'), ('account', 'безкоштовно, після реєстрації'), ('readers', 'для читачів бібліотеки'), ('paid', 'за передплатою')], default='free', max_length=8, verbose_name='хто може читати')),
                        ('shown', models.BooleanField(default=True, verbose_name='показувати читачам')),
                        ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                    ],
                    options={
                        'verbose_name': 'мережевий ресурс',
                        'verbose_name_plural': 'мережеві ресурси',
                        'constraints': [models.UniqueConstraint(fields=('unit', 'url'), name='resource_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Cover',
                    fields=[
                        ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ('large', models.BinaryField()),
                        ('small', models.BinaryField()),
                        ('width', models.PositiveSmallIntegerField()),
                        ('height', models.PositiveSmallIntegerField()),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'verbose_name': 'обкладинка',
                        'verbose_name_plural': 'обкладинки',
                    },
                ),
            ],
        ),
    ]
