"""Writing past the newsroom: what the database refuses everybody, for tests of who notices it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from articles.triggers import lay_locks, lift_locks


@contextmanager
def forging() -> Iterator[None]:
    """Meanwhile revisions and corrections can be changed and deleted."""
    # PostgreSQL drops no trigger of a table while another of it (a foreign key's) is to be fired.
    _set_constraints("IMMEDIATE")
    lift_locks(connection)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            lay_locks(connection)
            _set_constraints("DEFERRED")


def _set_constraints(when: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {when}")
