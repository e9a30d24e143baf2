"""A folder of backups: each one whole under its own name, or not there.

A backup is made under a hidden name and gets its own when all of it is on the disk. What a kill
leaves is hidden, and goes with the next run.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .exceptions import BackupFailed

SUMS = "SHA256SUMS"
"""``sha256sum --check`` reads it too. A backup that has none is none."""
ABOUT = "about.json"
MEDIA = "media"

_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")  # 2026-11-26T021500Z
_UNFINISHED = ".new-"
_LEAVING = ".old-"
_AT_ONCE = 1 << 20  # bytes


@dataclass(frozen=True, slots=True)
class Backup:
    """One that is whole: its folder, and by name what was written down of each file."""

    path: Path

    def sums(self) -> dict[str, str]:
        """Return the SHA-256 of every file by its name: ``{"media/originals/ab.jpg": "9f86…"}``."""
        lines = _read(self.path / SUMS).decode(errors="surrogateescape").split("\n")
        return dict(_read_line(line) for line in lines if line)

    def about(self) -> dict[str, Any]:
        """Return what was written down: when, which database, its migrations, how much is in it."""
        try:
            return json.loads(_read(self.path / ABOUT))
        except ValueError:
            raise BackupFailed(f"{self.path / ABOUT} is damaged: it is no JSON.") from None


def find_backups(folder: Path) -> list[Backup]:
    """Return the whole backups of a folder, the newest last."""
    found = (
        (path for path in folder.iterdir() if _NAME.fullmatch(path.name)) if folder.is_dir() else ()
    )
    return [Backup(path) for path in sorted(found) if (path / SUMS).is_file()]


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Let nobody else write into a folder of backups; a process that is killed lets go of it.

    Raises BackupFailed where another backup is under way.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise BackupFailed(f"{folder} cannot be written: {error.strerror}.") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFailed(f"Another backup into {folder} is under way.") from None
        yield
    finally:
        os.close(lock)


@contextmanager
def new_backup(folder: Path, now: datetime) -> Iterator[Path]:
    """Give a hidden folder to write into; it becomes a backup when the block ends well."""
    for left in (*folder.glob(f"{_UNFINISHED}*"), *folder.glob(f"{_LEAVING}*")):
        shutil.rmtree(left)
    name = f"{now.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    if (folder / name).exists():
        raise BackupFailed(f"{folder / name} is there already.")
    path = folder / f"{_UNFINISHED}{name}"
    path.mkdir(mode=0o700)
    try:
        yield path
        os.sync()  # all files at once; one by one takes a second for a hundred pictures
        os.rename(path, folder / name)
        sync_folder(folder)
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise


def rotate(folder: Path, keep: int) -> int:
    """Take away all but the newest ``keep`` backups; return how many that were."""
    surplus = find_backups(folder)[:-keep]
    for backup in surplus:
        leaving = folder / f"{_LEAVING}{backup.path.name}"
        os.rename(backup.path, leaving)  # half of one must not look like one
        shutil.rmtree(leaving)
    return len(surplus)


def write_sums(path: Path, sums: dict[str, str]) -> None:
    lines = [_line(name, sums[name]) for name in sorted(sums)]
    (path / SUMS).write_bytes("".join(lines).encode(errors="surrogateescape"))


def sum_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises BackupFailed where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BackupFailed(f"{path} cannot be read: {error.strerror}.") from None


def copy_file(source: Path, target: Path) -> str:
    """Copy a file with its time, readable by its owner alone; return its SHA-256."""
    digest = hashlib.sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as read, os.fdopen(descriptor, "wb") as written:
        while chunk := read.read(_AT_ONCE):
            digest.update(chunk)
            written.write(chunk)
        status = os.fstat(read.fileno())
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    return digest.hexdigest()


def files_under(folder: Path) -> Iterator[Path]:
    """Yield the regular files under a folder; hidden ones are somebody's who is writing them."""
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(path, name)
            if not name.startswith(".") and file.is_file() and not file.is_symlink():
                yield file


def sync_folder(folder: Path) -> None:
    """Return when what a folder says of its files is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BackupFailed(f"{path} cannot be read: {error.strerror}.") from None


def _line(name: str, digest: str) -> str:
    # As sha256sum writes the names that would not fit on a line.
    if "\\" in name or "\n" in name:
        escaped = name.replace("\\", "\\\\").replace("\n", "\\n")
        return f"\\{digest}  {escaped}\n"
    return f"{digest}  {name}\n"


def _read_line(line: str) -> tuple[str, str]:
    digest, _, name = line.partition("  ")
    if digest.startswith("\\"):
        digest = digest[1:]
        name = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], name)
    if not re.fullmatch("[0-9a-f]{64}", digest) or not name:
        raise BackupFailed(f"{SUMS} is damaged: {line[:100]!r} is no line of it.")
    return name, digest
