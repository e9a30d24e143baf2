"""Reading pages on every core, in order, with a bounded number of pages under way."""

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Any, TypeVar

from articles.arabic import Stemmer

from .files import PageFile, size_of
from .prepare import PageWords, PreparedPage, count_pages, prepare_pages

_BATCH = 50  # pages a task
_AHEAD = 24  # tasks under way: bounds memory, keeps the workers fed
# The same for pages that are as large as pages may be: what is known of one takes ten times as much.
_BATCH_BYTES = 2_000_000
_BYTES_AHEAD = 24_000_000
_WORTH_IT = 500  # pages; below this, starting processes costs more than they save

Made = TypeVar("Made")


def read_pages(
    files: Iterable[PageFile],
    known_sources: frozenset[str],
    now: datetime,
    *,
    vocabulary: Mapping[str, int],
    with_blocks: bool,
) -> Iterator[PreparedPage]:
    """Yield every file read, in the order given; in this process when they are few.

    ``vocabulary`` is the words by whose counts search tells stems.
    """
    read = partial(_read, known_sources=known_sources, now=now, with_blocks=with_blocks)
    for pages in _spread(files, read, vocabulary):
        yield from pages


def words_of_pages(files: Iterable[PageFile], known_sources: frozenset[str]) -> Iterator[PageWords]:
    """Yield what words there are in files, some files at a time; in this process when they are few."""
    yield from _spread(files, partial(_count, known_sources=known_sources), {})


def _read(batch: list[PageFile], stemmer: Stemmer, **told: Any) -> list[PreparedPage]:
    return prepare_pages(batch, stemmer=stemmer, **told)


def _count(batch: list[PageFile], _: Stemmer, known_sources: frozenset[str]) -> PageWords:
    return count_pages(batch, known_sources)


def _spread(
    files: Iterable[PageFile],
    make: Callable[[list[PageFile], Stemmer], Made],
    vocabulary: Mapping[str, int],
) -> Iterator[Made]:
    """Yield what is made of files, some at a time, in the order given."""
    files = iter(files)
    first = list(islice(files, _WORTH_IT))
    cores = os.cpu_count() or 1
    if len(first) < _WORTH_IT or cores == 1:
        stemmer = Stemmer(vocabulary)
        for batch, _ in _batches(chain(first, files)):
            yield make(batch, stemmer)
        return
    under_way: deque[tuple[Future[Made], int]] = deque()
    ahead = 0  # bytes
    # Spawned, not forked: a fork would share this process's database connection and its threads.
    # What they import has never heard of Django, so they start in no time.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        cores, mp_context=context, initializer=_begin, initargs=(vocabulary,)
    ) as pool:
        for batch, size in _batches(chain(first, files)):
            under_way.append((pool.submit(_make, make, batch), size))
            ahead += size
            while len(under_way) >= _AHEAD or (under_way and ahead >= _BYTES_AHEAD):
                oldest, size = under_way.popleft()
                ahead -= size
                yield oldest.result()
        for future, _ in under_way:
            yield future.result()


_stemmer = Stemmer({})  # a worker's, given when it begins: a vocabulary is large


def _begin(vocabulary: Mapping[str, int]) -> None:
    global _stemmer
    _stemmer = Stemmer(vocabulary)
    _follow_parent()


def _make(make: Callable[[list[PageFile], Stemmer], Any], batch: list[PageFile]) -> Any:
    return make(batch, _stemmer)


def _follow_parent() -> None:
    """End this worker when the importer is gone: one that was killed could not tell it to stop."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101  a worker has one

    def wait() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _batches(files: Iterator[PageFile]) -> Iterator[tuple[list[PageFile], int]]:
    """Yield files, some at a time, and how many bytes these are."""
    batch: list[PageFile] = []
    size = 0
    for file in files:
        batch.append(file)
        size += size_of(file)
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch, size
            batch, size = [], 0
    if batch:
        yield batch, size
