
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0006_erasurerequest_state_words'),
        ('lending', '0007_paper'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='shelfcheck',
            name='check_act_number_once',
        ),
        migrations.RemoveConstraint(
            model_name='shelfvisit',
            name='visit_act_number_once',
        ),
        migrations.AddField(
            model_name='shelfcheck',
            name='act_institution',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AddField(
            model_name='shelfvisit',
            name='act_institution',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.unit'),
        ),
        migrations.AddConstraint(
            model_name='shelfcheck',
            constraint=models.UniqueConstraint(condition=models.Q(('act_number__isnull', False)), fields=('act_institution', 'act_year', 'act_number'), name='check_act_number_once'),
        ),
        migrations.AddConstraint(
            model_name='shelfvisit',
            constraint=models.UniqueConstraint(condition=models.Q(('act_number__isnull', False)), fields=('act_institution', 'act_year', 'act_number'), name='visit_act_number_once'),
        ),
    ]
