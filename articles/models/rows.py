"""Many rows in one statement, without an object a row."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

from .fields import CompressedTextField

# What the databases do not take as it is.
_PREPARED = (models.JSONField, models.DateTimeField, models.BinaryField, CompressedTextField)


def insert_rows(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
) -> None:
    """Insert rows whose values stand in the order of ``names``; other columns become NULL.

    ``bulk_create`` makes a model instance a row and an SQL expression a value, which was two
    thirds of an import's time (docs/decisions/0004).
    """
    connection = connections[DEFAULT_DB_ALIAS]
    fields = [model._meta.get_field(name) for name in names]

    def prepare(field: models.Field) -> Callable[[Any], Any] | None:
        if not isinstance(field, _PREPARED):
            return None
        ready = partial(field.get_db_prep_save, connection=connection)
        # Of the times of an import's rows most are the import's.
        return cache(ready) if isinstance(field, models.DateTimeField) else ready

    preparing = [prepare(field) for field in fields]
    prepared = [
        [ready(value) if ready else value for ready, value in zip(preparing, row, strict=True)]
        for row in rows
    ]
    if not prepared:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    conflict = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    # The names are those of our own models.
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places}){conflict}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, prepared)
