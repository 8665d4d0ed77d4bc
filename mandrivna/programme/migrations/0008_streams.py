from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0007_excursions'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='streams',
            field=models.JSONField(blank=True, default=list, verbose_name='трансляції'),
        ),
        migrations.AddField(
            model_name='series',
            name='streams',
            field=models.JSONField(blank=True, default=list, verbose_name='трансляції'),
        ),
    ]
