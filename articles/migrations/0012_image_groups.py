"""Whoever writes articles brings pictures for them."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

_GROUPS = ("reporter", "editor", "chief editor")
_RIGHTS = ("view_image", "add_image", "change_image")


def _each(apps, schema_editor):
    create_permissions(
        installed.get_app_config("articles"), verbosity=0, using=schema_editor.connection.alias
    )
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=_RIGHTS
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=_GROUPS):
        yield group, permissions


def allow(apps, schema_editor):
    for group, permissions in _each(apps, schema_editor):
        group.permissions.add(*permissions)


def forbid(apps, schema_editor):
    for group, permissions in _each(apps, schema_editor):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_images")]
    operations = [migrations.RunPython(allow, forbid)]
