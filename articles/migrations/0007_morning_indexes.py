"""Indexes of the few articles and pages that the desk's first page counts."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_revisions_and_corrections'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('version', models.F('live_version')), _negated=True), fields=['status'], name='article_changes_waiting'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('style_findings__gt', 0)), fields=['style_findings'], name='article_style'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('arabic_changed_at__isnull', False)), fields=['arabic_changed_at'], name='article_arabic_changed'),
        ),
        migrations.AddIndex(
            model_name='capturedpage',
            index=models.Index(condition=models.Q(('problem_codes__gt', '')), fields=['article', 'problem_codes'], name='captured_page_problems'),
        ),
    ]
