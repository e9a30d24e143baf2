"""``manage.py read_only on|off|status``: readers read on, and nobody writes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from articles.read_only import is_read_only, read_only_since, turn_off, turn_on


class Command(BaseCommand):
    help = (
        "Have readers served while the newsroom is moved or mended: every worker of every machine "
        "refuses forms from its next request on, and gives back what was typed; imports and timed jobs do "
        "nothing. What was begun before is finished: wait half a minute."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("state", choices=["on", "off", "status"])

    def handle(self, *, state: str, **options: Any) -> None:
        try:
            if state != "status":
                {"on": turn_on, "off": turn_off}[state]()
            since = read_only_since()
        except DatabaseError as error:
            raise CommandError(
                f"The database does not take it ({error}). Set READ_ONLY=1 and restart the site."
            ) from None
        if settings.READ_ONLY:
            self.stdout.write("read-only: READ_ONLY is set")
        elif is_read_only():
            self.stdout.write(f"read-only since {since:%Y-%m-%d %H:%M} UTC")
        else:
            self.stdout.write("forms are taken")
