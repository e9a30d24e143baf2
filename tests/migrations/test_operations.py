"""Migrations run while the site of before serves: what would lock it out or break it is refused."""

from importlib import import_module
from pathlib import Path

import pytest
from django.db.migrations import operations as ops
from django.db.models import NOT_PROVIDED

FOLDER = Path(__file__).resolve().parents[2] / "articles" / "migrations"
LAST_BEFORE = 21  # those were written for a site that is stopped

# What the code of before does not see, and what takes no lock for as long as a table is long.
ALLOWED = (
    *(ops.CreateModel, ops.AddField, ops.AddIndex, ops.RemoveIndex, ops.AddConstraint),
    *(ops.RemoveConstraint, ops.AlterModelOptions, ops.AlterModelManagers),
    *(ops.RunPython, ops.RunSQL, ops.SeparateDatabaseAndState),
)
# Migration -> why it may do otherwise, and what an operator is told of it in CHANGELOG.md.
EXCUSED: dict[str, str] = {}

NEW = sorted(
    path.stem for path in FOLDER.glob("[0-9]*.py") if int(path.stem.split("_")[0]) > LAST_BEFORE
)


def refusal(operation: ops.base.Operation) -> str:
    """Why an operation is not to be run while the site of before serves; "" where it may."""
    if not isinstance(operation, ALLOWED):
        return f"{type(operation).__name__}: the code of before still uses what it takes or changes"
    if isinstance(operation, ops.AddField):
        field = operation.field
        if not (field.null or field.many_to_many or field.db_default is not NOT_PROVIDED):
            return (
                f"AddField {operation.name}: the code of before inserts rows without it; "
                "null=True or db_default=…"
            )
    if isinstance(operation, ops.RunPython) and operation.reverse_code is None:
        return "RunPython that cannot be taken back"
    return ""


@pytest.mark.parametrize("name", NEW)
def test_a_migration_lets_the_site_of_before_serve(name):
    migration = import_module(f"articles.migrations.{name}").Migration
    refused = [why for operation in migration.operations if (why := refusal(operation))]
    assert not refused or name in EXCUSED, refused


def test_what_is_refused():
    from django.db import models

    text = models.TextField
    for operation in (
        ops.RemoveField("article", "byline"),
        ops.RenameField("article", "byline", "by"),
        ops.AlterField("article", "byline", text()),
        ops.DeleteModel("page"),
        ops.AddField("article", "mood", text(default="")),
        ops.RunPython(lambda apps, editor: None),
    ):
        assert refusal(operation), operation
    for operation in (
        ops.AddField("article", "mood", text(null=True)),
        ops.AddField("article", "mood", text(db_default="")),
        ops.RunPython(ops.RunPython.noop, ops.RunPython.noop),
    ):
        assert not refusal(operation), operation
