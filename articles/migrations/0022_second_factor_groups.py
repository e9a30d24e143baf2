"""The chief editor sees the accounts, and takes away a second factor that was lost."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

_RESET = ("reset_second_factor", "Can take away the lost second factor of an account")


def _rights(apps, schema_editor):
    alias = schema_editor.connection.alias
    create_permissions(installed.get_app_config("auth"), verbosity=0, using=alias)
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="auth", model="user"
    )
    permissions = apps.get_model("auth", "Permission").objects
    codename, name = _RESET
    reset, _ = permissions.get_or_create(content_type=kind, codename=codename, defaults={"name": name})
    return permissions.get(content_type=kind, codename="view_user"), reset


def allow(apps, schema_editor):
    rights = _rights(apps, schema_editor)
    for group in apps.get_model("auth", "Group").objects.filter(name="chief editor"):
        group.permissions.add(*rights)


def forbid(apps, schema_editor):
    view, reset = _rights(apps, schema_editor)
    for group in apps.get_model("auth", "Group").objects.filter(name="chief editor"):
        group.permissions.remove(view)
    reset.delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_lists_of_any_length")]
    operations = [migrations.RunPython(allow, forbid)]
