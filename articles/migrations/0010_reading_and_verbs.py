"""When an article was read, an index of the few that were not, and the verbs of decisions."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_name_tools_and_seal_corrections'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='read_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='read'),
        ),
        migrations.AlterField(
            model_name='deed',
            name='verb',
            field=models.CharField(choices=[('created', 'created'), ('saved', 'saved'), ('handed-in', 'handed in'), ('sent-back', 'sent back'), ('published', 'published'), ('scheduled', 'scheduled'), ('went-live', 'went live'), ('expired', 'expired'), ('changed', 'published a change'), ('corrected', 'corrected'), ('withdrew', 'withdrew'), ('restored', 'restored a revision'), ('discarded', 'discarded the changes'), ('deleted', 'deleted'), ('undid', 'undid a batch'), ('took', "took a page's text"), ('kept', 'kept ours'), ('merged', "merged a page's text"), ('cited', 'confirmed a cited source'), ('dismissed', 'dismissed a cited source'), ('judged', 'judged a near-duplicate'), ('linked', 'resolved a related headline'), ('ignored', 'left a copy-desk note alone')], max_length=10, verbose_name='what'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('read_at', None)), fields=['-id'], name='article_unread'),
        ),
    ]
