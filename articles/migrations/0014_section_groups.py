"""The chief editor keeps the sections and the front page, editors the topics; reporters see both."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

_SEE = ["view_section", "view_topic"]
_EDIT = [*_SEE, "change_topic"]
_GROUPS = {
    "reporter": _SEE,
    "editor": _EDIT,
    "chief editor": [
        *_EDIT,
        *("add_section", "change_section", "delete_section"),
        *("view_frontslot", "change_frontslot"),
    ],
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
    dependencies = [("articles", "0013_sections_topics_and_front")]
    operations = [migrations.RunPython(allow, forbid)]
