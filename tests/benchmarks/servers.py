"""gunicorn as in production, asked from outside: started, measured with wrk, weighed, stopped."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from tests.benchmarks.floor import Answer

ROOT = Path(__file__).resolve().parents[2]
SITE = "newsroom.wsgi"
FLOOR = "tests.benchmarks.floor:application"
MINIMAL = "tests.benchmarks.minimal.page:application"
COMPRESSED = {"Accept-Encoding": "br, gzip"}
_PATIENCE = 120  # seconds until a server answers, on a machine that has other work too
_CONNECTIONS = 8  # a worker has four threads, and there are two workers


def environment(database_url: str, **others: str) -> dict[str, str]:
    """The environment of a site in production, but over plain HTTP on this machine, as `make demo`."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    return kept | {
        "ENV_FILE": os.devnull,
        "DEBUG": "0",
        "HTTPS": "0",
        "MFA_REQUIRED": "",  # what is measured is the desk, not its door
        "SECRET_KEY": "only-for-a-benchmark-and-longer-than-fifty-characters-it-is",
        "DATABASE_URL": database_url,
        **others,
    }


_KEPT = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "DATABASE_POOL", "CACHE_URL"}


class Load(NamedTuple):
    """What came of asking a server for some seconds; milliseconds at the median and at 99 %."""

    per_second: float
    p50: float
    p99: float
    bytes_each: float
    requests: int
    failed: int = 0


class Memory(NamedTuple):
    """MB of the workers together: at their peak (RSS), and now with what they share told once (PSS).

    ``largest`` is the peak of the largest one.
    """

    peak: float
    shared: float
    largest: float


class Server:
    """One gunicorn; a context manager that is left when it has ended."""

    def __init__(self, application: str, environ: dict[str, str], *, workers: int) -> None:
        self._application = application
        self.port = free_port()
        self._environ = environ | {"PORT": str(self.port), "WEB_CONCURRENCY": str(workers)}
        self._workers = workers
        self._process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        """Of the process that has started the workers."""
        return self._process.pid

    def __enter__(self) -> Self:
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", self._application],
            cwd=ROOT, env=self._environ, stdout=self._log, stderr=self._log,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(_PATIENCE)
        self._log.close()

    @property
    def address(self) -> str:
        """Where it is, ``http://127.0.0.1:41234``."""
        return f"http://127.0.0.1:{self.port}"

    def wait(self, path: str) -> None:
        """Return when every worker has come up and an address is answered."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            with suppress(OSError, http.client.HTTPException):
                if len(self._worker_ids()) == self._workers:
                    self.get(path)
                    return
            time.sleep(0.05)
        self._log.seek(0)
        sys.exit(f"{self._application} does not answer:\n{self._log.read().decode()}")

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask once; the answer as it came, with nothing read into it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request("GET", path, headers={"Host": self.host} | (headers or {}))
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        return Answer(f"{response.status} {response.reason}", response.getheaders(), body)

    @property
    def host(self) -> str:
        """One name for all servers, so that what they answer does not tell them apart."""
        return "127.0.0.1:8000"

    def memory(self) -> Memory:
        """What the workers have taken so far."""
        workers = self._worker_ids()
        peaks = [_kilobytes(Path(f"/proc/{pid}/status"), "VmHWM:") / 1024 for pid in workers]
        shared = [_kilobytes(Path(f"/proc/{pid}/smaps_rollup"), "Pss:") / 1024 for pid in workers]
        return Memory(sum(peaks), sum(shared), max(peaks))

    def _worker_ids(self) -> list[int]:
        pid = self._process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


Measure = Callable[[Server, Sequence[str], dict[str, str], bool], Load]
"""Asks a server for addresses with some headers: over and over, or (True) each only once."""


def wrk(seconds: float, *, connections: int = _CONNECTIONS, takes_errors: bool = False) -> Measure:
    """Measure for so many seconds, or until all addresses that are asked once were.

    What is asked over and over is asked a few times before. Exits where a request failed, unless
    errors are what is looked for (``Load.failed``): what refuses is fast, and no page.
    """

    def measure(server: Server, paths: Sequence[str], headers: dict[str, str], once: bool) -> Load:
        if not once:
            _warm_up(server, paths, headers)
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as addresses:
            addresses.write("\n".join(paths) + "\n")
            addresses.flush()
            given = {"Host": server.host} | headers
            done = subprocess.run(
                [
                    "wrk", "--threads", "1", "--connections", str(connections),
                    "--duration", f"{max(round(seconds), 1)}s", "--timeout", "20s",
                    *(part for name, value in given.items() for part in ("-H", f"{name}: {value}")),
                    "--script", str(ROOT / "tests/benchmarks/load.lua"),
                    server.address, "--",
                    addresses.name, "once" if once else "lap",
                ],
                capture_output=True, text=True, check=True,
            )  # fmt: skip
        load = read_wrk(done.stdout) or _ask_one(server, paths[0], headers)
        if load.failed and not takes_errors:
            sys.exit(f"{paths[0]} or one after it: {load.failed} failed")
        return load

    return measure


def _ask_one(server: Server, path: str, headers: dict[str, str]) -> Load:
    """Of a page so slow that no answer came in time: what one request takes by itself."""
    began = time.perf_counter()
    answer = server.get(path, headers)
    took = time.perf_counter() - began
    return Load(1 / took, took * 1000, took * 1000, len(answer.body), 1)


def read_wrk(printed: str) -> Load | None:
    """Read what wrk printed; None where nothing was answered."""
    told = json.loads(printed.strip().splitlines()[-1])
    if not told["requests"]:
        return None
    return Load(
        told["requests"] / told["seconds"],
        told["p50"],
        told["p99"],
        told["bytes"] / told["requests"],
        told["requests"],
        told["refused"] + told["broken"],
    )


def _warm_up(server: Server, paths: Sequence[str], headers: dict[str, str]) -> None:
    """Ask for what is to be hot, so that every worker is likely to have met it."""
    for path in paths:
        for _ in range(6 if len(paths) == 1 else 4):
            server.get(path, headers)


def free_port() -> int:
    """A port of the loopback on which nothing listens."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


def _kilobytes(file: Path, name: str) -> int:
    lines = (line.split() for line in file.read_text().splitlines())
    return next(int(line[1]) for line in lines if line[0] == name)
