"""Captured pages on disk: in name order, without holding a folder's names, never outside it."""

import heapq
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from articles.capture import PageRefused

MAX_BYTES = 5 * 1024 * 1024
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


def _walk(folder: str, root: str, prefix: str) -> Iterator[PageFile]:
    if not os.access(folder, os.R_OK | os.X_OK):
        yield PageFile(
            folder, root, prefix.rstrip("/") or os.path.basename(folder)
        )  # refused when read
        return
    for name, is_folder in _entries_in_order(folder):
        path = f"{folder}/{name}"
        if is_folder:
            yield from _walk(path, root, f"{prefix}{name}/")
        elif not (name.endswith(TRANSLATION_SUFFIX) and os.path.exists(page_of(path))):
            yield PageFile(path, root, prefix + name)


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


def read_bytes(path: str, root: str) -> bytes:
    """Return a file's bytes.

    Raises PageRefused: ``outside-folder`` (a symbolic link out of ``root``), ``not-a-file``,
    ``file-too-large``, ``unreadable-file``.
    """
    if os.path.islink(path):
        target = os.path.realpath(path)
        if os.path.commonpath([target, root]) != root:
            raise PageRefused("outside-folder", "a symbolic link that leads out of the folder")
    try:
        # Non-blocking: opening a FIFO would wait for a writer that never comes.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        reason = f"the file cannot be read: {error.strerror}"
        raise PageRefused("unreadable-file", reason) from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise PageRefused("not-a-file", "not a regular file")
        with os.fdopen(descriptor, "rb", buffering=0, closefd=False) as file:
            content = file.read(MAX_BYTES + 1) or b""
    except OSError as error:
        reason = f"the file cannot be read: {error.strerror}"
        raise PageRefused("unreadable-file", reason) from None
    finally:
        os.close(descriptor)
    if len(content) > MAX_BYTES:
        raise PageRefused("file-too-large", "the file is larger than 5 MB")
    return content
