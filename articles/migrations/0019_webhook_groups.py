"""The chief editor keeps the webhooks and sends again what did not arrive."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

_KEEP = [
    "view_webhook",
    "add_webhook",
    "change_webhook",
    "view_webhookdelivery",
    "change_webhookdelivery",
]


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
    dependencies = [("articles", "0018_webhooks_and_subscriptions")]
    operations = [migrations.RunPython(allow, forbid)]
