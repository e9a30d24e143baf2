"""What a site of several machines leans on, started here for a while: PostgreSQL, a replica, Redis, PgBouncer.

Each is a context manager: everything lies in a folder that is given, listens on the loopback under a
port that was free, and has ended when it is left. None of it touches what the machine runs already.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.benchmarks.servers import free_port

NAME = "newsroom"  # the database
_PATIENCE = 60  # seconds that one may take to start
_STATEMENT = re.compile(r"^statement (\d+) LOG:  (?:statement|execute [^:]*):", re.MULTILINE)


class Missing(Exception):
    """A program that is not installed; the message says what to install."""


# --- What is installed -----------------------------------------------------------------------------


def find_postgresql() -> Path:
    """The folder of the newest PostgreSQL server's programs. Raises Missing."""
    folders = []
    if (pg_config := shutil.which("pg_config")) is not None:
        told = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        folders.append(Path(told.stdout.strip()))
    folders += newest_first(Path("/usr/lib/postgresql").glob("*/bin"))
    if (initdb := shutil.which("initdb")) is not None:
        folders.append(Path(initdb).resolve().parent)
    for folder in folders:
        if all((folder / one).exists() for one in ("initdb", "postgres", "pg_basebackup")):
            return folder
    raise Missing("PostgreSQL's server is not installed. On Debian: apt-get install postgresql")


def newest_first(folders: Iterable[Path]) -> list[Path]:
    """Folders as Debian has them, ``/usr/lib/postgresql/15/bin``, by their version."""
    return sorted(folders, key=lambda folder: float(folder.parent.name), reverse=True)


def find_redis() -> str:
    """The path of Redis or Valkey. Raises Missing."""
    for name in ("redis-server", "valkey-server"):
        if (found := shutil.which(name)) is not None:
            return found
    raise Missing("Redis is not installed. On Debian: apt-get install redis-server")


def find_pgbouncer() -> str:
    """The path of PgBouncer, which Debian keeps out of a user's PATH. Raises Missing."""
    if (found := shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")) is not None:
        return found
    raise Missing("PgBouncer is not installed. On Debian: apt-get install pgbouncer")


def version_of(program: str) -> str:
    """The first number that a program tells of itself, ``7.0.15``."""
    told = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\d+(?:\.\d+)+", told)
    return found[0] if found else "?"


def _owner() -> dict[str, Any]:
    """As whom to run what refuses to be run by root, as arguments of ``subprocess``."""
    if os.geteuid() != 0:
        return {}
    names = {one.pw_name for one in pwd.getpwall()}
    who = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def make_folder(folder: Path) -> Path:
    """Make a folder for those who run here; the folder."""
    folder.mkdir(mode=0o700)
    if owner := _owner():
        os.chown(folder, owner["user"], owner["group"])
    return folder


# --- Programs --------------------------------------------------------------------------------------


@contextmanager
def _running(command: Sequence[str], log: Path, ends_by: signal.Signals) -> Iterator[int]:
    """Run a program until this is left; its process number."""
    # A session of its own: what interrupts the benchmark does not end it before its readers end.
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=out, cwd=log.parent, start_new_session=True, **_owner()
        )
    try:
        yield process.pid
    finally:
        process.send_signal(ends_by)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on {port}:\n{log.read_text(errors='replace')[-2000:]}")


def _run(*command: str | Path) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd="/", capture_output=True, text=True, **_owner()
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")


class Cluster:
    """A PostgreSQL that runs; ``url`` is of its database."""

    def __init__(self, folder: Path, port: int, pid: int, log: Path) -> None:
        self.port, self.pid = port, pid
        self.url = f"postgresql://postgres@127.0.0.1:{port}/{NAME}"
        self._settings, self._log = folder / "postgresql.conf", log

    def ask(self, sql: str, database: str = NAME) -> list[tuple[Any, ...]]:
        """Run a statement as its administrator; its rows."""
        import psycopg  # not installed where SQLite is all there is

        address = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True) as opened:
            found = opened.execute(sql)
            return found.fetchall() if found.description else []

    @contextmanager
    def statements(self) -> Iterator[list[int]]:
        """The process numbers of those who send statements meanwhile, one for each statement."""
        found: list[int] = []
        self._log_statements("all")
        began = self._log.stat().st_size
        try:
            yield found
        finally:
            with self._log.open(errors="replace") as log:
                log.seek(began)
                found += read_statements(log.read())
            self._log_statements("none")

    def _log_statements(self, which: str) -> None:
        with self._settings.open("a") as settings:
            settings.write(f"log_statement = {which}\n")
        os.kill(self.pid, signal.SIGHUP)
        deadline = time.monotonic() + _PATIENCE
        while self.ask("SHOW log_statement") != [(which,)] and time.monotonic() < deadline:
            time.sleep(0.02)


def read_statements(log: str) -> list[int]:
    """The process numbers in a log of statements, in its order."""
    return [int(pid) for pid in _STATEMENT.findall(log)]


@contextmanager
def primary(programs: Path, folder: Path) -> Iterator[Cluster]:
    """A new PostgreSQL with an empty database."""
    data = make_folder(folder / "primary")
    _run(
        programs / "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust",
        "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
    )  # fmt: skip
    with _postgres(programs, data) as cluster:
        cluster.ask(f"CREATE DATABASE {NAME}", "postgres")
        # What PgBouncer does not pass on of a connection's settings.
        cluster.ask(f"ALTER DATABASE {NAME} SET jit = off", "postgres")
        yield cluster


@contextmanager
def replica(programs: Path, folder: Path, of: Cluster) -> Iterator[Cluster]:
    """A streaming replica, as far as its primary at the moment when it is ready."""
    data = make_folder(folder / "replica")
    _run(
        programs / "pg_basebackup", "--pgdata", data, "--host", "127.0.0.1", "--port", str(of.port),
        "--username", "postgres", "--create-slot", "--slot", "replica", "--write-recovery-conf",
        "--wal-method", "stream", "--checkpoint", "fast", "--no-sync",
    )  # fmt: skip
    with _postgres(programs, data) as cluster:
        yield cluster


@contextmanager
def _postgres(programs: Path, data: Path) -> Iterator[Cluster]:
    port, log = free_port(), data.parent / f"{data.name}.log"
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "hot_standby_feedback": "on",
        "log_line_prefix": "statement %p ",
    }
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port)]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    # SIGINT: connections are ended, what is written is kept.
    with _running(command, log, signal.SIGINT) as pid:
        _wait_for(port, log)
        cluster = Cluster(data, port, pid, log)
        deadline = time.monotonic() + _PATIENCE
        while True:  # it listens before it answers
            try:
                cluster.ask("SELECT 1", "postgres")
                break
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        yield cluster


@contextmanager
def redis(program: str, folder: Path) -> Iterator[tuple[str, int]]:
    """A Redis that keeps nothing: its address as CACHE_URL has it, its process number."""
    port, data = free_port(), make_folder(folder / "redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(data)]
    command += ["--save", "", "--appendonly", "no"]
    with _running(command, folder / "redis.log", signal.SIGTERM) as pid:
        _wait_for(port, folder / "redis.log")
        yield f"rediscache://127.0.0.1:{port}/0", pid


@contextmanager
def pgbouncer(program: str, folder: Path, clusters: Sequence[Cluster]) -> Iterator[list[str]]:
    """PgBouncer in transaction mode before some clusters; the addresses of their databases there."""
    port, data = free_port(), make_folder(folder / "pgbouncer")
    names = [f"{NAME}_{number}" for number, _ in enumerate(clusters)]
    lines = ["[databases]"]
    for name, cluster in zip(names, clusters, strict=True):
        lines.append(f"{name} = host=127.0.0.1 port={cluster.port} dbname={NAME}")
    lines += [
        *("[pgbouncer]", "listen_addr = 127.0.0.1", f"listen_port = {port}", "unix_socket_dir ="),
        *("auth_type = trust", f"auth_file = {data / 'users'}", "pool_mode = transaction"),
        # Django's settings of a connection, which PgBouncer does not know; see ``primary``.
        "ignore_startup_parameters = options",
    ]
    for name, text in (("users", '"postgres" ""\n'), ("pgbouncer.ini", "\n".join([*lines, ""]))):
        (data / name).write_text(text)
        (data / name).chmod(0o644)  # whoever runs it reads it
    command = [program, "--quiet", str(data / "pgbouncer.ini")]
    with _running(command, folder / "pgbouncer.log", signal.SIGTERM):
        _wait_for(port, folder / "pgbouncer.log")
        yield [f"postgresql://postgres@127.0.0.1:{port}/{name}" for name in names]


# --- What they take --------------------------------------------------------------------------------


def processor_time(pid: int) -> float:
    """Seconds of the processor that a process and those it has started, and run still, have taken."""
    tasks = [task for one in (pid, *_children(pid)) for task in Path(f"/proc/{one}/task").glob("*")]
    taken = 0
    for task in tasks:
        with suppress(OSError):
            taken += int((task / "schedstat").read_text().split()[0])
    return taken / 1e9


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
