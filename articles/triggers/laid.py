"""Which triggers of ours are in a database, and how they are taken out of it."""

from collections.abc import Iterable
from typing import Any

_FIND = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE tgname LIKE %s AND tgenabled <> 'D' "
        "AND pg_class.relnamespace = current_schema()::regnamespace"
    ),
}


def laid_triggers(cursor: Any, prefix: str) -> dict[str, str]:
    """The table of each trigger in force whose name begins with ``prefix``."""
    cursor.execute(_FIND[cursor.db.vendor], [f"{prefix}%"])
    return dict(cursor.fetchall())


def drop_triggers(cursor: Any, laid: dict[str, str], names: Iterable[str]) -> None:
    """Take triggers away; ``laid`` tells the table of each."""
    for name in names:
        of_table = f" ON {laid[name]}" if cursor.db.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")
