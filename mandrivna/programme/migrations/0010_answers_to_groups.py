from django.db import migrations, models
from django.db.models import F


def of_answered(apps, schema_editor):
    """What was answered before is forgotten as it was promised: after the day they wished for."""
    asked = apps.get_model("programme", "GroupRequest").objects.using(schema_editor.connection.alias)
    asked.exclude(state="new").update(over_on=F("wished_on"))


class Migration(migrations.Migration):

    dependencies = [
        ('programme', '0009_a_mark_or_a_number'),
    ]

    operations = [
        migrations.AddField(
            model_name='grouprequest',
            name='language',
            field=models.CharField(blank=True, default='', max_length=10, verbose_name='мова'),
        ),
        migrations.AddField(
            model_name='grouprequest',
            name='over_on',
            field=models.DateField(null=True),
        ),
        migrations.RunPython(of_answered, migrations.RunPython.noop),
    ]
