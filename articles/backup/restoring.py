"""Putting a backup back: proven whole first, and what it replaces is kept."""

import os
from datetime import UTC
from pathlib import Path
from typing import Any, NamedTuple

from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from .databases import site_database
from .exceptions import BackupFailed
from .folder import ABOUT, MEDIA, SUMS, Backup, copy_file, files_under, sum_of
from .taking import media_folder

_REPLACED = ".before-"


class Restored(NamedTuple):
    """What was put back: what was written down of it, how many pictures, and where what was there
    before is kept (or empty).
    """

    about: dict[str, Any]
    pictures: int
    kept: str
    kept_pictures: str


def check_backup(backup: Backup) -> dict[str, Any]:
    """Return what was written down of a backup, once all of it is proven to be so.

    Every file by its checksum, none more and none less; the database by its own checks; its
    migrations known to this code. Raises BackupFailed. Changes nothing.
    """
    sums = backup.sums()
    present = {file.relative_to(backup.path).as_posix() for file in files_under(backup.path)} - {
        SUMS
    }
    if missing := sums.keys() - present:
        raise BackupFailed(f"{len(missing)} files are missing, among them {min(missing)}.")
    if extra := present - sums.keys():
        raise BackupFailed(f"{len(extra)} files are not of this backup, among them {min(extra)}.")
    for name, written in sums.items():
        if sum_of(backup.path / name) != written:
            raise BackupFailed(f"{backup.path / name} is damaged: it has not the checksum it had.")
    if ABOUT not in sums:
        raise BackupFailed(f"{backup.path / SUMS} does not name {ABOUT}.")
    about, database = backup.about(), site_database()
    if about.get("database") != database.vendor:
        raise BackupFailed(
            f"It is a backup of {about.get('database')}, and the site is set to {database.vendor}."
        )
    if database.file_name not in sums:
        raise BackupFailed(f"{backup.path / SUMS} does not name {database.file_name}.")
    _refuse_newer(about)
    database.prove(backup.path / database.file_name, about)
    return about


def restore_backup(backup: Backup, *, force: bool) -> Restored:
    """Prove a backup, and put it in the place of what is there.

    Pictures first, beside those that are there: the database of before misses none of them. Then the
    database, at one moment. So a kill leaves the one or the other, and it can be run again.
    Raises BackupFailed.
    """
    about = check_backup(backup)
    stamp = f"{timezone.now().astimezone(UTC):%Y%m%dT%H%M%S%fZ}"
    database = site_database()
    database.refuse_company(force=force)
    try:
        pictures, kept_pictures = _put_pictures_back(backup, stamp)
        kept = database.put_back(backup.path / database.file_name, about, stamp, force=force)
    except OSError as error:
        raise BackupFailed(f"{error.filename}: {error.strerror}.") from None
    return Restored(about, pictures, kept, kept_pictures)


def _refuse_newer(about: dict[str, Any]) -> None:
    known = {".".join(name) for name in MigrationLoader(None).disk_migrations}
    # Of apps that are not installed any more there may be some for ever.
    ours = {name.partition(".")[0] for name in known}
    newer = [
        name
        for name in about.get("migrations", [])
        if name not in known and name.partition(".")[0] in ours
    ]
    if newer:
        raise BackupFailed(
            f"It was made by newer code than this: {newer[-1]} is not known here. Install that first."
        )


def _put_pictures_back(backup: Backup, stamp: str) -> tuple[int, str]:
    """Copy the pictures that are missing or differ; return how many, and where those are now."""
    folder, count, kept = media_folder(), 0, ""
    source = backup.path / MEDIA
    if folder is None:
        return 0, ""
    for file in files_under(source) if source.is_dir() else ():
        inside = file.relative_to(source)
        target = folder / inside
        if target.is_file():
            if _is_same(file, target):
                continue
            aside = folder / f"{_REPLACED}{stamp}" / inside
            aside.parent.mkdir(parents=True, exist_ok=True)
            os.link(target, aside)
            kept = str(folder / f"{_REPLACED}{stamp}")
        target.parent.mkdir(parents=True, exist_ok=True)
        arriving = target.with_name(f".new-{target.name}")
        arriving.unlink(missing_ok=True)
        copy_file(file, arriving)
        arriving.chmod(0o644)  # as they are written by the site; a proxy may give them out
        os.replace(arriving, target)
        count += 1
    os.sync()
    return count, kept


def _is_same(file: Path, target: Path) -> bool:
    return file.stat().st_size == target.stat().st_size and sum_of(file) == sum_of(target)
