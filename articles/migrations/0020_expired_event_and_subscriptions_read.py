"""A webhook may be told that an article expires; the chief editor reads who gets the digest."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

_KEEP = ["view_subscription", "delete_subscription"]


def _each(apps, schema_editor):
    create_permissions(
        installed.get_app_config("articles"), verbosity=0, using=schema_editor.connection.alias
    )
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=_KEEP
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="chief editor"):
        yield group, permissions


def allow(apps, schema_editor):
    for group, permissions in _each(apps, schema_editor):
        group.permissions.add(*permissions)


def forbid(apps, schema_editor):
    for group, permissions in _each(apps, schema_editor):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_webhook_groups")]
    operations = [
        migrations.AlterField(
            model_name="webhookdelivery",
            name="event",
            field=models.CharField(
                choices=[
                    ("article.published", "an article is published"),
                    ("article.updated", "an article is changed"),
                    ("article.corrected", "an article is corrected"),
                    ("article.withdrawn", "an article is withdrawn"),
                    ("article.expired", "an article expires"),
                ],
                max_length=20,
                verbose_name="event",
            ),
        ),
        migrations.RunPython(allow, forbid),
    ]
