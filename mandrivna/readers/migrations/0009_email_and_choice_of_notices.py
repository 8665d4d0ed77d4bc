from django.db import migrations, models

import mandrivna.core.fields


class Migration(migrations.Migration):

    dependencies = [
        ('readers', '0008_links_to_choose_a_pin'),
    ]

    operations = [
        migrations.AddField(
            model_name='reader',
            name='email',
            field=mandrivna.core.fields.EncryptedTextField(blank=True, null=True, verbose_name='електронна пошта'),
        ),
        migrations.AddField(
            model_name='reader',
            name='notices_by',
            field=models.CharField(blank=True, choices=[('', 'у чаті, якщо приєднано; інакше листом'), ('chat', 'у чаті'), ('mail', 'листом на пошту'), ('call', 'щоб зателефонували'), ('none', 'не нагадувати')], default='', max_length=4, verbose_name='як нагадувати'),
        ),
        migrations.AlterField(
            model_name='consenttext',
            name='purpose',
            field=models.CharField(choices=[('data', 'ім’я, телефон, пошта, рік народження'), ('circumstances', 'те, що читач розповів про себе за бажанням'), ('delivery', 'адреса, куди возити книжки додому')], max_length=14),
        ),
    ]
