"""Lists are counted and passed by in their indexes, which have all that published() asks for."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0020_expired_event_and_subscriptions_read'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='article',
            name='article_latest',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_source_latest',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_handed_in',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_changes_waiting',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_style',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_section_latest',
        ),
        migrations.RemoveIndex(
            model_name='article',
            name='article_section_english',
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['status', '-published_at', '-id', 'expires_at'], name='article_latest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['source', 'status', '-published_at', '-id', 'expires_at'], name='article_source_latest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('section__isnull', False)), fields=['section', 'status', '-published_at', '-id', 'expires_at'], name='article_section_latest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('body_en__gt', ''), ('title_en__gt', '')), fields=['status', '-published_at', '-id', 'expires_at'], name='article_english_latest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('body_en__gt', ''), ('title_en__gt', '')), fields=['-published_at', '-id'], name='article_english'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('body_en__gt', ''), ('title_en__gt', '')), fields=['source', 'status', '-published_at', '-id', 'expires_at'], name='article_source_english'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('section__isnull', False), ('body_en__gt', ''), ('title_en__gt', '')), fields=['section', 'status', '-published_at', '-id', 'expires_at'], name='article_section_english'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-published_at', '-id'], name='article_by_time'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('draft_by__isnull', False)), fields=['-published_at', '-id'], name='article_drafted'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('possible_duplicate_of__isnull', False)), fields=['-published_at', '-id'], name='article_duplicates'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('in_review', True)), fields=['-published_at', '-id'], name='article_handed_in'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('updated_at__isnull', False)), fields=['status', '-updated_at'], name='article_updated'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('version', models.F('live_version')), _negated=True), fields=['status', '-published_at', '-id'], name='article_changes_waiting'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('style_findings__gt', 0)), fields=['-published_at', '-id'], name='article_style'),
        ),
        migrations.AddIndex(
            model_name='capturedpage',
            index=models.Index(fields=['batch', 'article'], name='captured_page_batch'),
        ),
    ]
