"""Revisions, corrections, the audit, open forms; citations, kinships, what the copy desk ignores."""

import articles.models.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def announce(apps, schema_editor):
    """What is published already needs no announcing."""
    articles = apps.get_model("articles", "Article").objects.filter(status="published")
    articles.update(announced_at=models.F("published_at"))


_SEE = ["view_revision", "view_correction", "view_deed", "view_citation", "view_kinship"]
_GROUPS = ["reporter", "editor", "chief editor"]


def allow(apps, schema_editor):
    create_permissions(
        installed.get_app_config("articles"), verbosity=0, using=schema_editor.connection.alias
    )
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=_SEE
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=_GROUPS):
        group.permissions.add(*permissions)


def forbid(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=_SEE
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=_GROUPS):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_search_eras_and_pairs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('dismissed', 'dismissed')], default='proposed', max_length=9, verbose_name='state')),
                ('passage', models.CharField(blank=True, max_length=300, verbose_name='passage')),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'cited source',
                'verbose_name_plural': 'cited sources',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('correction', 'correction'), ('clarification', 'clarification'), ('retraction', 'retraction')], max_length=13, verbose_name='kind')),
                ('text_ar', models.TextField(verbose_name='notice')),
                ('text_en', models.TextField(blank=True, verbose_name='notice in English')),
                ('is_serious', models.BooleanField(default=False, verbose_name='serious')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='issued')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['-issued_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headline', models.CharField(blank=True, max_length=300, verbose_name='headline')),
                ('verb', models.CharField(choices=[('created', 'created'), ('saved', 'saved'), ('handed-in', 'handed in'), ('sent-back', 'sent back'), ('published', 'published'), ('scheduled', 'scheduled'), ('went-live', 'went live'), ('expired', 'expired'), ('changed', 'published a change'), ('corrected', 'corrected'), ('withdrew', 'withdrew'), ('restored', 'restored a revision'), ('discarded', 'discarded the changes'), ('deleted', 'deleted'), ('undid', 'undid a batch')], max_length=10, verbose_name='what')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('version', models.PositiveIntegerField(null=True, verbose_name='revision')),
                ('done_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='when')),
            ],
            options={
                'verbose_name': 'deed',
                'verbose_name_plural': 'who did what',
                'ordering': ['-done_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='IgnoredFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('rule', models.CharField(max_length=40)),
                ('ignored_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'ignored finding',
                'verbose_name_plural': 'ignored findings',
            },
        ),
        migrations.CreateModel(
            name='Kinship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('likeness', models.FloatField(default=0)),
                ('verdict', models.CharField(choices=[('proposed', 'proposed'), ('same', 'the same story'), ('update', 'an update'), ('unrelated', 'unrelated')], default='proposed', max_length=9, verbose_name='verdict')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'near-duplicate',
                'verbose_name_plural': 'near-duplicates',
                'ordering': ['-likeness', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='OpenForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0)),
                ('typed', models.JSONField(null=True)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='since')),
                ('seen_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'open form',
                'verbose_name_plural': 'open forms',
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('kind', models.CharField(choices=[('import', 'import'), ('draft', 'draft'), ('published', 'published'), ('correction', 'correction'), ('restore', 'restored')], max_length=10, verbose_name='kind')),
                ('change', models.CharField(blank=True, choices=[('first', 'first publication'), ('minor', 'minor'), ('update', 'update'), ('correction', 'correction'), ('clarification', 'clarification'), ('retraction', 'retraction')], max_length=13, verbose_name='change')),
                ('format', models.PositiveSmallIntegerField(default=1)),
                ('content', articles.models.fields.CompressedTextField()),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='announced_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='arabic_changed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='draft_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='whose draft'),
        ),
        migrations.AddField(
            model_name='article',
            name='embargo_until',
            field=models.DateTimeField(blank=True, help_text='Not to be published before, whoever asks.', null=True, verbose_name='embargo'),
        ),
        migrations.AddField(
            model_name='article',
            name='english_changed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='article',
            name='expires_at',
            field=models.DateTimeField(blank=True, help_text='From then on readers no longer see it; leave empty where it stays.', null=True, verbose_name='expires'),
        ),
        migrations.AddField(
            model_name='article',
            name='in_review',
            field=models.BooleanField(default=False, editable=False, verbose_name='in review'),
        ),
        migrations.AddField(
            model_name='article',
            name='is_gone',
            field=models.BooleanField(default=False, editable=False, verbose_name='gone'),
        ),
        migrations.AddField(
            model_name='article',
            name='live_version',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='article',
            name='style_findings',
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name='copy desk'),
        ),
        migrations.AddField(
            model_name='article',
            name='version',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='proposal',
            name='outcome',
            field=models.CharField(blank=True, choices=[('taken', 'taken'), ('kept', 'ours kept'), ('merged', 'merged')], default='', max_length=6, verbose_name='decision'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('in_review', True)), fields=['in_review'], name='article_handed_in'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('announced_at', None), ('status', 'published')), fields=['published_at'], name='article_to_announce'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('expires_at__isnull', False)), fields=['expires_at'], name='article_expiring'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__isnull', True), ('published_at__isnull', True), ('expires_at__gt', models.F('published_at')), _connector='OR'), name='article_expires_after_published', violation_error_message='It cannot expire before it is published.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('embargo_until__isnull', True), ('published_at__gte', models.F('embargo_until')), _connector='OR'), name='article_published_after_embargo', violation_error_message='It is under embargo until later than that.'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('live_version__lte', models.F('version'))), name='article_live_version_exists'),
        ),
        migrations.AddField(
            model_name='citation',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='articles.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='citation',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='citation',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='articles.source', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='correction',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='articles.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='correction',
            name='issued_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by'),
        ),
        migrations.AddField(
            model_name='deed',
            name='article',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='deeds', to='articles.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='deed',
            name='done_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='ignoredfinding',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ignored_findings', to='articles.article'),
        ),
        migrations.AddField(
            model_name='ignoredfinding',
            name='ignored_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='kinship',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='kinship',
            name='newer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kin_before', to='articles.article'),
        ),
        migrations.AddField(
            model_name='kinship',
            name='older',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kin_after', to='articles.article'),
        ),
        migrations.AddField(
            model_name='openform',
            name='article',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='open_forms', to='articles.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='openform',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='open_forms', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='revision',
            name='article',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='revisions', to='articles.article', verbose_name='article'),
        ),
        migrations.AddField(
            model_name='revision',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who'),
        ),
        migrations.AddField(
            model_name='correction',
            name='revision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='correction', to='articles.revision', verbose_name='revision'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('article', 'source'), name='citation_once'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'confirmed', 'dismissed'])), name='citation_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='ignoredfinding',
            constraint=models.UniqueConstraint(fields=('article', 'key'), name='ignored_finding_once'),
        ),
        migrations.AddConstraint(
            model_name='kinship',
            constraint=models.UniqueConstraint(fields=('older', 'newer'), name='kinship_once'),
        ),
        migrations.AddConstraint(
            model_name='kinship',
            constraint=models.CheckConstraint(condition=models.Q(('older', models.F('newer')), _negated=True), name='kinship_of_two'),
        ),
        migrations.AddConstraint(
            model_name='kinship',
            constraint=models.CheckConstraint(condition=models.Q(('verdict__in', ['proposed', 'same', 'update', 'unrelated'])), name='kinship_verdict_is_known'),
        ),
        migrations.AddConstraint(
            model_name='openform',
            constraint=models.UniqueConstraint(fields=('article', 'user'), name='open_form_once'),
        ),
        migrations.AddConstraint(
            model_name='openform',
            constraint=models.UniqueConstraint(condition=models.Q(('article', None)), fields=('user',), name='open_form_of_a_new_article_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='revision_once'),
        ),
        migrations.AddConstraint(
            model_name='revision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['import', 'draft', 'published', 'correction', 'restore'])), name='revision_kind_is_known'),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['-issued_at', '-id'], name='correction_newest'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['correction', 'clarification', 'retraction'])), name='correction_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('text_ar', ''), _negated=True), name='correction_says_what'),
        ),
        migrations.RunPython(announce, migrations.RunPython.noop),
        migrations.RunPython(allow, forbid),
    ]
