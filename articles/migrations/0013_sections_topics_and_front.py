"""Sections, topics of tags, and the places that the chief editor gives on the front page."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_image_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=200, unique=True)),
                ('name_ar', models.CharField(max_length=200, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('slug', models.CharField(max_length=100, unique=True, verbose_name='address')),
                ('description_ar', models.TextField(blank=True, verbose_name='description')),
                ('description_en', models.TextField(blank=True, verbose_name='description in English')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['name_ar', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TopicLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('published_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'topic of an article',
                'verbose_name_plural': 'topics of articles',
            },
        ),
        migrations.AlterField(
            model_name='deed',
            name='verb',
            field=models.CharField(choices=[('created', 'created'), ('saved', 'saved'), ('handed-in', 'handed in'), ('sent-back', 'sent back'), ('published', 'published'), ('scheduled', 'scheduled'), ('went-live', 'went live'), ('expired', 'expired'), ('changed', 'published a change'), ('corrected', 'corrected'), ('withdrew', 'withdrew'), ('restored', 'restored a revision'), ('discarded', 'discarded the changes'), ('deleted', 'deleted'), ('undid', 'undid a batch'), ('took', "took a page's text"), ('kept', 'kept ours'), ('merged', "merged a page's text"), ('cited', 'confirmed a cited source'), ('dismissed', 'dismissed a cited source'), ('judged', 'judged a near-duplicate'), ('linked', 'resolved a related headline'), ('ignored', 'left a copy-desk note alone'), ('arranged', 'arranged the front page'), ('joined', 'merged topics')], max_length=10, verbose_name='what'),
        ),
        migrations.CreateModel(
            name='FrontSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(unique=True, verbose_name='place')),
                ('until', models.DateTimeField(null=True, verbose_name='until')),
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='front_slot', to='articles.article', verbose_name='article')),
            ],
            options={
                'verbose_name': 'place on the front page',
                'verbose_name_plural': 'front page',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_ar', models.CharField(max_length=60, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('slug', models.CharField(max_length=100, unique=True, verbose_name='address')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('description_ar', models.TextField(blank=True, verbose_name='description')),
                ('description_en', models.TextField(blank=True, verbose_name='description in English')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='section_has_an_address'), models.CheckConstraint(condition=models.Q(('name_ar', ''), _negated=True), name='section_has_a_name')],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='section',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.section', verbose_name='section'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('section__isnull', False)), fields=['section', 'status', '-published_at', '-id'], name='article_section_latest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('body_en__gt', ''), ('section__isnull', False), ('title_en__gt', '')), fields=['section', 'status', '-published_at', '-id'], name='article_section_english'),
        ),
        migrations.AddField(
            model_name='topic',
            name='merged_into',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='articles.topic', verbose_name='merged into'),
        ),
        migrations.AddField(
            model_name='topiclink',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='topic_links', to='articles.article'),
        ),
        migrations.AddField(
            model_name='topiclink',
            name='topic',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='articles.topic'),
        ),
        migrations.AddConstraint(
            model_name='frontslot',
            constraint=models.CheckConstraint(condition=models.Q(('position__gte', 1), ('position__lte', 7)), name='front_slot_is_on_the_page'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('slug', ''), _negated=True), name='topic_has_an_address'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='topic_has_a_key'),
        ),
        migrations.AddIndex(
            model_name='topiclink',
            index=models.Index(fields=['topic', '-published_at', '-article'], name='topic_link_latest'),
        ),
        migrations.AddConstraint(
            model_name='topiclink',
            constraint=models.UniqueConstraint(fields=('article', 'topic'), name='topic_link_once'),
        ),
    ]
