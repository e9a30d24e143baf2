"""Taking a backup: the database as it is at one moment, then the pictures it may speak of."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

from .databases import Database, site_database
from .exceptions import BackupFailed
from .folder import (
    ABOUT,
    MEDIA,
    Backup,
    copy_file,
    files_under,
    find_backups,
    held,
    new_backup,
    rotate,
    sum_of,
    write_sums,
)

_SPARE = 50_000_000  # bytes left on a disk that is full of backups


class Taken(NamedTuple):
    """A backup that was taken: where, how many pictures were copied, how many were there before."""

    path: Path
    copied: int
    linked: int
    rotated: int


def take_backup(folder: Path, *, keep: int) -> Taken:
    """Write a backup into a folder and take away all but the newest ``keep``.

    A picture that the backup before has too is not copied: both have the same file (a hard link).
    Raises BackupFailed; then nothing has changed.
    """
    database = site_database()
    media = media_folder()
    if media and folder.resolve().is_relative_to(media):
        raise BackupFailed(f"{folder} is among the pictures: a backup would hold all others.")
    now = timezone.now()
    try:
        with held(folder):
            earlier = find_backups(folder)
            pictures = _Pictures(media, earlier[-1] if earlier else None)
            _refuse_full(folder, database.size() + sum(map(_size, pictures.new())))
            with new_backup(folder, now) as path:
                sums = _write_database(path, database, now, media)
                sums |= pictures.write(path)
                write_sums(path, sums)
            rotated = rotate(folder, keep)
    except OSError as error:
        raise BackupFailed(f"{error.filename or folder}: {error.strerror}.") from None
    name = f"{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    return Taken(folder / name, pictures.copied, pictures.linked, rotated)


def media_folder() -> Path | None:
    """The folder of the pictures; None where they are in another storage, which keeps its own."""
    if not isinstance(default_storage, FileSystemStorage):
        return None
    return Path(default_storage.location).resolve()


def _write_database(
    path: Path, database: Database, now: datetime, media: Path | None
) -> dict[str, str]:
    facts = database.copy(path / database.file_name)
    about = {
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "database": database.vendor,
        "pictures": media is not None,
        **facts,
    }
    (path / ABOUT).write_text(json.dumps(about, indent=1) + "\n")
    return {name: sum_of(path / name) for name in (database.file_name, ABOUT)}


class _Pictures:
    """The pictures as they are now, beside those of the backup before."""

    def __init__(self, folder: Path | None, earlier: Backup | None) -> None:
        self.folder = folder
        self.earlier = earlier.path / MEDIA if earlier else None
        self.sums = earlier.sums() if earlier else {}
        self.copied = self.linked = 0

    def new(self) -> Iterator[Path]:
        """Those that the backup before has not."""
        for file in files_under(self.folder) if self.folder else ():
            if not self._is_kept(file.relative_to(self.folder)):
                yield file

    def write(self, path: Path) -> dict[str, str]:
        """Put all of them into a new backup; return their checksums."""
        sums = {}
        for file in files_under(self.folder) if self.folder else ():
            inside = file.relative_to(self.folder)
            target, name = path / MEDIA / inside, f"{MEDIA}/{inside.as_posix()}"
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._is_kept(inside) and self._link(self.earlier / inside, target):
                self.linked += 1
                sums[name] = self.sums[name]
            else:
                self.copied += 1
                sums[name] = copy_file(file, target)
        return sums

    def _is_kept(self, inside: Path) -> bool:
        """By size and time: a picture never changes under its name."""
        if self.earlier is None or f"{MEDIA}/{inside.as_posix()}" not in self.sums:
            return False
        try:
            before, now = os.stat(self.earlier / inside), os.stat(self.folder / inside)
        except OSError:
            return False
        return (before.st_size, before.st_mtime_ns) == (now.st_size, now.st_mtime_ns)

    @staticmethod
    def _link(before: Path, target: Path) -> bool:
        try:
            os.link(before, target)
        except OSError:  # a file system without hard links, or with too many of this one
            return False
        return True


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _refuse_full(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise BackupFailed(
            f"There is no room in {folder}: the backup takes up to {needed / 1e6:,.0f} MB, and "
            f"{free / 1e6:,.0f} MB are free."
        )
