"""Reading pages on every core, in order, with a bounded number of pages under way."""

import multiprocessing
import multiprocessing.connection
import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from itertools import chain, islice

from articles.arabic import Stemmer

from .files import PageFile, size_of
from .prepare import PreparedPage, prepare_pages

_BATCH = 50  # pages a task
_AHEAD = 24  # tasks under way: bounds memory, keeps the workers fed
# The same for pages that are as large as pages may be: what is known of one takes ten times as much.
_BATCH_BYTES = 2_000_000
_BYTES_AHEAD = 24_000_000
_WORTH_IT = 500  # pages; below this, starting processes costs more than they save


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
    files = iter(files)
    first = list(islice(files, _WORTH_IT))
    cores = os.cpu_count() or 1
    if len(first) < _WORTH_IT or cores == 1:
        stemmer = Stemmer(vocabulary)
        for batch, _ in _batches(chain(first, files)):
            yield from prepare_pages(batch, known_sources, now, stemmer, with_blocks)
        return
    under_way: deque[tuple[Future[list[PreparedPage]], int]] = deque()
    ahead = 0  # bytes
    # Spawned, not forked: a fork would share this process's database connection and its threads.
    # What they import has never heard of Django, so they start in no time.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        cores, mp_context=context, initializer=_begin, initargs=(vocabulary,)
    ) as pool:
        for batch, size in _batches(chain(first, files)):
            future = pool.submit(_prepare, batch, known_sources, now, with_blocks)
            under_way.append((future, size))
            ahead += size
            while len(under_way) >= _AHEAD or (under_way and ahead >= _BYTES_AHEAD):
                oldest, size = under_way.popleft()
                ahead -= size
                yield from oldest.result()
        for future, _ in under_way:
            yield from future.result()


_stemmer = Stemmer({})  # a worker's, given when it begins: a vocabulary is large


def _begin(vocabulary: Mapping[str, int]) -> None:
    global _stemmer
    _stemmer = Stemmer(vocabulary)
    _follow_parent()


def _prepare(
    batch: list[PageFile], known_sources: frozenset[str], now: datetime, with_blocks: bool
) -> list[PreparedPage]:
    return prepare_pages(batch, known_sources, now, _stemmer, with_blocks)


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
