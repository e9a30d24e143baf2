"""Editors keep the word families of search; reporters see them."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

_SEE = ["view_wordfamily"]
_KEEP = [*_SEE, "add_wordfamily", "change_wordfamily", "delete_wordfamily"]
_GROUPS = {"reporter": _SEE, "editor": _KEEP, "chief editor": _KEEP}


def _each(apps, schema_editor):
    create_permissions(
        installed.get_app_config("articles"), verbosity=0, using=schema_editor.connection.alias
    )
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles"
    )
    for name, codenames in _GROUPS.items():
        group = apps.get_model("auth", "Group").objects.filter(name=name).first()
        if group:
            yield group, permissions.filter(codename__in=codenames)


def allow(apps, schema_editor):
    for group, permissions in _each(apps, schema_editor):
        group.permissions.add(*permissions)


def forbid(apps, schema_editor):
    for group, permissions in _each(apps, schema_editor):
        group.permissions.remove(*permissions)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_search_index")]
    operations = [migrations.RunPython(allow, forbid)]
