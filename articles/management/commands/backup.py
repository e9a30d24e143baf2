"""``manage.py backup FOLDER``: nightly, while the site runs."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from articles.backup import BackupFailed, take_backup
from articles.management.jobs import JobCommand


class Command(JobCommand):
    help = (
        "Copy the database as it is at one moment, and the pictures, into a new folder within FOLDER, "
        "with checksums. The site goes on meanwhile. A backup is there whole or not at all; the oldest "
        "ones are taken away."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="where backups are kept")
        parser.add_argument(
            "--keep",
            type=int,
            default=7,
            metavar="N",
            help="how many stay, %(default)s unless told",
        )

    def handle(self, *, folder: Path, keep: int, verbosity: int, **options: Any) -> None:
        if keep < 1:
            raise CommandError("--keep takes 1 or more: the new backup stays.")
        mask = os.umask(0o077)
        try:
            taken = take_backup(folder, keep=keep)
        except BackupFailed as failure:
            raise CommandError(f"No backup was made. {failure}") from None
        finally:
            os.umask(mask)
        if verbosity:
            self.stdout.write(
                f"{taken.path}: {taken.copied:,} pictures copied, {taken.linked:,} shared with the "
                f"backup before, {taken.rotated:,} old backups taken away."
            )
