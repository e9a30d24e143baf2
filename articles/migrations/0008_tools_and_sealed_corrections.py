"""What wrote a revision, in a column of its own; a seal for what readers are told."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0007_morning_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='tool',
            field=models.CharField(blank=True, choices=[('importer', 'importer'), ('copydesk', 'automatic mending'), ('found', 'as found')], default='', max_length=8),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('tool__in', ['', 'importer', 'copydesk', 'found'])), name='revision_tool_is_known'),
        ),
        migrations.AddField(
            model_name='correction',
            name='sha256',
            field=models.CharField(default='', max_length=64, verbose_name='SHA-256'),
            preserve_default=False,
        ),
    ]
