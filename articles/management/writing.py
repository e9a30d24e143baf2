"""Commands that write: none does while the newsroom is read-only."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from articles.read_only import is_passing, is_read_only


class WritingCommand(BaseCommand):
    """A command that refuses, with ``EX_TEMPFAIL`` (75), while nothing is to be written.

    By the same code it says that the database took no more: full, read-only, away.
    """

    def execute(self, *args: Any, **options: Any) -> str | None:
        if is_read_only():
            raise CommandError(
                "The newsroom is read-only (manage.py read_only status): nothing was done. Run it "
                "again when that is over.",
                returncode=os.EX_TEMPFAIL,
            )
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            if not is_passing(error):
                raise
            raise CommandError(
                f"The database takes no writes now: {error}. What was done before is kept: run it "
                "again.",
                returncode=os.EX_TEMPFAIL,
            ) from error
