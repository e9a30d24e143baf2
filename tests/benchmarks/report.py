"""What ``site.py`` measured, as docs/performance.md: tables of ratios, a picture, the plans of queries."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from operator import ge, le
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

HOT_TARGET = 0.8  # of the floor, for a hot page
COLD_TARGET = 2.0  # times the minimal view, for an article of which nothing is cached
COLD_QUERIES = 3
GROWTH_TARGET = 1.5  # times what a page costs in the smallest archive
IMPORT_TARGET = 1000  # pages a second
DESK_TARGET = 150  # milliseconds
MEMORY_TARGET = 120  # MB a worker
# Pages that are to be as fast hot as a file, and pages whose cost is not to grow with the archive.
HOT = ("article", "article, English", "front", "front, English", "archive, page 1", "feed")
# What is cut from the whole archive: a small one does not fill it, so cost is compared by the byte.
MAPS = ("sitemap index", "sitemap part")
LEVEL = (*HOT, "archive, page 500", "day archive", "day archive, old", "API list", *MAPS)
PLANS = "performance-plans.md"
PICTURE = "pictures/performance.png"

# Of a row that misses its target, by the beginning of its name: what it comes from.
_WHY = {
    "cold article": (
        "three queries put together by the ORM, a template with what the head, the sections and the "
        "foot show, and the middlewares of login and headers; the minimal view has two smaller "
        "queries, a small template and no middleware. Why no part of a page is kept in the database: "
        "[decision 24](decisions/0024-a-page-made-anew-is-made-from-the-database.md)."
    ),
    "work of the database": (
        "entries of an index that are walked until there is enough. A map's part counts the articles of "
        "its year, of which there are a hundred times more, and passes by the parts before it; the map of "
        "maps counts each year; the English front page and the feed pass by corrections until they have "
        "those they show; a day has more articles. What of it is time is in the row above."
    ),
    "cost in the largest archive": "see the table below; most often the machine had other work in a round.",
    "MB of a worker": (
        "70 MB are the code, 8 kept pages, 8 the caches of four connections, 8 remembered stems; the "
        "rest are templates, catalogues and pages under way. Smaller: `PAGE_CACHE_MB`, `SQLITE_CACHE_MB`."
    ),
    "imported": (
        "a page is read twice by the workers (its words are counted, then it is analysed) and written "
        "once, with its search text in two indexes, a sealed revision, the evidence, fingerprints and "
        "links; the last table has what the writer's time goes to. The processors are the limit, not the disk."
    ),
}

Results = dict[str, Any]


def write(results: Results, folder: Path) -> None:
    """Write performance.md, the plans beside it and the picture into a folder of documents."""
    (folder / "performance.md").write_text(performance(results), "utf-8")
    (folder / PLANS).write_text(plans(results), "utf-8")
    (folder / PICTURE).parent.mkdir(exist_ok=True)
    draw(results).save(folder / PICTURE, optimize=True)


def performance(results: Results) -> str:
    """Return the text of performance.md."""
    parts = [_head(results), _targets(results), _growth(results)]
    for count, archive in results["archives"].items():
        parts.append(f"## {int(count):,} articles\n")
        size = archive["size"]["bytes"]
        parts.append(f"The database takes {size / 1e6:,.0f} MB.\n")
        for workers in sorted({load["workers"] for load in archive["loads"]}, reverse=True):
            parts += [_hot(archive, workers), _cold(archive, workers)]
        parts.append(_memory(archive))
        parts.append(_desk(archive))
    parts += [_at_work(results), machines(results), _where_time_goes(results)]
    return "\n".join(filter(None, parts)).rstrip() + "\n"


def _head(results: Results) -> str:
    machine = results["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in machine["versions"].items())
    return f"""# How fast, and how large

Written by `make bench` (`tests/benchmarks/site.py`); not by hand. On {machine["processors"]}, {machine["memory"]},
{machine["database"]}, {versions}. The load comes from the same machine and takes its share of it.

Each figure is the median of {machine["rounds"]} rounds of {machine["seconds"]:g} s; in every round the site, the floor and the minimal
view were asked one after another. The *floor* is a bare WSGI function that says the same bytes under the same
gunicorn: no Python program is faster there. The *minimal view* is the article as one Django view without middleware:
the ORM, a template, no cache. *Hot*: one address again and again. *Walked*: 100 addresses in turn. *Cold*: addresses
that nobody had asked for before (the front page, the archive and others that have only one address get a parameter
that they do not read). *Compressed*: the client takes brotli or gzip. Milliseconds are a request's, with eight under
way; the floor's rate beside them is of the compressed page. *Bytes*: of a body. *Queries*: of the first request that
a process gets for the page, and of the next one. The archive's page 500 is cold on pages 2 to 499. Of two workers one
may take all eight connections of a short round: what is far from 1 in their tables is that, and targets are held to one.

![Milliseconds of the machine's time a request, by the size of the archive]({PICTURE})
"""


# --- Targets ---------------------------------------------------------------------------------------


def _targets(results: Results) -> str:
    rows = []
    largest = list(results["archives"].values())[-1]
    # Of several workers one may have taken all connections of a round: the ratio would be of chance.
    least = min(load["workers"] for load in largest["loads"])
    for how in ("hot, compressed", "not modified"):
        ratios = {
            page: ratio
            for page in HOT
            if (ratio := _ratio(largest, least, page, how, "floor")) is not None
        }
        rows.append(
            _target(
                f"hot pages, of the floor ({how})",
                f"{HOT_TARGET:.2f}",
                ratios,
                partial(le, HOT_TARGET),
                "{:.2f}",
            )
        )
    for page in ("article", "article, English"):
        ratio = _ratio(largest, least, page, "cold", "minimal")
        rows.append(
            _target(
                f"cold {page}, times the minimal view",
                f"{COLD_TARGET:.0f}",
                {page: ratio} if ratio is not None else {},
                partial(le, COLD_TARGET),
                "{:.2f}",
            )
        )
    asked = {
        page: len(largest["pages"][page]["queries"]) for page in HOT[:2] if page in largest["pages"]
    }
    rows.append(
        _target(
            "queries of a cold article", str(COLD_QUERIES), asked, partial(ge, COLD_QUERIES), "{}"
        )
    )
    grown = _grown(results)
    rows.append(
        _target(
            "cost in the largest archive, times that in the smallest",
            f"{GROWTH_TARGET}",
            {page: grown[page] for page in LEVEL if page in grown},
            partial(ge, GROWTH_TARGET),
            "{:.2f}",
        )
    )
    worked = _grown_work(results)
    rows.append(
        _target(
            "work of the database there, times that in the smallest",
            f"{GROWTH_TARGET}",
            {page: worked[page] for page in LEVEL if page in worked},
            partial(ge, GROWTH_TARGET),
            "{:.2f}",
        )
    )
    workers = {
        _workers(int(count)): memory["site"]["largest"]
        for count, memory in largest["memory"].items()
    }
    rows.append(
        _target("MB of a worker", f"{MEMORY_TARGET}", workers, partial(ge, MEMORY_TARGET), "{:.0f}")
    )
    if desk := largest.get("desk"):
        taken = {page: one["ms"] for page, one in desk.items()}
        rows.append(
            _target("ms of the desk", f"{DESK_TARGET}", taken, partial(ge, DESK_TARGET), "{:.0f}")
        )
    if imported := results.get("import"):
        rate = {"pages a second": imported["import"]}
        rows.append(
            _target("imported", f"{IMPORT_TARGET:,}", rate, partial(le, IMPORT_TARGET), "{:,.0f}")
        )
    table = _table(["", "target", "measured", "met"], rows, left=4)
    return "## Targets, at the largest archive\n\n" + table + _why(rows)


def _why(rows: list[list[str]]) -> str:
    """What the targets that were missed were missed by; a sentence each."""
    missed = [name for name, *_, met in rows if met == "no"]
    told = [
        f"- *{begins[0].upper()}{begins[1:]}*: {reason}"
        for begins, reason in _WHY.items()
        if any(name.startswith(begins) for name in missed)
    ]
    return "\nWhat falls short, and why:\n\n" + "\n".join(told) + "\n" if told else ""


def _target(
    name: str, target: str, measured: dict[str, Any], is_met: Callable[[Any], bool], form: str
) -> list[str]:
    """A row: every figure, those that miss the target named."""
    if not measured:
        return [name, target, "—", "not measured"]
    missed = {what: one for what, one in measured.items() if not is_met(one)}
    lowest, highest = (form.format(edge(measured.values())) for edge in (min, max))
    told = lowest if lowest == highest else f"{lowest} to {highest}"
    if missed and len(measured) > 1:
        told += (
            " (" + "; ".join(f"{what}: {form.format(one)}" for what, one in missed.items()) + ")"
        )
    return [name, target, told, "no" if missed else "yes"]


def _grown(results: Results) -> dict[str, float]:
    """How many times what it costs in the smallest archive a cold page costs in the largest."""
    archives = list(results["archives"].values())
    if len(archives) < 2:
        return {}
    first, last = archives[0], archives[-1]
    workers = max(load["workers"] for load in last["loads"])
    grown = {}
    for page in last["pages"]:
        one, other = (_load(archive, workers, page, "cold", "site") for archive in (first, last))
        if one and other:
            grown[page] = one["per_second"] / other["per_second"] / _fuller(first, last, page)
    return grown


def _fuller(first: Results, last: Results, page: str) -> float:
    """How many times more a page says there; 1 but for maps, whose parts a small archive does not fill."""
    if page not in MAPS:
        return 1
    return last["sent"][page]["plain"] / first["sent"][page]["plain"]


def _grown_work(results: Results) -> dict[str, float]:
    """The same of what the database does for a page's queries."""
    archives = list(results["archives"].values())
    if len(archives) < 2:
        return {}
    first, last = (
        {page: _work(archive, page) for page in archive["pages"]}
        for archive in (archives[0], archives[-1])
    )
    return {
        page: last[page] / first[page] / _fuller(archives[0], archives[-1], page)
        for page in last
        if first.get(page)
    }


# --- Tables ----------------------------------------------------------------------------------------


def _growth(results: Results) -> str:
    """What a cold page costs in each archive: milliseconds of the machine, work of the database."""
    archives = results["archives"]
    unit = "blocks" if results["machine"]["database"].startswith("PostgreSQL") else "steps"
    grown = _grown(results)
    rows = []
    for page in next(iter(archives.values()))["pages"]:
        row = [page]
        for archive in archives.values():
            workers = max(load["workers"] for load in archive["loads"])
            load = _load(archive, workers, page, "cold", "site")
            row.append(f"{1000 / load['per_second']:.2f}" if load else "—")
        row.append(f"{grown[page]:.2f}" if page in grown else "—")
        row += [f"{_work(archive, page):,}" for archive in archives.values()]
        scans = {table for archive in archives.values() for table in _scans(archive, page)}
        row.append(", ".join(sorted(scans)) or "none")
        rows.append(row)
    head = [
        "",
        *(f"ms, {int(count):,}" for count in archives),
        "ratio",
        *(f"{unit}, {int(count):,}" for count in archives),
        "large tables scanned",
    ]
    return f"""## What grows with the archive

Of a cold page: milliseconds a request (all workers together), and the work of the database for its queries, which
does not depend on how busy the machine is ({"blocks read" if unit == "blocks" else "steps of SQLite's machine"}). A scan may end after a row;
what it comes to is in the work. The ratio of a map is for as many bytes: a small archive does not fill one. The plan of every query is in [{PLANS}]({PLANS}).

{_table(head, rows)}"""


def _hot(archive: Results, workers: int) -> str:
    rows = []
    for page, told in archive["pages"].items():
        load = _load(archive, workers, page, "hot, compressed", "site")
        if load is None:
            continue
        row = [page]
        for how in ("hot", "hot, compressed", "not modified"):
            ratio = _ratio(archive, workers, page, how, "floor")
            row.append(_rate(_load(archive, workers, page, how, "site")))
            row.append("—" if ratio is None else f"**{ratio:.2f}**")
        row.append(_rate(_load(archive, workers, page, "hot, compressed", "floor")))
        row += [f"{load['p50']:.1f}", f"{load['p99']:.1f}"]
        sent = archive["sent"][page]
        row.append(f"{sent['plain']:,}")
        row.append(f"{sent['compressed']:,} ({sent['encoding'] or 'as it is'})")
        row.append(f"{len(told['queries'])} / {told['again']}")
        rows.append(row)
    head = [
        "",
        "plain /s",
        "of floor",
        "compressed /s",
        "of floor",
        "304 /s",
        "of floor",
        "floor /s",
    ]
    head += ["p50 ms", "p99 ms", "bytes", "compressed", "queries"]
    return f"### Hot, {_workers(workers)}\n\n{_table(head, rows)}"


def _cold(archive: Results, workers: int) -> str:
    rows = []
    for page in archive["pages"]:
        cold = _load(archive, workers, page, "cold", "site")
        if cold is None:
            continue
        walked = _load(archive, workers, page, "walked", "site")
        minimal = _load(archive, workers, page, "cold", "minimal")
        ratio = _ratio(archive, workers, page, "cold", "minimal")
        rows.append(
            [
                page,
                _rate(cold),
                f"{cold['p50']:.1f}",
                f"{cold['p99']:.1f}",
                f"{cold['requests']:,.0f}",
                _rate(minimal),
                "—" if ratio is None else f"**{ratio:.2f}**",
                _rate(walked),
            ]
        )
    head = ["", "cold /s", "p50 ms", "p99 ms", "asked", "minimal /s", "of minimal", "walked /s"]
    return f"### Cold, {_workers(workers)}\n\n{_table(head, rows)}"


def _memory(archive: Results) -> str:
    rows = [
        [
            f"{name}, {_workers(int(workers))}",
            *(f"{memory[part]:.0f}" for part in ("largest", "peak", "shared")),
        ]
        for workers, servers in archive["memory"].items()
        for name, memory in servers.items()
    ]
    head = ["MB", "largest worker, peak RSS", "workers, peak RSS", "workers, PSS"]
    return f"### Memory\n\n{_table(head, rows)}"


def _desk(archive: Results) -> str:
    if "desk" not in archive:
        return ""
    rows = [
        [page, f"{one['ms']:.0f}", f"{one['worst']:.0f}", f"{one['queries']}"]
        for page, one in archive["desk"].items()
    ]
    return f"### The desk, server time\n\n{_table(['', 'ms', 'worst', 'queries'], rows)}"


def _at_work(results: Results) -> str:
    rows = []
    if imported := results.get("import"):
        rows.append(
            [
                f"import of {imported['pages']:,} pages",
                f"{imported['import']:,.0f}",
                f"{imported['peak memory']:.0f}",
            ]
        )
        rows.append(["the same again", f"{imported['again']:,.0f}", "—"])
    rows += [
        [
            f"search index of {int(count):,} articles",
            f"{one['per_second']:,.0f}",
            f"{one['peak']:.0f}",
        ]
        for count, archive in results["archives"].items()
        if (one := archive.get("index"))
    ]
    if not rows:
        return ""
    return f"## Import and index\n\n{_table(['', 'a second', 'peak MB'], rows)}"


# --- Several machines ------------------------------------------------------------------------------


def machines(results: Results) -> str:
    """The section that ``machines.py`` measures, or why it did not."""
    told = results.get("machines")
    if told is None:
        return ""
    parts = ["## Two machines, a replica and Redis\n"]
    if "loads" in told:
        parts += [_of_machines(told), _of_work(told), _of_publishing(told), _of_redis(told)]
    return "\n".join([*filter(None, parts), *(f"{one}\n" for one in told["skipped"])])


def _of_machines(told: Results) -> str:
    names = {
        ("replica", 1): "one machine",
        ("replica", 2): "two machines",
        ("primary", 2): "two, all from the primary",
        ("pgbouncer", 2): "two, through PgBouncer",
        ("memory", 1): "one, its cache in memory",
    }
    asked = {"hot article": ("article", "hot")}
    asked |= {f"cold {page}": (page, "cold") for page in ("article", "front")}
    rates = {
        (one["kind"], one["machines"], one["page"], one["how"]): one["per_second"]
        for one in told["loads"]
    }
    rows = []
    for (kind, count), name in names.items():
        row = [name]
        for page in asked.values():
            rate, one = rates.get((kind, count, *page)), rates["replica", 1, *page]
            row += [f"{rate:,.0f}", f"**{rate / one:.2f}**"] if rate else ["—", "—"]
        if row.count("—") < 2 * len(asked):
            rows.append(row)
    head = ["", *(part for page in asked for part in (f"{page} /s", "of one"))]
    versions = ", ".join(f"{name} {number}" for name, number in told["versions"].items())
    opened = "; ".join(
        f"{names[kind, count]} {some['primary']} and {some['replica']}"
        for kind, count in (("replica", 2), ("primary", 2), ("pgbouncer", 2))
        if (some := told["connections"].get(kind))
    )
    return f"""Measured by `tests/benchmarks/machines.py`, medians of {told["rounds"]} rounds of {told["seconds"]:g} s: {told["articles"]:,} articles on
{versions}, all started for it, on the loopback. A *machine* is a gunicorn of one worker with a
replica to read from and Redis. All of them share the processors of this machine with the databases and the load, so that two
cannot be twice as fast as one here.

{_table(head, rows)}
Connections that they held to the primary and to the replica: {opened}.
"""


def _of_work(told: Results) -> str:
    kinds = {"primary": "all from the primary", "replica": "with a replica"}
    rows = [
        [
            f"{one['how']} {one['page']}, {kinds[one['kind']]}",
            *(f"{one['statements'][name]:.1f}" for name in ("primary", "replica")),
            *(f"{one['ms'][name]:.2f}" for name in ("machine", "primary", "replica")),
        ]
        for one in told["work"]
    ]
    head = ["a page", "statements of the primary", "of the replica"]
    head += ["ms of the machine", "of the primary", "of the replica"]
    carried = "; ".join(
        f"{one['page']} {one['ms']['machine'] / one['ms'][one['kind']]:.1f}"
        for one in told["work"]
        if one["how"] == "cold" and one["kind"] == "primary" and one["ms"]["primary"]
    )
    return f"""What a page takes tells how far they go apart: statements, and milliseconds of a processor (more of them on a busy machine), of
pages asked for one by one. The primary's first statement asks whether the connection still holds, the replica's how far it is.

{_table(head, rows)}
While pages are made anew, one processor of a database keeps so many of machines busy: {carried}.
"""


def _of_publishing(told: Results) -> str:
    published = told["published"]
    waits = sorted(1000 * wait for wait in published["waits"])
    lags = "; ".join(
        f"{lag['ms']:.1f} ms in the middle and {lag['most_ms']:,.0f} ms "
        f"({lag['most_bytes'] / 1000:,.0f} KB) at most while {what}"
        for what, lag in told["lag"].items()
    )
    return f"""An editor published {published["times"]} times at one machine while {len(published["answers"])} readers asked both, without a pause: {sum(published["answers"]):,} answers,
**{len(published["old"])} old pages**. The editor was told after {waits[len(waits) // 2]:,.0f} ms in the middle and {waits[-1]:,.0f} ms at most.
The replica was behind by {lags}.
"""


def _of_redis(told: Results) -> str:
    if "without_redis" not in told:
        return ""
    rows = []
    for page, how in (("article", "hot"), ("article", "cold"), ("sitemap index", "cold")):
        row = [f"{how} {page}"]
        for loads in ("loads", "without_redis"):
            ours, memory = (
                next(
                    one
                    for one in told[loads]
                    if (one["kind"], one["machines"], one["page"], one["how"])
                    == (kind, 1, page, how)
                )
                for kind in ("replica", "memory")
            )
            row += [_rate(ours), f"**{ours['per_second'] / memory['per_second']:.2f}**"]
        row.append(f"{ours['failed'] / ours['requests']:.0%}")
        rows.append(row)
    head = ["one machine", "Redis /s", "of in memory", "Redis killed /s", "of in memory", "failed"]
    looked_up = "; ".join(
        f"{name} " + ", ".join(f"{count} × {status}" for status, count in sorted(some.items()))
        for name, some in told["lookups"].items()
    )
    return f"""What Redis adds, and what goes with it when it is killed, beside a machine whose cache is in its memory:

{_table(head, rows)}
What is counted for all machines together: one network looked a report up again and again at two in turn, of which thirty
are answered (404) and the rest are refused (429): {looked_up}.
"""


def _where_time_goes(results: Results) -> str:
    """Whose code takes the time of what is far from its target."""
    told = {}
    if profiled := list(results["archives"].values())[-1].get("profile"):
        told[f"a cold article, of {profiled['pages']}"] = profiled["shares"]
    if shares := results.get("import", {}).get("shares"):
        told["an import, the process that writes"] = shares
    if not told:
        return ""
    owners = dict.fromkeys(owner for shares in told.values() for owner in shares)
    owners["the rest"] = owners.pop("the rest", None)
    rows = [
        [owner, *(f"{shares[owner]:.0%}" if owner in shares else "—" for shares in told.values())]
        for owner in owners
    ]
    return f"""## Where the time goes

By a profiler: the part of the time that each one's own functions take. What the ORM takes it takes to put queries
together, not to ask them.

{_table(["", *told], rows)}"""


# --- Plans -----------------------------------------------------------------------------------------


def plans(results: Results) -> str:
    """Return every query of every page in the largest archive, what the database does for it."""
    count, archive = list(results["archives"].items())[-1]
    parts = [
        f"# The plans of the queries\n\nWritten by `make bench`, as [performance.md](performance.md) is: of "
        f"{int(count):,} articles, {results['machine']['database']}. *Work* as there; the milliseconds are of one run.\n"
    ]
    for page, told in archive["pages"].items():
        parts.append(f"## {page[0].upper()}{page[1:]}\n")
        same: dict[tuple[Any, ...], list[Results]] = {}
        for query in told["queries"]:
            same.setdefault((query["sql"], *query["plan"]), []).append(query)
        for number, queries in enumerate(same.values(), start=1):
            first = queries[0]
            times = f"{len(queries)} times, " if len(queries) > 1 else ""
            work, ms = (sum(query[what] for query in queries) for what in ("work", "ms"))
            scans = f"; scans {', '.join(first['scans'])}" if first["scans"] else ""
            plan = "\n".join(f"    {line}" for line in _folded(first["plan"]))
            parts.append(
                f"{number}. {times}work {work:,}, {ms:.1f} ms{scans}\n\n    {first['sql']}\n\n{plan}\n"
            )
    return "\n".join(parts)


def _folded(lines: Iterable[str]) -> list[str]:
    """A plan whose parts that come again and again are told once: twenty years are twenty of them."""
    parts: list[list[str]] = []
    for line in lines:
        if line.startswith(" ") and parts:
            parts[-1].append(line)
        else:
            parts.append([re.sub(r"(SUBQUERY) \d+", r"\1", line)])
    folded = []
    for part, same in groupby(parts):
        times = len(list(same))
        folded += [f"{part[0]}{f' × {times}' if times > 1 else ''}", *part[1:]]
    return folded


# --- The picture -----------------------------------------------------------------------------------


_WIDTH, _HEIGHT = 960, 540
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 230, 24, 50
_INK, _PALE, _PAPER = "#222222", "#dddddd", "#ffffff"
_COLOURS = (
    *("#1b6ca8", "#7fb2d9", "#b8322a", "#e58f7b", "#3b7a3b", "#8fbf6a"),
    *("#7a4a9c", "#c49ad9", "#b07d12", "#555555", "#0f8a80", "#c2187a", "#e0a3c8", "#9a8c1f"),
)


def draw(results: Results) -> Image.Image:
    """Return the picture: milliseconds a cold request by the size of the archive, both logarithmic."""
    series = _series(results)
    counts = [int(count) for count in results["archives"]]
    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(13)
    costs = [cost for points in series.values() for _, cost in points] or [1.0]
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)) + 1e-9)
    high = max(high, low + 1)
    first, last = math.log10(min(counts)), math.log10(max(counts))

    def across(count: float) -> float:
        share = (math.log10(count) - first) / (last - first) if last > first else 0.5
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def down(cost: float) -> float:
        share = (math.log10(cost) - low) / (high - low)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)

    for power in range(low, high + 1):
        y = down(10**power)
        pen.line([(_LEFT, y), (_WIDTH - _RIGHT, y)], _PALE)
        pen.text((_LEFT - 8, y), f"{10**power:g}", _INK, font, anchor="rm")
    for count in counts:
        x = across(count)
        pen.line([(x, _TOP), (x, _HEIGHT - _BOTTOM)], _PALE)
        pen.text((x, _HEIGHT - _BOTTOM + 8), f"{count:,}", _INK, font, anchor="mt")
    pen.text((_LEFT, _HEIGHT - 6), "articles", _INK, font, anchor="ls")
    pen.text((8, 6), "ms a cold request", _INK, font)
    # What costs most stands highest in the list too.
    ends = sorted(series.items(), key=lambda one: -one[1][-1][1])
    for place, (page, points) in enumerate(ends):
        colour = _COLOURS[list(series).index(page) % len(_COLOURS)]
        line = [(across(count), down(cost)) for count, cost in points]
        pen.line(line, colour, 2)
        for x, y in line:
            pen.ellipse([x - 4, y - 4, x + 4, y + 4], colour)
        y = _TOP + 10 + place * 22
        pen.line([(_WIDTH - _RIGHT + 16, y), (_WIDTH - _RIGHT + 36, y)], colour, 3)
        pen.text((_WIDTH - _RIGHT + 44, y), page, _INK, font, anchor="lm")
    return image


def _series(results: Results) -> dict[str, list[tuple[int, float]]]:
    """By page: the sizes of the archives, and what a cold request cost there, in milliseconds."""
    series: dict[str, list[tuple[int, float]]] = {}
    for count, archive in results["archives"].items():
        workers = max(load["workers"] for load in archive["loads"])
        for page in archive["pages"]:
            if load := _load(archive, workers, page, "cold", "site"):
                series.setdefault(page, []).append((int(count), 1000 / load["per_second"]))
    return series


# --- Parts -----------------------------------------------------------------------------------------


def _load(archive: Results, workers: int, page: str, how: str, of: str) -> Results | None:
    wanted = {"workers": workers, "page": page, "how": how, "of": of}
    return next((load for load in archive["loads"] if wanted.items() <= load.items()), None)


def _ratio(archive: Results, workers: int, page: str, how: str, to: str) -> float | None:
    site, other = (_load(archive, workers, page, how, of) for of in ("site", to))
    return site["per_second"] / other["per_second"] if site and other else None


def _work(archive: Results, page: str) -> int:
    return sum(query["work"] for query in archive["pages"][page]["queries"])


def _scans(archive: Results, page: str) -> set[str]:
    return {table for query in archive["pages"][page]["queries"] for table in query["scans"]}


def _rate(load: Results | None) -> str:
    return f"{load['per_second']:,.0f}" if load else "—"


def _workers(count: int) -> str:
    return "one worker" if count == 1 else f"{count} workers"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """A table of Markdown; all but the first columns are figures."""
    rule = [":---" if place < left else "---:" for place in range(len(head))]
    lines = [head, rule, *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
