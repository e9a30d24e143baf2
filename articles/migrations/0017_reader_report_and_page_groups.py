"""Reporters see readers' reports and editors answer them; the newsroom's pages are the chief's."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

_SEE = ["view_readerreport", "view_page"]
_ANSWER = [*_SEE, "change_readerreport"]
_GROUPS = {
    "reporter": _SEE,
    "editor": _ANSWER,
    "chief editor": [*_ANSWER, "add_page", "change_page", "delete_page"],
}


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
    dependencies = [("articles", "0016_pages_and_reader_reports")]
    operations = [migrations.RunPython(allow, forbid)]
