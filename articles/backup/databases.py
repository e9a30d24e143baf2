"""How each kind of database is copied while it is written to, proven, and put in another's place."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, Error, connections
from django.db.backends.postgresql.client import DatabaseClient
from django.db.utils import load_backend

from articles.read_only import is_passing

from .exceptions import BackupFailed

_PATIENCE = 20  # seconds for a lock
_COUNTED = ("articles_article", "articles_revision", "articles_correction", "articles_capturedpage")
# Who has a session's key is signed in: none is in a backup, and none that has ended comes back.
# What is kept for minutes of who tried to sign in, with addresses, is not kept for years there.
_EMPTIED = (
    *("django_session", "usersessions_usersession"),
    *("axes_accessattempt", "axes_accessattemptexpiration"),
    *("axes_accessfailurelog", "axes_accesslog"),
)
_GENERATION = "articles_generation"

Facts = dict[str, Any]


class _Damaged(BackupFailed):
    """SQLite can make nothing of what is in a file."""


class Database(Protocol):
    """The site's database, as far as a backup has to do with it. Every method raises BackupFailed."""

    vendor: str
    file_name: str

    def size(self) -> int:
        """Bytes that a copy may take."""

    def copy(self, target: Path) -> Facts:
        """Write the database as it is at one moment; return what is in it: migrations and counts."""

    def prove(self, copy: Path, facts: Facts) -> None:
        """Refuse a copy that is damaged, or is not what was written down of it."""

    def refuse_company(self, *, force: bool) -> None:
        """Refuse to go on while the site, or anybody, has the database open."""

    def put_back(self, copy: Path, facts: Facts, stamp: str, *, force: bool) -> str:
        """Put a copy in the database's place, at one moment; return where what was there is kept."""


def site_database() -> Database:
    """The database that the site is set to."""
    kinds = {"sqlite": SqliteDatabase, "postgresql": PostgresqlDatabase}
    return kinds[connections[DEFAULT_DB_ALIAS].vendor](connections[DEFAULT_DB_ALIAS].settings_dict)


# --- SQLite ----------------------------------------------------------------------------------------


def file_faults(connection: Any) -> list[str]:
    """Return what SQLite finds wrong with its file, and which rows lead to rows that are not there.

    Empty on PostgreSQL, which never commits such a row and has tools of its own (``amcheck``).
    """
    if connection.vendor != "sqlite":
        return []
    try:
        with connection.cursor() as cursor:
            return _faults_of(cursor)
    except DatabaseError as error:  # damaged where the check itself has to read
        if is_passing(error):
            raise
        return [str(error)]


def _faults_of(cursor: Any) -> list[str]:
    # Fetched, not gone through: what SQLite says half way is then an error of Django's cursor too.
    cursor.execute("PRAGMA integrity_check(20)")
    damaged = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
    cursor.execute("PRAGMA foreign_key_check")
    dangling = [
        f"{table}, row {row}: what it leads to in {parent} is not there"
        for table, row, parent, _ in cursor.fetchmany(20)
    ]
    return damaged + dangling


class SqliteDatabase:
    """``VACUUM INTO``: a snapshot, which no writer waits for and which no writer makes begin anew.

    The backup API page by page does begin anew, whenever another process has written.
    """

    vendor = "sqlite"
    file_name = "database.sqlite3"

    def __init__(self, settings_dict: dict[str, Any]) -> None:
        self.path = Path(settings_dict["NAME"])

    def size(self) -> int:
        with self._reading(self.path) as site:
            return (
                site.execute("PRAGMA page_count").fetchone()[0]
                * site.execute("PRAGMA page_size").fetchone()[0]
            )

    def copy(self, target: Path) -> Facts:
        with self._reading(self.path) as site:
            site.execute("VACUUM INTO ?", [str(target)])
        os.chmod(target, 0o600)
        with _sqlite(target) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
            copy.execute("PRAGMA secure_delete = ON")  # zeros over all of a page
            there = {name for (name,) in copy.execute("SELECT name FROM sqlite_schema")}
            for table in _EMPTIED:
                if table in there:  # not yet, where a backup is taken before migrate
                    copy.execute(f"DELETE FROM {table}")  # noqa: S608  our own constants
            _refuse_faults(copy)
            return _facts(copy)

    def prove(self, copy: Path, facts: Facts) -> None:
        with self._reading(copy, immutable=True) as opened:
            _refuse_faults(opened)
            _refuse_others(_facts(opened), facts)

    def put_back(self, copy: Path, facts: Facts, stamp: str, *, force: bool) -> str:
        """Write the copy into the site's file, as one transaction of SQLite's.

        Not a file for a file: a process that still has the old one open would write its log beside
        the new one's (https://www.sqlite.org/howtocorrupt.html, 1.4). A damaged file is moved away.
        """
        kept = self._kept(stamp)
        if not self.path.exists():
            self._move_away(kept)  # a log that was left behind is not the new file's
            self._write(copy, -1)
            return ""
        try:
            with _sqlite(self.path) as site:
                if not force:
                    self._refuse_users(site)
                kept.unlink(missing_ok=True)  # of a run that was killed
                site.execute("VACUUM INTO ?", [str(kept)])
                os.chmod(kept, 0o600)
                number = _generation(site)
        except _Damaged:  # and forced; what is held or full is told of
            self._move_away(kept)
            number = -1
        self._write(copy, number)
        return str(kept)

    def refuse_company(self, *, force: bool) -> None:
        if force or not self.path.exists():
            return
        try:
            with _sqlite(self.path) as site:
                self._refuse_users(site)
                site.execute("PRAGMA quick_check(1)").fetchone()
        except _Damaged as damaged:
            raise BackupFailed(
                f"{damaged} Nobody can tell whether the site is running: stop it, and say --force."
            ) from None

    def _refuse_users(self, site: sqlite3.Connection) -> None:
        """Whoever has the file open with a write-ahead log holds a lock on it, busy or not."""
        site.execute("PRAGMA busy_timeout = 500")
        try:
            site.execute("PRAGMA locking_mode = EXCLUSIVE")
            site.execute("PRAGMA journal_mode = DELETE").fetchone()
            site.execute("BEGIN EXCLUSIVE")
            site.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise BackupFailed(
                f"{self.path} is in use: stop the site and its timers first. (--force puts the "
                "backup into the running site, which is told of it.)"
            ) from None
        site.execute("PRAGMA locking_mode = NORMAL")
        site.execute("SELECT 1 FROM sqlite_master").fetchone()  # lets go of the lock
        site.execute(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")

    def _kept(self, stamp: str) -> Path:
        return self.path.with_name(f"{self.path.name}.before-{stamp}")

    def _write(self, copy: Path, number: int) -> None:
        with self._reading(copy, immutable=True) as source, _sqlite(self.path) as site:
            is_new = not self.path.stat().st_size
            source.backup(site)
            if is_new:  # one that was there keeps its owner and its rights
                os.chmod(self.path, 0o600)
            # Pages that a running site keeps are of another generation, whatever it was.
            with suppress(sqlite3.OperationalError):  # a database of before there were generations
                site.execute(f"UPDATE {_GENERATION} SET number = max(number, ?) + 1", [number])  # noqa: S608

    def _move_away(self, kept: Path) -> None:
        for ending in ("-wal", "-shm", ""):  # the log first: it would be taken for the new file's
            path = self.path.with_name(self.path.name + ending)
            if path.exists():
                os.replace(path, kept.with_name(kept.name + ending))

    @staticmethod
    @contextmanager
    def _reading(path: Path, *, immutable: bool = False) -> Iterator[sqlite3.Connection]:
        # Said in an address, so that a file that is not there is not made.
        address = f"{path.resolve().as_uri()}?{'immutable=1' if immutable else 'mode=ro'}"
        with _sqlite(address, uri=True) as opened:
            yield opened


@contextmanager
def _sqlite(path: Path | str, *, uri: bool = False) -> Iterator[sqlite3.Connection]:
    try:
        with closing(
            sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, uri=uri)
        ) as opened:
            yield opened
    except sqlite3.OperationalError as error:
        raise BackupFailed(f"SQLite says of {path}: {error}.") from None
    except sqlite3.DatabaseError as error:
        raise _Damaged(f"{path} is damaged: {error}.") from None


def _refuse_faults(opened: sqlite3.Connection) -> None:
    try:
        faults = _faults_of(opened.cursor())
    except sqlite3.DatabaseError as error:
        faults = [str(error)]
    if faults:
        raise BackupFailed(f"The database is damaged: {'; '.join(faults[:3])}.")


# --- PostgreSQL ------------------------------------------------------------------------------------


class PostgresqlDatabase:
    """``pg_dump`` of one snapshot; put back into a database of its own, which then takes the name."""

    vendor = "postgresql"
    file_name = "database.dump"

    def __init__(self, settings_dict: dict[str, Any]) -> None:
        # Past a pooler: neither a dump nor a name that changes goes through one.
        self.settings = settings_dict | settings.DATABASE_DIRECT
        self.settings["OPTIONS"] = {
            name: value
            for name, value in settings_dict.get("OPTIONS", {}).items()
            if name not in {"pool", "options"}
        }
        self.name = self.settings["NAME"]

    def size(self) -> int:
        return 0  # compressed, a fraction of the database that nobody knows before

    def copy(self, target: Path) -> Facts:
        with self._cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            self._run(
                *("pg_dump", "--format=custom", "--no-owner", "--no-privileges"),
                *(f"--exclude-table-data={table}" for table in _EMPTIED),
                *(f"--snapshot={snapshot}", f"--file={target}"),
            )
            facts = _facts(cursor)
            cursor.execute("COMMIT")
        os.chmod(target, 0o600)
        return facts

    def prove(self, copy: Path, facts: Facts) -> None:
        """That all of it can be read and says what was written down is seen when it is put back."""
        self._run("pg_restore", "--list", str(copy))

    def refuse_company(self, *, force: bool) -> None:
        with self._cursor("postgres") as server:
            if self._exists(server, self.name) and not force:
                self._refuse_users(server)

    def put_back(self, copy: Path, facts: Facts, stamp: str, *, force: bool) -> str:
        arriving, kept = f"{self.name}_restoring", f"{self.name}_before_{stamp}"
        with self._cursor("postgres") as server:
            is_there = self._exists(server, self.name)
            if is_there and not force:
                self._refuse_users(server)
            server.execute(
                f"DROP DATABASE IF EXISTS {_quoted(arriving)}"
            )  # of a run that was killed
            server.execute(
                f"CREATE DATABASE {_quoted(arriving)} TEMPLATE template0 ENCODING 'UTF8'"
                + self._locale(server)
            )
            try:
                self._run(
                    *("pg_restore", "--no-owner", "--no-privileges", "--single-transaction"),
                    *(f"--dbname={arriving}", str(copy)),
                )
                with self._cursor(arriving) as cursor:
                    _refuse_others(_facts(cursor), facts)
                    self._raise_generation(cursor, is_there=is_there)
                self._take_name(server, arriving, kept if is_there else "", force=force)
            except BaseException:
                server.execute(f"DROP DATABASE IF EXISTS {_quoted(arriving)}")
                raise
        return f"the database {kept}" if is_there else ""

    def _take_name(self, server: Any, arriving: str, kept: str, *, force: bool) -> None:
        """Both names change in one transaction; PostgreSQL refuses while anybody is connected."""
        if kept and force:
            server.execute(f"ALTER DATABASE {_quoted(self.name)} ALLOW_CONNECTIONS false")
        try:
            if kept and force:
                server.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
                    [self.name],
                )
            server.execute("BEGIN")
            if kept:
                server.execute(f"ALTER DATABASE {_quoted(self.name)} RENAME TO {_quoted(kept)}")
            server.execute(f"ALTER DATABASE {_quoted(arriving)} RENAME TO {_quoted(self.name)}")
            server.execute("COMMIT")
        except Error:
            with suppress(Error):
                server.execute("ROLLBACK")
            if kept and force:
                server.execute(f"ALTER DATABASE {_quoted(self.name)} ALLOW_CONNECTIONS true")
            raise
        if kept and force:
            server.execute(f"ALTER DATABASE {_quoted(kept)} ALLOW_CONNECTIONS true")

    def _refuse_users(self, server: Any) -> None:
        server.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [self.name])
        if count := server.fetchone()[0]:
            raise BackupFailed(
                f"The database {self.name} is in use by {count} connections: stop the site and its "
                "timers first. (--force ends them.)"
            )

    def _exists(self, server: Any, name: str) -> bool:
        server.execute("SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", [name])
        return server.fetchone()[0]

    def _locale(self, server: Any) -> str:
        """The new one's locale is the old one's, where there is an old one."""
        server.execute(
            "SELECT format(' LC_COLLATE %%L LC_CTYPE %%L', datcollate, datctype) FROM pg_database"
            " WHERE datname = %s AND datlocprovider = 'c'",
            [self.name],
        )
        row = server.fetchone()
        return row[0] if row else ""

    def _raise_generation(self, arriving: Any, *, is_there: bool) -> None:
        """Pages that a running site keeps are of another generation, whatever it was."""
        number = -1
        if is_there:
            with suppress(BackupFailed), self._cursor() as site:
                number = _generation(site)
        arriving.execute("SELECT to_regclass(%s) IS NOT NULL", [_GENERATION])
        if arriving.fetchone()[0]:
            arriving.execute(
                f"UPDATE {_GENERATION} SET number = greatest(number, %s) + 1",  # noqa: S608
                [number],
            )

    @contextmanager
    def _cursor(self, name: str = "") -> Iterator[Any]:
        """A cursor of a connection of our own, every statement by itself."""
        own = self.settings | {"NAME": name or self.name, "CONN_MAX_AGE": 0, "AUTOCOMMIT": True}
        connection = load_backend(own["ENGINE"]).DatabaseWrapper(own, DEFAULT_DB_ALIAS)
        try:
            with connection.cursor() as cursor:
                yield cursor
        except Error as error:
            raise BackupFailed(f"PostgreSQL says: {str(error).splitlines()[0]}.") from None
        finally:
            connection.close()

    def _run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL's. Whom it asks, and how, is in its environment, not where
        every account of the machine can read it.
        """
        _, environment = DatabaseClient.settings_to_cmd_args_env(self.settings, [])
        where = {
            "PGDATABASE": self.name,
            "PGHOST": self.settings.get("HOST"),
            "PGPORT": self.settings.get("PORT"),
            "PGUSER": self.settings.get("USER"),
        }
        told = {name: str(value) for name, value in where.items() if value}
        try:
            done = subprocess.run(  # noqa: S603  our own arguments, no shell
                [program, *arguments],
                env=os.environ | (environment or {}) | told,
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            raise BackupFailed(
                f"{program} is not installed (Debian: postgresql-client, of the server's version)."
            ) from None
        if done.returncode:
            said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
            raise BackupFailed(f"{program} failed: {said[0]}")


def _quoted(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)


# --- both ------------------------------------------------------------------------------------------


def _facts(cursor: Any) -> Facts:
    """What is in a database: its migrations, and how many rows are in the tables that matter most."""
    cursor = cursor.cursor() if isinstance(cursor, sqlite3.Connection) else cursor
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    migrations = [".".join(row) for row in cursor.fetchall()]
    counts = {}
    for table in _COUNTED:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  our own constants
        counts[table.removeprefix("articles_")] = cursor.fetchone()[0]
    return {"migrations": migrations, "counts": counts}


def _refuse_others(found: Facts, written: Facts) -> None:
    if found != {name: written.get(name) for name in found}:
        raise BackupFailed(
            f"It holds {found['counts']}, and {written.get('counts')} was written down."
        )


def _generation(cursor: Any) -> int:
    """The number of a database's generation; -1 where it has none."""
    try:
        row = cursor.execute(f"SELECT number FROM {_GENERATION}")  # noqa: S608
        row = (row or cursor).fetchone()
    except (sqlite3.OperationalError, Error):
        return -1
    return row[0] if row else -1
