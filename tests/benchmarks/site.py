"""How fast the site is, how large, and what of it grows: ``make bench``.

For each size of archive given (``--articles``, 10,000 and 100,000 unless told otherwise; 1,000,000
takes ten minutes more to make) starts gunicorn as in production and asks it with wrk from outside,
beside two other programs under the same settings, in rounds, one after another, so that whatever
else the machine does meets them all: a bare function that says the same bytes (``floor.py``), and
the article as a plain Django view (``minimal/``). Medians of the rounds are kept.

A page is *hot* (one address again and again), *walked* (a hundred addresses in turn) or *cold*
(addresses that nobody has asked for before). Writes docs/performance.md with its picture and the plans of
all queries; what was measured is in var/bench/, and so are the archives, which the next run finds.
"""

import argparse
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from tests.benchmarks import floor, report  # noqa: E402  found by the path above
from tests.benchmarks.servers import (  # noqa: E402
    COMPRESSED,
    FLOOR,
    MINIMAL,
    SITE,
    Load,
    Measure,
    Server,
    environment,
    wrk,
)

KEPT = ROOT / "var" / "bench"
HEADERS: dict[str, dict[str, str]] = {
    "hot": {},
    "hot, compressed": COMPRESSED,
    "not modified": COMPRESSED,
    "walked": COMPRESSED,
    "cold": COMPRESSED,
}
WALKED, WALKED_PAGE = 100, "article"  # so many addresses of these pages
_INDEXED = 100_000  # articles; of more, a quarter of an hour would say the same
_PROFILED = 2_000  # pages imported, to see whose code it is
# One worker says what another one adds, and is what the floor is best compared with.
OF_ONE_WORKER = (
    *("article", "article, English", "front", "front, English"),
    *("archive, page 1", "feed", "search"),
)


class Case(NamedTuple):
    """Something to measure: a page, how it is asked for, and of whom."""

    page: str
    how: str
    of: str  # site, floor or minimal


class Plan(NamedTuple):
    """How much is measured."""

    rounds: int
    seconds: float
    workers: Sequence[int]


def measure(
    environ: dict[str, str],
    addresses: dict[str, dict[str, list[str]]],
    plan: Plan,
    with_load: Measure,
) -> dict[str, Any]:
    """Measure the site of an environment.

    ``{"loads": [{…}], "memory": {workers: {server: {…}}}, "sent": {page: {"plain", "compressed"}}}``;
    what is sent is bytes of a body.
    """
    measured: dict[str, Any] = {"loads": [], "memory": {}, "sent": {}}
    for turn, workers in enumerate(plan.workers):
        pages = {
            page: some
            for page, some in addresses.items()
            if workers > 1 or len(plan.workers) == 1 or page in OF_ONE_WORKER
        }
        with ExitStack() as stack:
            servers = _start(stack, environ, workers, pages)
            cases = list(_cases(servers, pages))
            measured["sent"] |= {page: _sent(servers["site"], some) for page, some in pages.items()}
            loads: dict[Case, list[Load]] = {case: [] for case in cases}
            for number in range(plan.rounds):
                for case in cases:
                    slices = (turn * plan.rounds + number, len(plan.workers) * plan.rounds)
                    load = _run(case, servers, pages[case.page], slices, with_load)
                    loads[case].append(load)
                    _say(f"{workers} workers, round {number + 1}: {case}", load)
            measured["memory"][str(workers)] = {
                name: server.memory()._asdict() for name, server in servers.items()
            }
        measured["loads"] += [
            {"workers": workers, **case._asdict(), **_medians(rounds)}
            for case, rounds in loads.items()
        ]
    return measured


def _start(
    stack: ExitStack, environ: dict[str, str], workers: int, pages: dict[str, Any]
) -> dict[str, Server]:
    """Start the site; ask it for every page; start the floor that says the same, and the other."""
    servers = {
        "site": stack.enter_context(Server(SITE, environ, workers=workers)),
        "minimal": stack.enter_context(Server(MINIMAL, environ, workers=workers)),
    }
    article = pages["article"]["hot"][0]
    for server in servers.values():
        server.wait(article)
    answers: dict[floor.Asked, floor.Answer] = {}
    for some in pages.values():
        for path in some["hot"]:
            for headers in ({}, COMPRESSED):
                answer = servers["site"].get(path, headers)
                if not answer.status.startswith("200"):
                    sys.exit(f"{path}: {answer.status}")
                answers[path, bool(headers), False] = answer
                if headers and (validators := _validators(answer)):
                    again = servers["site"].get(path, headers | validators)
                    if again.status.startswith("304"):
                        answers[path, True, True] = again
    scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    floor.keep(answers, scratch / "answers")
    of_floor = environ | {"FLOOR_FILE": str(scratch / "answers")}
    servers["floor"] = stack.enter_context(Server(FLOOR, of_floor, workers=workers))
    servers["floor"].wait(article)
    return servers


def _sent(site: Server, addresses: dict[str, list[str]]) -> dict[str, Any]:
    path = addresses["hot"][0]
    plain, compressed = site.get(path), site.get(path, COMPRESSED)
    encodings = [value for name, value in compressed.headers if name.lower() == "content-encoding"]
    return {
        "plain": len(plain.body),
        "compressed": len(compressed.body),
        "encoding": "".join(encodings),
    }


def _validators(answer: floor.Answer) -> dict[str, str]:
    """The header that asks whether this is still what there is; nothing where there is no ETag."""
    etags = [value for name, value in answer.headers if name.lower() == "etag"]
    return {"If-None-Match": etags[0]} if etags else {}


def _cases(servers: dict[str, Server], pages: dict[str, Any]) -> Iterator[Case]:
    for page, some in pages.items():
        has_etag = _validators(servers["site"].get(some["hot"][0], COMPRESSED))
        for how in HEADERS:
            if (how == "not modified" and not has_etag) or (
                how == "walked" and page != WALKED_PAGE
            ):
                continue
            yield Case(page, how, "site")
            if how.startswith("hot") or how == "not modified":
                yield Case(page, how, "floor")
        if page.startswith("article"):
            yield Case(page, "cold", "minimal")


def _run(
    case: Case,
    servers: dict[str, Server],
    addresses: dict[str, list[str]],
    slices: tuple[int, int],
    with_load: Measure,
) -> Load:
    server, headers = servers[case.of], HEADERS[case.how]
    if case.how == "cold":
        number, of = slices
        never_asked = addresses["cold"][WALKED if case.page == WALKED_PAGE else 0 :]
        return with_load(server, never_asked[number::of], headers, True)
    paths = addresses["cold"][:WALKED] if case.how == "walked" else addresses["hot"]
    if case.how == "not modified":
        paths = paths[:1]
        headers = headers | _validators(server.get(paths[0], headers))
    return with_load(server, paths, headers, False)


def _medians(rounds: list[Load]) -> dict[str, Any]:
    told = {name: median(getattr(load, name) for load in rounds) for name in Load._fields}
    return told | {"rounds": [round(load.per_second, 1) for load in rounds]}


# --- The run ---------------------------------------------------------------------------------------


def inside(what: str, environ: dict[str, str], given: Any = None) -> Any:
    """What ``inside.py`` tells of a site."""
    done = subprocess.run(
        [sys.executable, "tests/benchmarks/inside.py", what],
        cwd=ROOT, env=environ, input=json.dumps(given), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"inside.py {what} failed")
    return json.loads(done.stdout)


def require_wrk() -> None:
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed. On Debian: apt-get install wrk")


def collect_static() -> None:
    """What a site in production has had done before it starts."""
    environ = environment(f"sqlite:///{KEPT}/nothing.sqlite3")
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environ, check=True)


def database_of(count: int, server: str) -> str:
    """The address of the archive's database, which is made on a PostgreSQL server."""
    if not server:
        return f"sqlite:///{KEPT}/{count}.sqlite3"
    import psycopg  # not installed where SQLite is all there is
    from psycopg.errors import DuplicateDatabase

    with suppress(DuplicateDatabase), psycopg.connect(server, autocommit=True) as opened:
        opened.execute(f"CREATE DATABASE bench_{count}")
    return urlsplit(server)._replace(path=f"/bench_{count}").geturl()


def run_archive(count: int, options: argparse.Namespace) -> dict[str, Any]:
    """Make the archive of a size, unless it is there, and measure all that was asked for."""
    print(f"\n== {count:,} articles", flush=True)
    environ = environment(database_of(count, options.postgresql))
    command = [sys.executable, "tests/benchmarks/archive.py", "--articles", str(count)]
    subprocess.run(command, cwd=ROOT, env=environ, check=True)
    told: dict[str, Any] = {"size": inside("size", environ)}
    addresses = inside("addresses", environ)
    hot = {page: some["hot"][0] for page, some in addresses.items()}
    told["pages"] = inside("queries", environ, hot)
    told["profile"] = inside("profile", environ)
    plan = Plan(options.rounds, options.seconds, options.workers)
    told |= measure(environ, addresses, plan, wrk(options.seconds))
    if options.desk:
        told["desk"] = inside("desk", environ)
    if options.index and count <= _INDEXED:
        told["index"] = inside("index", environ)
    return told


def import_rate(pages: int) -> dict[str, Any]:
    """What ``import_pages.py`` prints, in figures."""
    done = subprocess.run(
        [
            sys.executable, "tests/benchmarks/import_pages.py",
            "--pages", str(pages), "--profile", str(min(pages, _PROFILED)),
        ],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    found = dict(re.findall(r"^(import|again|peak memory)\s+([\d,]+)", done.stdout, re.MULTILINE))
    shares = re.findall(r"^profile\s+([\d.]+)\s+(.+)$", done.stdout, re.MULTILINE)
    return {
        "pages": pages,
        **{name: float(one.replace(",", "")) for name, one in found.items()},
        "shares": {owner: float(share) for share, owner in shares},
    }


def machine(server: str) -> dict[str, Any]:
    """What the figures are of: the machine's size and the versions; no names of anything."""
    import sqlite3

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    processors = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    # It prints its version and its usage, and calls that a failure.
    shown = subprocess.run(["wrk", "--version"], capture_output=True, text=True).stdout
    database = f"SQLite {sqlite3.sqlite_version}"
    if server:
        import psycopg  # not installed where SQLite is all there is

        with psycopg.connect(server) as opened:
            (told,) = opened.execute("SHOW server_version").fetchone()
        database = f"PostgreSQL {told.split()[0]}"
    return {
        "processors": f"{os.cpu_count()} × {processors[0] if processors else platform.machine()}",
        "memory": f"{memory / 2**30:.0f} GB",
        "database": database,
        "versions": {
            "Python": platform.python_version(),
            "Django": version("django"),
            "gunicorn": version("gunicorn"),
            "wrk": shown.split()[1] if shown else "?",
        },
    }


def _say(what: str, load: Load) -> None:
    print(
        f"{what:90}{load.per_second:9,.0f}/s  p50 {load.p50:8.1f}  p99 {load.p99:8.1f} ms",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=2, help="of each measure")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--postgresql", default="", metavar="URL", help="a server, not SQLite")
    parser.add_argument("--desk", action="store_true", help="the desk's pages too")
    parser.add_argument(
        "--index", action="store_true", help="building the search index too, of a smaller archive"
    )
    parser.add_argument(
        "--import", type=int, default=0, metavar="PAGES", dest="imported", help="the importer too"
    )
    parser.add_argument("--report", action="store_true", help="only write again what was measured")
    options = parser.parse_args()
    # Whoever ends this ends the servers that it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results = KEPT / "results.json"
    if not options.report:
        require_wrk()
        KEPT.mkdir(parents=True, exist_ok=True)
        collect_static()
        told: dict[str, Any] = {"machine": machine(options.postgresql), "archives": {}}
        told["machine"]["rounds"], told["machine"]["seconds"] = options.rounds, options.seconds
        if results.exists():  # what machines.py has measured stays until it measures again
            before = json.loads(results.read_text("utf-8"))
            told |= {"machines": before["machines"]} if "machines" in before else {}
        if options.imported:
            told["import"] = import_rate(options.imported)
        for count in sorted(options.articles):
            told["archives"][str(count)] = run_archive(count, options)
            results.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    report.write(json.loads(results.read_text("utf-8")), ROOT / "docs")


if __name__ == "__main__":
    main()
