"""Two machines, a replica and Redis: ``make bench``, or ``python tests/benchmarks/machines.py``.

Starts PostgreSQL with a streaming replica, Redis and, where it is installed, PgBouncer, all its own, on
the loopback, and fills a small archive. A *machine* is a gunicorn of one worker. Asks with wrk, in
rounds, one arrangement after another: one machine and two; two without the replica; two through
PgBouncer; one with its cache in memory; and one whose Redis was killed. Has an editor publish at one
machine while readers ask both. All of them share the processors that there are, so what one page takes
of them, at its machine and at the databases, says more than the rate: both are told.

Adds what was measured to var/bench/results.json, and to docs/performance.md where ``site.py`` has been
run. It takes two minutes or three, ends by itself in any case, and leaves nothing behind.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.benchmarks import clusters, report  # noqa: E402  found by the path above
from tests.benchmarks.servers import (  # noqa: E402
    COMPRESSED,
    SITE,
    Load,
    Server,
    environment,
    wrk,
)
from tests.benchmarks.site import KEPT, collect_static, inside, require_wrk  # noqa: E402

_LONGEST = 900  # seconds, after which it gives up
_CONNECTIONS = 8  # of all machines together
_COUNTED = 40  # pages of a kind whose statements are counted, and whose time is taken
_COLD = 400  # addresses of a kind that a machine is asked for in a round, at most
_LOOKUPS = 70  # of a reader's report; a network may ask for 30
_LOOKUP = "/reports/?number=00000000"
_SAMPLED = 0.05  # seconds between two looks at how far the replica is

Machines = dict[str, list[Server]]
"""Machines that are set up alike, by what that is."""


class Case(NamedTuple):
    """Something to measure: how many of which machines are asked for a page, and how."""

    kind: str
    machines: int
    page: str
    how: str  # hot or cold


class Addresses:
    """What to ask for: no machine is asked for a cold address twice."""

    def __init__(self, pages: dict[str, dict[str, list[str]]], rounds: int) -> None:
        self._pages, self._left = pages, dict[tuple[int, str], Iterator[str]]()
        # A machine is asked alone, with the other one, when Redis is gone, and for _COUNTED twice.
        self._each = {
            page: max(min(_COLD, (len(some["cold"]) - 2 * _COUNTED) // (3 * rounds)), 10)
            for page, some in pages.items()
        }

    def hot(self, page: str) -> list[str]:
        return self._pages[page]["hot"]

    def cold(self, server: Server, page: str, count: int = 0) -> list[str]:
        """So many that this machine was not asked for yet, or as many as there are for a round."""
        left = self._left.setdefault((server.port, page), iter(self._pages[page]["cold"]))
        return list(islice(left, count or self._each[page]))


class Site(NamedTuple):
    """All that runs."""

    primary: clusters.Cluster
    replica: clusters.Cluster
    machines: Machines
    addresses: Addresses

    def processor_times(self, server: Server) -> dict[str, float]:
        """Seconds that a machine and the databases have taken so far."""
        pids = {"machine": server.pid, "primary": self.primary.pid, "replica": self.replica.pid}
        return {name: clusters.processor_time(pid) for name, pid in pids.items()}


# --- Rates -----------------------------------------------------------------------------------------


def measure(
    site: Site, cases: Sequence[Case], rounds: int, seconds: float, takes_errors: bool = False
) -> list[dict[str, Any]]:
    """Ask for all cases in each round; the medians of each."""
    loads: dict[Case, list[Load]] = {case: [] for case in cases}
    for number in range(rounds):
        for case in cases:
            servers = site.machines[case.kind][: case.machines]
            load = _ask(site, case, servers, seconds, takes_errors)
            loads[case].append(load)
            told = f"round {number + 1}: {case.machines} × {case.kind}, {case.page}, {case.how}"
            print(f"{told:60}{load.per_second:9,.0f}/s  {load.failed or 'none'} failed", flush=True)
    return [
        {
            **case._asdict(),
            **{name: median(getattr(load, name) for load in loads[case]) for name in Load._fields},
            "rounds": [round(load.per_second, 1) for load in loads[case]],
        }
        for case in cases
    ]


def _ask(
    site: Site, case: Case, servers: Sequence[Server], seconds: float, takes_errors: bool
) -> Load:
    once = case.how == "cold"
    ask = wrk(seconds, connections=_CONNECTIONS // len(servers), takes_errors=takes_errors)
    paths = [
        site.addresses.cold(server, case.page) if once else site.addresses.hot(case.page)[:1]
        for server in servers
    ]
    with ThreadPoolExecutor(len(servers)) as pool:
        asked = [
            pool.submit(ask, server, some, COMPRESSED, once)
            for server, some in zip(servers, paths, strict=True)
        ]
        return together([one.result() for one in asked])


def together(loads: Sequence[Load]) -> Load:
    """What machines that were asked at the same time come to; the milliseconds are the slowest's."""
    requests = sum(load.requests for load in loads)
    return Load(
        sum(load.per_second for load in loads),
        max(load.p50 for load in loads),
        max(load.p99 for load in loads),
        sum(load.bytes_each * load.requests for load in loads) / requests,
        requests,
        sum(load.failed for load in loads),
    )


# --- What is counted -------------------------------------------------------------------------------


def count_work(site: Site, kind: str, page: str, how: str) -> dict[str, Any]:
    """What a page takes at one machine, asked for by itself.

    ``statements`` that each database had to answer for it, and processor time, ``ms``, of each of them
    and of the machine.
    """
    server = site.machines[kind][0]

    def ask() -> None:
        if how == "cold":
            paths = site.addresses.cold(server, page, _COUNTED)
        else:
            paths = site.addresses.hot(page)[:1] * _COUNTED
        for path in paths:
            server.get(path, COMPRESSED)

    server.get(site.addresses.hot(page)[0], COMPRESSED)  # made, if it is to be hot
    before = site.processor_times(server)
    ask()
    took = {name: taken - before[name] for name, taken in site.processor_times(server).items()}
    watching = _watching(site.primary)
    with site.primary.statements() as primary, site.replica.statements() as replica:
        ask()
    watching |= _watching(site.primary)
    return {
        "kind": kind,
        "page": page,
        "how": how,
        "ms": {name: 1000 * taken / _COUNTED for name, taken in took.items()},
        "statements": {
            "primary": sum(pid not in watching for pid in primary) / _COUNTED,
            "replica": len(replica) / _COUNTED,
        },
    }


def _watching(primary: clusters.Cluster) -> set[int]:
    """The connections that only listen for changes: they ask every second, whoever reads what."""
    return {pid for (pid,) in primary.ask("SELECT pid FROM pg_locks WHERE locktype = 'advisory'")}


def count_connections(site: Site, kind: str) -> dict[str, int]:
    """Those that machines set up alike have opened to each database."""
    count = f"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{kind}'"  # noqa: S608
    return {
        "primary": site.primary.ask(count)[0][0],
        "replica": site.replica.ask(count)[0][0],
    }


def count_lookups(servers: Sequence[Server]) -> dict[str, int]:
    """What a network is answered that looks a report up at the machines in turn, by the status."""
    asked = islice(cycle(servers), _LOOKUPS)
    return dict(Counter(server.get(_LOOKUP).status.split()[0] for server in asked))


@contextmanager
def lag_of(primary: clusters.Cluster) -> Iterator[dict[str, float]]:
    """Meanwhile look how far the replica is behind: milliseconds and bytes, in the middle, at most."""
    import psycopg  # not installed where SQLite is all there is

    look = (
        "SELECT extract(epoch FROM replay_lag) * 1000, pg_current_wal_lsn() - replay_lsn"
        " FROM pg_stat_replication"
    )
    seen: list[tuple[Any, Any]] = []
    ended = threading.Event()

    def sample() -> None:
        with psycopg.connect(primary.url, autocommit=True) as opened:
            while not ended.wait(_SAMPLED):
                seen.extend(opened.execute(look).fetchall())

    told: dict[str, float] = {}
    thread = threading.Thread(target=sample)
    thread.start()
    try:
        yield told
    finally:
        ended.set()
        thread.join()
        for name, place in (("ms", 0), ("bytes", 1)):
            values = [float(one[place]) for one in seen if one[place] is not None] or [0.0]
            told |= {name: median(values), f"most_{name}": max(values)}


# --- The run ---------------------------------------------------------------------------------------


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Measure all that can be; ``skipped`` says what could not, and why."""
    told: dict[str, Any] = {
        "articles": options.articles, "rounds": options.rounds, "seconds": options.seconds,
        "skipped": [], "versions": {},
    }  # fmt: skip
    try:
        if find_spec("psycopg") is None:
            raise clusters.Missing("psycopg is not installed: requirements-postgresql.txt has it")
        programs = clusters.find_postgresql()
    except clusters.Missing as missing:
        _skip(told, "Nothing of this was measured", missing)
        return told
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-bench-")))
        folder.chmod(0o711)  # as whom the databases run may go through
        primary = stack.enter_context(clusters.primary(programs, folder))
        told["versions"]["PostgreSQL"] = primary.ask("SHOW server_version")[0][0].split()[0]
        replica = stack.enter_context(clusters.replica(programs, folder, primary))
        environ = environment(primary.url, CACHE_URL=_IN_MEMORY)
        print(f"\n== {options.articles:,} articles on PostgreSQL and a replica", flush=True)
        command = [sys.executable, "tests/benchmarks/archive.py"]
        command += ["--articles", str(options.articles)]
        with lag_of(primary) as lag:
            subprocess.run(command, cwd=ROOT, env=environ, check=True)
        told["lag"] = {"the archive was written": lag}
        addresses = Addresses(inside("addresses", environ), options.rounds)
        site = Site(primary, replica, {}, addresses)
        cache = _start_redis(stack, folder, told)
        of_all = {"replica": replica.url, "cache": cache[0] if cache else _IN_MEMORY}
        _start(stack, site, "replica", 2, _environment(primary.url, **of_all))
        _publish(site, environ, options.publishes, told)
        _start(stack, site, "primary", 2, _environment(primary.url, cache=of_all["cache"]))
        if cache:
            in_memory = of_all | {"cache": _IN_MEMORY}
            _start(stack, site, "memory", 1, _environment(primary.url, **in_memory))
        _start_pgbouncer(stack, folder, site, of_all, told)
        told["work"] = [
            count_work(site, kind, *asked) for asked in _ASKED for kind in ("primary", "replica")
        ]
        plan = options.rounds, options.seconds
        told["loads"] = measure(site, list(_cases(site)), *plan)
        told["connections"] = {kind: count_connections(site, kind) for kind in site.machines}
        if cache:
            told["lookups"] = {"with Redis": count_lookups(site.machines["replica"])}
            os.kill(cache[1], signal.SIGKILL)
            gone = [Case(kind, 1, *asked) for asked in _OF_CACHE for kind in ("replica", "memory")]
            told["without_redis"] = measure(site, gone, *plan, takes_errors=True)
            told["lookups"]["with Redis killed"] = count_lookups(site.machines["replica"])
    return told


_IN_MEMORY = "locmemcache://newsroom"
_ASKED = (("article", "hot"), ("article", "cold"), ("front", "cold"))
# What is kept asks no cache; what is made anew does not either, but for the map of the site.
_OF_CACHE = (("article", "hot"), ("article", "cold"), ("sitemap index", "cold"))


def _cases(site: Site) -> Iterator[Case]:
    for asked in _ASKED:
        yield Case("replica", 1, *asked)
        for kind, servers in site.machines.items():
            if len(servers) == 2:
                yield Case(kind, 2, *asked)
    if "memory" in site.machines:
        for asked in _OF_CACHE:
            yield Case("memory", 1, *asked)
        yield Case("replica", 1, "sitemap index", "cold")


def _environment(database: str, *, replica: str = "", cache: str, **others: str) -> dict[str, str]:
    return environment(database, DATABASE_REPLICA_URL=replica, CACHE_URL=cache, **others)


def _start(stack: ExitStack, site: Site, kind: str, count: int, environ: dict[str, str]) -> None:
    """Start machines; what they open at a database goes by their kind."""
    environ = environ | {"PGAPPNAME": kind}
    servers = [stack.enter_context(Server(SITE, environ, workers=1)) for _ in range(count)]
    for server in servers:
        server.wait(site.addresses.hot("article")[0])
        for page, _ in (*_ASKED, *_OF_CACHE):  # what a process reads and counts once
            server.get(site.addresses.hot(page)[0])
    site.machines[kind] = servers


def _start_redis(stack: ExitStack, folder: Path, told: dict[str, Any]) -> tuple[str, int] | None:
    """Start Redis: its address, its process number; None where that cannot be."""
    try:
        program = clusters.find_redis()
    except clusters.Missing as missing:
        _skip(told, "What Redis adds was not measured", missing)
        return None
    told["versions"]["Redis"] = clusters.version_of(program)
    return stack.enter_context(clusters.redis(program, folder))


def _start_pgbouncer(
    stack: ExitStack, folder: Path, site: Site, of_all: dict[str, str], told: dict[str, Any]
) -> None:
    try:
        program = clusters.find_pgbouncer()
        before = clusters.pgbouncer(program, folder, [site.primary, site.replica])
        primary, replica = stack.enter_context(before)
    except (clusters.Missing, RuntimeError) as missing:
        _skip(told, "PgBouncer was not measured", missing)
        return
    told["versions"]["PgBouncer"] = clusters.version_of(program)
    past = {"DATABASE_DIRECT_URL": site.primary.url, "DATABASE_POOL": "0"}
    environ = _environment(primary, **of_all | {"replica": replica}, **past)
    _start(stack, site, "pgbouncer", 2, environ)


def _publish(site: Site, environ: dict[str, str], times: int, told: dict[str, Any]) -> None:
    machines = [server.address for server in site.machines["replica"]]
    command = [sys.executable, "tests/benchmarks/at_once.py", "--times", str(times), *machines]
    with lag_of(site.primary) as lag:
        done = subprocess.run(
            command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True, check=True
        )
    told["lag"]["the editor published"] = lag
    told["published"] = {"times": times, **json.loads(done.stdout)}
    print(f"{times} publications, {len(told['published']['old'])} old pages", flush=True)


def _skip(told: dict[str, Any], what: str, why: Exception) -> None:
    sentence = f"{what}. {why}."
    told["skipped"].append(sentence)
    print(sentence, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1, help="of each measure")
    parser.add_argument("--publishes", type=int, default=20)
    options = parser.parse_args()
    require_wrk()
    # Whoever or whatever ends this ends all that it has started.
    for ended in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ended, lambda number, _: sys.exit(128 + number))
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"Not done in {_LONGEST} s: given up."))
    signal.alarm(_LONGEST)
    KEPT.mkdir(parents=True, exist_ok=True)
    collect_static()
    file = KEPT / "results.json"
    told = run(options)
    results = json.loads(file.read_text("utf-8")) if file.exists() else {}
    results["machines"] = told
    file.write_text(json.dumps(results, ensure_ascii=False, indent=1), "utf-8")
    if "archives" in results:
        report.write(results, ROOT / "docs")
    else:
        print(report.machines(results))


if __name__ == "__main__":
    main()
