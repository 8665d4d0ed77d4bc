import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0006_erasurerequest_state_words'),
        ('lending', '0012_read_here'),
    ]

    operations = [
        migrations.CreateModel(
            name='Terminal',
            fields=[
                ('uid', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80, verbose_name='назва')),
                ('login', models.CharField(max_length=20, unique=True, verbose_name='ім’я для входу')),
                ('secret_hash', models.CharField(max_length=64)),
                ('added_on', models.DateField()),
                ('revoked_on', models.DateField(null=True)),
                ('seen_at', models.DateTimeField(default=None, null=True, verbose_name='коли озивався')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit')),
            ],
            options={
                'verbose_name': 'автомат самообслуговування',
                'verbose_name_plural': 'автомати самообслуговування',
            },
        ),
    ]
