"""One import at a time: two of one folder would write every page against each other."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend

_LOCK = 0x6E657770  # among PostgreSQL's advisory locks


class ImportRunning(Exception):
    """Another import, or an undoing, writes into this database now."""


@contextmanager
def only_import() -> Iterator[None]:
    """Keep other imports out of this database until the block ends; a killed process lets them in.

    Raises ImportRunning where there is one.
    """
    kinds = {"sqlite": _hold_file, "postgresql": _hold_on_server}
    with kinds[connections[DEFAULT_DB_ALIAS].vendor](connections[DEFAULT_DB_ALIAS].settings_dict):
        yield


@contextmanager
def _hold_file(database: dict[str, Any]) -> Iterator[None]:
    # Beside the database, not the database: closing that would let go of SQLite's own locks.
    path = Path(database["NAME"]).with_name(f"{Path(database['NAME']).name}.import")
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImportRunning from None
        yield
    finally:
        os.close(lock)


@contextmanager
def _hold_on_server(database: dict[str, Any]) -> Iterator[None]:
    # On a connection of its own, past a pooler, which would give the lock to others.
    own = deepcopy(database) | settings.DATABASE_DIRECT
    own.get("OPTIONS", {}).pop("pool", None)
    connection = load_backend(own["ENGINE"]).DatabaseWrapper(own, DEFAULT_DB_ALIAS)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if not cursor.fetchone()[0]:
                raise ImportRunning
            yield
            # The server hears of a closed connection some time later only.
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    finally:
        connection.close()
