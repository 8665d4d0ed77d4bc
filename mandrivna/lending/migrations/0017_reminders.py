import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0007_tokens_of_programs'),
        ('lending', '0016_licensed_online_loans'),
        ('readers', '0007_doorsteps'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('on', models.DateField()),
                ('how', models.CharField(choices=[('call', 'подзвонили'), ('met', 'сказали особисто'), ('passed', 'переказали через когось'), ('missed', 'не відповідають')], max_length=8, verbose_name='як')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='readers.reader')),
            ],
            options={
                'verbose_name': 'нагадування від людини',
                'verbose_name_plural': 'нагадування від людей',
                'indexes': [models.Index(fields=['reader', 'on'], name='reminder_of')],
            },
        ),
    ]
