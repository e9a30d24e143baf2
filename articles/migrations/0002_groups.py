"""The three groups of the newsroom and what each may do."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

_VIEW = ["view_capturedpage", "view_importbatch", "view_proposal", "view_relatedlink", "view_source"]
_WRITE = [
    "add_article",
    "change_article",
    "view_article",
    "add_relatedlink",
    "change_relatedlink",
    "delete_relatedlink",
]
_GROUPS = {
    "reporter": _VIEW + _WRITE,
    "editor": _VIEW + _WRITE + ["publish_article"],
    "chief editor": [
        *_VIEW,
        *_WRITE,
        "publish_article",
        "withdraw_article",
        "add_source",
        "change_source",
        "delete_source",
    ],
}


def make_groups(apps, schema_editor):
    # Permissions are made after the last migration; a fresh database does not have them yet.
    create_permissions(installed.get_app_config("articles"), verbosity=0, using=schema_editor.connection.alias)
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="articles")
    for name, codenames in _GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set(permissions.filter(codename__in=codenames))


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=_GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_groups, remove_groups)]
