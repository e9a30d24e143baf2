"""Which triggers of ours are in a database, and how they are taken out of it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

_FIND = {
    "sqlite": (
        "SELECT name, tbl_name, sql, '', 1 FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    ),
    "postgresql": (
        "SELECT tgname, relname, pg_get_triggerdef(pg_trigger.oid, true), prosrc, "
        "tgenabled IN ('O', 'A') FROM pg_trigger "  # neither disabled nor a replica's alone
        "JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE tgname LIKE %s AND pg_class.relnamespace = current_schema()::regnamespace"
    ),
}


class Laid(NamedTuple):
    """A trigger as the database has it; ``function`` is its function's body, "" in SQLite."""

    table: str
    statement: str
    function: str
    fires: bool


def laid_triggers(cursor: Any, prefix: str) -> dict[str, Laid]:
    """Each trigger whose name begins with ``prefix``, whether or not it fires."""
    cursor.execute(_FIND[cursor.db.vendor], [f"{prefix}%"])
    return {name: Laid(*rest) for name, *rest in cursor.fetchall()}


def drop_triggers(cursor: Any, laid: dict[str, Laid], names: Iterable[str]) -> None:
    """Take triggers away; ``laid`` tells the table of each."""
    for name in names:
        of_table = f" ON {laid[name].table}" if cursor.db.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")
