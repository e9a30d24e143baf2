"""Revisions and issued corrections are only ever added: the database refuses anything else.

Nothing in the program changes or deletes one, so nothing is let through. What was taken back or put
right is another row (decision 11). Who lifts the triggers, or writes past the database, is seen by
the seals (editing/revisions) and by ``check_archive``.
"""

# ruff: noqa: S608  every name put into a statement here is a constant of this module
import hashlib
from collections.abc import Iterator
from typing import Any

from .laid import Laid, drop_triggers, laid_triggers

# What makes each row the one it is: no other may be put in its place either.
ONLY_ADDED = {
    "articles_revision": (("id",), ("article_id", "number")),
    "articles_correction": (("id",), ("revision_id",)),
}
_PREFIX = "only_added_"


def lay_locks(connection: Any) -> None:
    """Lay the triggers that are not in force. Safe to repeat; a table that is not there has none."""
    with connection.cursor() as cursor:
        laid, wanted = laid_triggers(cursor, _PREFIX), _wanted(connection, cursor)
        in_force = _in_force(connection, laid, wanted)
        drop_triggers(cursor, laid, laid.keys() - in_force)
        if connection.vendor == "postgresql" and wanted:
            cursor.execute(_REFUSE)
        for name in wanted.keys() - in_force:
            cursor.execute(wanted[name])


def lift_locks(connection: Any) -> None:
    """Take the triggers away, before tables are altered or rows of theirs rewritten by a migration."""
    with connection.cursor() as cursor:
        laid = laid_triggers(cursor, _PREFIX)
        drop_triggers(cursor, laid, laid)


def missing_locks(connection: Any) -> list[str]:
    """The tables that are not fully held to what they should be."""
    with connection.cursor() as cursor:
        laid, wanted = laid_triggers(cursor, _PREFIX), _wanted(connection, cursor)
    missing = wanted.keys() - _in_force(connection, laid, wanted)
    return [
        table for table in ONLY_ADDED if any(name.startswith(_begin(table)) for name in missing)
    ]


def _in_force(connection: Any, laid: dict[str, Laid], wanted: dict[str, str]) -> set[str]:
    """Those that fire and do what they are to: a name says nothing of who laid it."""
    function = _BODY if connection.vendor == "postgresql" else ""
    return {
        name
        for name, one in laid.items()
        if one.fires and one.function == function and one.statement == wanted.get(name)
    }


def _wanted(connection: Any, cursor: Any) -> dict[str, str]:
    """The statement that lays each trigger; a name tells its statement."""
    tables = set(connection.introspection.table_names(cursor))
    statements = {"sqlite": _of_sqlite, "postgresql": _of_postgresql}[connection.vendor]
    wanted = {}
    for table in ONLY_ADDED:
        if table in tables:
            for event, statement in statements(table):
                digest = hashlib.sha256(statement.encode()).hexdigest()[:8]
                name = f"{_begin(table)}{event.lower()}_{digest}"
                wanted[name] = f"CREATE TRIGGER {name} BEFORE {event} ON {table} {statement}"
    return wanted


def _begin(table: str) -> str:
    return f"{_PREFIX}{table.removeprefix('articles_')}_"


def _of_sqlite(table: str) -> Iterator[tuple[str, str]]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
    for event in ("UPDATE", "DELETE"):
        yield event, refuse
    # INSERT OR REPLACE deletes what it replaces without asking a trigger.
    # https://www.sqlite.org/lang_conflict.html
    same = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE "
        + " AND ".join(f"{column} = NEW.{column}" for column in key)
        + ")"
        for key in ONLY_ADDED[table]
    )
    yield "INSERT", f"WHEN {same} {refuse}"


def _of_postgresql(table: str) -> Iterator[tuple[str, str]]:
    for event in ("UPDATE", "DELETE"):
        yield event, "FOR EACH ROW EXECUTE FUNCTION articles_refuse_change()"
    yield "TRUNCATE", "FOR EACH STATEMENT EXECUTE FUNCTION articles_refuse_change()"


# The class of error is an integrity error's, as SQLite's is.
_BODY = """
    BEGIN
        RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END """
_REFUSE = f"""
    CREATE OR REPLACE FUNCTION articles_refuse_change() RETURNS trigger AS $${_BODY}$$
    LANGUAGE plpgsql
"""
