import django.db.models.deletion
import mandrivna.shared.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0008_audit_many_looks'),
        ('enquiries', '0004_wishes_and_remarks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='due_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='conversation',
            name='staff',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
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
    ]
