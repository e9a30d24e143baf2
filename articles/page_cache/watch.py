"""Knowing, at no cost to a request, that nothing public has changed since a page was made."""

import mmap
import os
import threading
import time
from copy import deepcopy
from typing import Any, Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.utils import load_backend

from .generation import Generation, read_generation, read_number
from .triggers import CHANNEL

_LEASE = 3.0  # seconds for which a generation is taken to stand after PostgreSQL was last heard
_HEARTBEAT = 1.0  # seconds
_PAUSE = 0.002  # seconds between two looks at who has not heard yet
_LOCKS = 0x6E657773  # the class of our advisory locks


class Watch(Protocol):
    """One a process. It makes a connection of its own, which no request uses."""

    def standing(self) -> Generation | None:
        """The generation that stands at this moment; None where that is not known."""


def watch_database() -> Watch:
    """The watch for the site's database."""
    kinds = {"sqlite": SqliteWatch, "postgresql": PostgresqlWatch}
    return kinds[connections[DEFAULT_DB_ALIAS].vendor]()


def settle() -> None:
    """Return once no process anywhere takes an older generation than this one's last commit for the
    standing one: from then on, what was written is what readers get. Other processes keep pages
    whether this one does or not.
    """
    # The request's connection, which is free again: who publishes is about to be told so.
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        return  # a commit is in the shared file before it returns
    deadline = time.monotonic() + _LEASE
    try:
        number = read_number(connection)
        while _is_held_before(number, connection) and time.monotonic() < deadline:
            time.sleep(_PAUSE)
    except Error:  # what was written is written; a database that went is told of elsewhere
        pass
    finally:
        connection.close()


def _own_connection() -> Any:
    own = deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict) | settings.DATABASE_DIRECT
    own.get("OPTIONS", {}).pop("pool", None)
    connection = load_backend(own["ENGINE"]).DatabaseWrapper(own, DEFAULT_DB_ALIAS)
    connection.inc_thread_sharing()
    return connection


class SqliteWatch:
    """Reads the file that all connections share (``…-shm``): its head changes with every commit.

    Forty-eight bytes of mapped memory are compared. Asking SQLite itself lets other threads run
    meanwhile, so that a page under load waits for its turn again. https://www.sqlite.org/walformat.html#the_wal_index_header
    """

    _HEAD = 48  # bytes: format, count of changes, frames, salts, checksums

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection = _own_connection()
        self._shared: mmap.mmap | None = None
        self._seen: tuple[bytes, Generation] | None = None

    def standing(self) -> Generation | None:
        seen = self._seen
        if (
            seen is not None
            and self._shared is not None
            and self._shared[: self._HEAD] == seen[0]
            and time.time() < seen[1].until
        ):
            return seen[1]
        with self._lock:
            return self._look()

    def _look(self) -> Generation | None:
        try:
            if self._shared is None:
                self._shared = self._map()
            # The head first: what is committed after it was read shows in it the next time.
            head = self._shared[: self._HEAD] if self._shared else b""
            number = read_number(self._connection)
            seen = self._seen
            if seen is None or seen[1].number != number or time.time() >= seen[1].until:
                generation = read_generation(self._connection)
            else:
                generation = seen[1]
        except Error:
            return None
        self._seen = (head, generation)
        return generation

    def _map(self) -> mmap.mmap | None:
        """The shared file. It stays open: closing it would let go of SQLite's own locks on it."""
        with self._connection.cursor() as cursor:
            cursor.execute("PRAGMA database_list")
            path = cursor.fetchone()[2]
        try:
            self._file = os.open(f"{path}-shm", os.O_RDONLY | os.O_CLOEXEC)
            return mmap.mmap(self._file, self._HEAD, access=mmap.ACCESS_READ)
        except OSError:  # not a file with a write-ahead log: asked every time
            return None


class PostgresqlWatch:
    """Is told by PostgreSQL (LISTEN), in a thread, and holds a lock that says what it was told.

    Who has written waits in ``settle`` until nobody holds the lock of an older generation. A process
    that PostgreSQL has not answered for ``_LEASE`` seconds trusts its pages no longer, and nobody
    waits for it longer than that.
    """

    def __init__(self) -> None:
        self._told: tuple[Generation, float] | None = None
        threading.Thread(target=self._listen, name="generation", daemon=True).start()

    def standing(self) -> Generation | None:
        told = self._told
        if told is None or time.monotonic() >= told[1] or time.time() >= told[0].until:
            return None
        return told[0]

    def _listen(self) -> None:
        while True:
            connection = _own_connection()
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"LISTEN {CHANNEL}")
                while True:
                    self._follow(connection)
            except Error:
                self._told = None
                time.sleep(_HEARTBEAT)
            finally:
                connection.close()

    def _follow(self, connection: Any) -> None:
        """Take the generation that stands for true until something else is heard."""
        asked = time.monotonic()
        generation = read_generation(connection)
        with connection.cursor() as cursor:
            # Locked, and looked at again: who has raised it in between has not seen the lock.
            cursor.execute("SELECT pg_advisory_lock_shared(%s, %s)", [_LOCKS, generation.number])
            try:
                while read_number(connection) == generation.number:
                    self._told = (generation, asked + _LEASE)
                    left = generation.until - time.time()
                    if left <= 0 or self._hears_of_another(connection, min(left, _HEARTBEAT)):
                        break
                    asked = time.monotonic()
            finally:
                self._told = None
                cursor.execute("SELECT pg_advisory_unlock_all()")

    def _hears_of_another(self, connection: Any, timeout: float) -> bool:
        with connection.wrap_database_errors:
            return any(connection.connection.notifies(timeout=timeout, stop_after=1))


def _is_held_before(number: int, connection: Any) -> bool:
    """Whether any process takes an older generation than a number for the standing one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE locktype = 'advisory' AND classid = %s AND objid < %s"
            " AND datname = current_database())",
            [_LOCKS, number],
        )
        return cursor.fetchone()[0]
