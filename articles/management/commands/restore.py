"""``manage.py restore BACKUP``: nothing is replaced before all of it is proven."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from articles.backup import SUMS, Backup, BackupFailed, check_backup, find_backups, restore_backup


class Command(BaseCommand):
    help = (
        "Put a backup in the place of the database and the pictures, once its checksums, the database "
        "and its migrations have been proven. What it replaces is kept beside it. Refuses while the "
        "site is running. Killed at any moment, it leaves what was there or what was put back."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "backup", type=Path, metavar="BACKUP", help="a backup, or a folder of them: its newest"
        )
        parser.add_argument("--dry-run", action="store_true", help="prove it, and change nothing")
        parser.add_argument(
            "--force", action="store_true", help="although the site runs, or its file is damaged"
        )

    def handle(
        self, *, backup: Path, dry_run: bool, force: bool, verbosity: int, **options: Any
    ) -> None:
        chosen = self._chosen(backup)
        connections.close_all()
        mask = os.umask(0o022)
        try:
            if dry_run:
                about = check_backup(chosen)
                self.stdout.write(f"{chosen.path}: whole, of {about['made_at']}, {_amount(about)}.")
                return
            restored = restore_backup(chosen, force=force)
        except BackupFailed as failure:
            raise CommandError(f"Nothing was put back. {failure}") from None
        finally:
            os.umask(mask)
        if verbosity:
            self.stdout.write(
                f"{chosen.path}: put back, as of {restored.about['made_at']}, "
                f"{_amount(restored.about)}, {restored.pictures:,} pictures that were missing. "
                "Everybody signs in again."
            )
            for kept in filter(None, (restored.kept, restored.kept_pictures)):
                self.stdout.write(f"What was there before is kept: {kept}")
            self.stdout.write(
                "Now: manage.py migrate, manage.py check_archive, and start the site."
            )

    @staticmethod
    def _chosen(path: Path) -> Backup:
        if found := find_backups(path):
            return found[-1]
        if not (path / SUMS).is_file():
            raise CommandError(f"{path} is no backup, and there is none in it.")
        return Backup(path)


def _amount(about: dict[str, Any]) -> str:
    counts = about["counts"]
    return f"{counts['article']:,} articles and {counts['revision']:,} revisions"
