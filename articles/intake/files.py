"""Captured pages on disk: in name order, without holding a folder's names, never outside it."""

import heapq
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from articles.capture import PageRefused

MAX_BYTES = 5 * 1024 * 1024
MAX_DEPTH = 50
"""Folders in one another; a page in a deeper one is not looked for, and the folder is named."""
TRANSLATION_SUFFIX = ".en.txt"
_WINDOW = 50_000  # names held at a time


class PageFile(NamedTuple):
    """A file to read, the folder it may not lead out of, and its name for reports."""

    path: str
    root: str
    name: str


def find_pages(path: Path) -> Iterator[PageFile]:
    """Yield the pages of a file or a folder, its sub-folders too, in name order.

    Hidden files and the translations that lie beside their pages are passed over. Raises
    FileNotFoundError where nothing is there.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    if path.is_dir():
        yield from _walk(str(path), str(path.resolve()), "")
    else:
        yield PageFile(str(path), str(path.resolve().parent), path.name)


def _walk(folder: str, root: str, prefix: str, depth: int = 0) -> Iterator[PageFile]:
    # One that cannot be listed is refused when it is read, and so named in the report.
    itself = PageFile(folder, root, prefix.rstrip("/") or os.path.basename(folder))
    if depth > MAX_DEPTH or not os.access(folder, os.R_OK | os.X_OK):
        yield itself
        return
    try:
        for name, is_folder in _entries_in_order(folder):
            path = f"{folder}/{name}"
            if is_folder:
                yield from _walk(path, root, f"{prefix}{name}/", depth + 1)
            elif not (name.endswith(TRANSLATION_SUFFIX) and os.path.exists(page_of(path))):
                yield PageFile(path, root, prefix + name)
    except OSError:  # it went while it was listed, or its disk fails
        yield itself


def _entries_in_order(folder: str) -> Iterator[tuple[str, bool]]:
    """Names, sorted, and whether each is a folder (a link to one is not).

    A window at a time: a million names are never in memory at once.
    """
    last = ""
    while True:
        with os.scandir(folder) as entries:
            window = heapq.nsmallest(
                _WINDOW,
                (
                    (entry.name, entry.is_dir(follow_symlinks=False))
                    for entry in entries
                    if entry.name > last and entry.name[0] != "."
                ),
            )
        yield from window
        if len(window) < _WINDOW:
            return
        last = window[-1][0]


def page_of(translation: str) -> str:
    """``…/012_souq.en.txt`` -> ``…/012_souq.txt``."""
    return translation.removesuffix(TRANSLATION_SUFFIX) + ".txt"


def translation_of(page: str) -> str:
    """``…/012_souq.txt`` -> ``…/012_souq.en.txt``, whether it exists or not."""
    return page.removesuffix(".txt") + TRANSLATION_SUFFIX


def size_of(file: PageFile) -> int:
    """Bytes that reading a file may take; 0 where it cannot be known, and is refused when read."""
    try:
        return min(os.stat(file.path).st_size, MAX_BYTES)
    except OSError:
        return 0


def read_bytes(path: str, root: str) -> bytes:
    """Return a file's bytes; ``MAX_BYTES`` at most are ever in memory.

    Raises PageRefused: ``outside-folder`` (a symbolic link out of ``root``), ``not-a-file``,
    ``file-too-large``, ``unreadable-file``, ``changed-while-read``.
    """
    try:
        if os.path.islink(path):
            path = os.path.realpath(path)
            if os.path.commonpath([path, root]) != root:
                raise PageRefused("outside-folder", "a symbolic link that leads out of the folder")
        # Looked at before it is opened: opening is enough for some devices to do something.
        _refuse_other_than_file(os.lstat(path))
        # Not through a link that was put there meanwhile, nor waiting for a FIFO's writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            before = os.fstat(descriptor)
            _refuse_other_than_file(before)
            if before.st_size > MAX_BYTES:
                raise PageRefused("file-too-large", "the file is larger than 5 MB")
            content = file.read(MAX_BYTES + 1) or b""
            after = os.fstat(descriptor)
    except OSError as error:
        reason = f"the file cannot be read: {error.strerror}"
        raise PageRefused("unreadable-file", reason) from None
    if len(content) != after.st_size or _version(before) != _version(after):
        reason = "the file was written to while it was read: import it again"
        raise PageRefused("changed-while-read", reason)
    return content


def _refuse_other_than_file(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        reason = f"a folder that cannot be listed, or lies more than {MAX_DEPTH} deep"
        raise PageRefused("not-a-file", reason)
    if not stat.S_ISREG(status.st_mode):
        raise PageRefused("not-a-file", "not a regular file")


def _version(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns
