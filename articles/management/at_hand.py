"""What a command says, in a sentence and an exit code, where its database is not there or away."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from articles.read_only import is_passing


@contextmanager
def database_at_hand() -> Iterator[None]:
    """Raise CommandError: where SQLite's file is missing, and, with ``EX_TEMPFAIL`` (75), where the
    database takes no more: full, read-only, away.
    """
    _refuse_missing_file()
    try:
        yield
    except DatabaseError as error:
        if not is_passing(error):
            raise
        raise CommandError(
            f"The database does not answer, or takes no writes now: {error}. What was done before is "
            "kept: run it again.",
            returncode=os.EX_TEMPFAIL,
        ) from error


def _refuse_missing_file() -> None:
    """Whoever asks SQLite for a file that is not there makes an empty one in its place."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return
    path = Path(connection.settings_dict["NAME"])
    if not path.exists():
        raise CommandError(
            f"There is no database at {path}: put a backup back (manage.py restore), or begin a new "
            "one (manage.py migrate)."
        )
