import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import mandrivna.shared.ids


class Migration(migrations.Migration):

    dependencies = [
        ('readers', '0007_doorsteps'),
    ]

    operations = [
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
    ]
