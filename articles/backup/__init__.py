"""The only copy twice: database and pictures taken aside whole, and put back only when proven."""

from .databases import file_faults
from .exceptions import BackupFailed
from .folder import SUMS, Backup, find_backups
from .restoring import Restored, check_backup, restore_backup
from .taking import Taken, take_backup

__all__ = [
    "SUMS",
    "Backup",
    "BackupFailed",
    "Restored",
    "Taken",
    "check_backup",
    "file_faults",
    "find_backups",
    "restore_backup",
    "take_backup",
]
