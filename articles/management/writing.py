"""Commands that write: none does while the newsroom is read-only."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.management.at_hand import database_at_hand
from articles.read_only import is_read_only


class WritingCommand(BaseCommand):
    """A command that refuses, with ``EX_TEMPFAIL`` (75), while nothing is to be written.

    By the same code it says that the database took no more (``database_at_hand``).
    """

    def execute(self, *args: Any, **options: Any) -> str | None:
        with database_at_hand():
            if is_read_only():
                raise CommandError(
                    "The newsroom is read-only (manage.py read_only status): nothing was done. Run "
                    "it again when that is over.",
                    returncode=os.EX_TEMPFAIL,
                )
            return super().execute(*args, **options)
