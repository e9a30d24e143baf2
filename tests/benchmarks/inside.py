"""What can only be told from inside a site: its addresses, its queries and the plans of these, the desk.

``python tests/benchmarks/inside.py addresses|queries|desk|index|profile`` prints JSON, for ``site.py``, of the
site that the environment names. Nothing here is measured under load.
"""

# ruff: noqa: E402  Django is set up before what needs it is imported.

import argparse
import cProfile
import io
import json
import os
import random
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import django

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Count, Max, Min
from django.template import Template
from django.test import Client
from django.test.utils import instrumented_test_render
from django.urls import reverse
from django.utils import translation

from articles.damascus import damascus_date
from articles.models import Article, ArticleQuerySet, Source
from articles.search import rebuild
from tests.admin.forms import article_data
from tests.benchmarks.archive import EDITOR, database_size
from tests.benchmarks.pages import FLOOD_DAYS, LAST_DAYS, first_day_of_flood
from tests.benchmarks.profiles import shares
from tests.benchmarks.wording import is_content

SEED = 20180521
_COLD = 20_000  # addresses of a kind that are each asked for once
_DEEP = 500  # the page of the archive that is far back
_A_PAGE = 20  # articles
_LARGE = 1_000  # rows; a table that has more is not to be read from end to end
_BACK = 200  # the page of the desk's list that is far back
_RUNS = 7  # of what is timed
_WARM, _PROFILED = 30, 200  # articles


# --- Addresses -------------------------------------------------------------------------------------


def addresses() -> dict[str, dict[str, list[str]]]:
    """By page: ``hot`` addresses, which are asked for again and again, and ``cold`` ones, each once."""
    rng = random.Random(SEED)
    public = Article.objects.published().latest_first()
    english = public.in_language("en")
    deep = min(_DEEP, -(-public.count() // _A_PAGE))
    lead = public.filter(related_links__isnull=False)[0]
    days, old = _full_days()
    part = reverse("sitemap_year", args=[_days(1)[0].year - 1, "ar"])
    sources = list(Source.objects.filter(imported_in__isnull=False).values_list("slug", flat=True))
    headlines = list(public.values_list("title_ar", flat=True)[:3000])
    found = {
        "article": ([lead.get_absolute_url()], _articles(public, "ar", rng)),
        "article, English": ([_address_of(english[0], "en")], _articles(english, "en", rng)),
        "front": ([reverse("front")], _numbered("/?n=")),
        "front, English": (["/en/"], _numbered("/en/?n=")),
        "archive, page 1": ([reverse("archive")], _numbered(f"{reverse('archive')}?n=")),
        f"archive, page {_DEEP}": (
            [f"{reverse('archive')}?page={deep}"],
            [f"{reverse('archive')}?page={page}" for page in range(2, deep)],
        ),
        "day archive": (
            [days[0]],
            [f"{day}?n={number}" for number in range(_COLD // 400) for day in days],
        ),
        "day archive, old": (
            [old[0]],
            [f"{day}?n={number}" for number in range(200) for day in old],
        ),
        "source": (
            [reverse("source_detail", args=[sources[0]])],
            _pages_of_sources(sources[1:]),
        ),
        "search": (
            [_search(one) for one in _queries(headlines, rng, 10)],
            [_search(one) for one in _queries(headlines, rng, 2000)],
        ),
        "feed": (
            [reverse("feed_latest", args=["rss"])],
            [
                reverse("feed_source", args=[slug, form])
                for slug in sources
                for form in ("rss", "atom", "json")
            ],
        ),
        "sitemap index": ([reverse("sitemap_index")], _numbered(f"{reverse('sitemap_index')}?n=")),
        "sitemap part": ([part], _numbered(f"{part}?n=")),
        "API list": (
            [reverse("api_articles")],
            [f"{reverse('api_articles')}?until={day.isoformat()}" for day in _days(3000)],
        ),
    }
    for _, cold in found.values():
        rng.shuffle(cold)
    return {page: {"hot": hot, "cold": cold[:_COLD]} for page, (hot, cold) in found.items()}


def _articles(articles: ArticleQuerySet, language: str, rng: random.Random) -> list[str]:
    """Addresses of articles of all the years; of English ones, which are few, more are tried."""
    ends = articles.order_by().aggregate(first=Min("pk"), last=Max("pk"))
    numbers = range(ends["first"], ends["last"] + 1)
    chosen = rng.sample(numbers, min(_COLD if language == "ar" else 5 * _COLD, len(numbers)))
    return [
        _address_of(article, language)
        for at in range(0, len(chosen), 500)
        for article in articles.filter(pk__in=chosen[at : at + 500]).only("pk", "slug")
    ]


def _address_of(article: Article, language: str) -> str:
    with translation.override(language):
        return article.get_absolute_url()


def _pages_of_sources(slugs: list[str]) -> list[str]:
    """The first pages of each of these sources."""
    counted = Article.objects.published().order_by().values_list("source__slug")
    counts = dict(counted.annotate(count=Count("pk")))
    return [
        f"{reverse('source_detail', args=[slug])}?page={page}"
        for slug in slugs
        for page in range(1, min(-(-counts.get(slug, 0) // _A_PAGE), 5) + 1)
    ]


def _numbered(address: str) -> list[str]:
    """For a page that has one address: what it does not read makes others of it."""
    return [f"{address}{number}" for number in range(_COLD // 10)]


def _days(count: int) -> list[date]:
    """The days before that of the newest article, the latest first."""
    newest = Article.objects.published().latest_first()[0].published_at
    return [damascus_date(newest) - timedelta(days=back) for back in range(1, count + 1)]


def _full_days() -> list[list[str]]:
    """The days that have as many articles as a page shows, whatever the archive: of late, long ago."""
    until = _days(1)[0] + timedelta(days=2)
    flood = first_day_of_flood(until)
    return [
        [reverse("archive_day", args=[day.year, day.month, day.day]) for day in days]
        for days in (
            _days(LAST_DAYS - 2),
            [flood + timedelta(days=after) for after in range(FLOOD_DAYS)],
        )
    ]


def _queries(headlines: list[str], rng: random.Random, count: int) -> list[str]:
    """Queries of one to three words that stand in some headline."""
    queries: dict[str, None] = {}
    while len(queries) < count:
        words = [word for word in rng.choice(headlines).split() if is_content(word)]
        size = 1 + len(queries) % 3
        if len(words) >= size:
            queries[" ".join(rng.sample(words, size))] = None
    return list(queries)


def _search(query: str) -> str:
    return f"{reverse('search')}?q={quote(query)}"


# --- Queries ---------------------------------------------------------------------------------------


def queries(hot: dict[str, str]) -> dict[str, Any]:
    """By page: the queries of its address when it is asked for first, and how many the next time.

    Asked at the site's own WSGI door. A query is ``{"sql", "plan": [lines], "scans": [tables],
    "work": …}``; the work is what the database did for it, in the steps of SQLite's machine or the
    blocks that PostgreSQL read, which a busy machine does not change.
    """
    from newsroom.wsgi import application  # as gunicorn has it

    asked = {}
    large = _large_tables()
    for choices in ("/choices/", "/en/choices/"):  # what a process reads once, of each language
        _ask(application, choices)
    for page, address in hot.items():
        with _recorded() as first:
            status, size = _ask(application, address)
        took = []
        with _recorded() as again:
            _ask(application, address)
        for _ in range(_RUNS):
            began = time.perf_counter()
            _ask(application, address)
            took.append((time.perf_counter() - began) * 1000)
        asked[page] = {
            "address": address,
            "status": status,
            "bytes": size,
            "again": len(again),
            "again_ms": statistics.median(took),
            "queries": [explain(sql, parameters, large) for sql, parameters in first],
        }
    return asked


def _ask(application: Callable[..., Any], address: str) -> tuple[int, int]:
    """Ask a WSGI application; the status and the bytes of the body."""
    path, _, query = address.partition("?")
    told: list[str] = []
    response = application(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "RAW_URI": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "127.0.0.1:8000",
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "SCRIPT_NAME": "",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        },
        lambda status, headers, exc_info=None: told.append(status),
    )
    size = sum(map(len, response))
    if close := getattr(response, "close", None):
        close()
    return int(told[0].split()[0]), size


@contextmanager
def _recorded() -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements of this thread's connection with their parameters."""
    found: list[tuple[str, Any]] = []

    def record(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        yield found


def explain(sql: str, parameters: Any, large: set[str]) -> dict[str, Any]:
    """What a database does for a query: its plan, the large tables read end to end, its work."""
    told = {"sql": _shortened(sql), "plan": [], "scans": [], "work": 0, "ms": 0.0}
    if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
        return told
    began = time.perf_counter()
    if connection.vendor == "sqlite":
        told["work"] = _steps(sql, parameters)
    else:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            cursor.fetchall()
    told["ms"] = (time.perf_counter() - began) * 1000
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            told["plan"] = _tree(cursor.fetchall())
        else:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) {sql}", parameters)
            told["plan"] = [line for (line,) in cursor.fetchall()]
            told["work"] = sum(
                int(number)
                for number in re.findall(
                    r"(?:hit|read)=(\d+)",
                    next((line for line in told["plan"] if "Buffers: shared" in line), ""),
                )
            )
    aliases = _aliases(sql)
    told["scans"] = sorted(
        {
            table
            for line in told["plan"]
            if (name := _scanned(line)) and (table := aliases.get(name, name)) in large
        }
    )
    return told


_NAME = r'"?(\w+)"?'
_SCAN = re.compile(rf"\bSCAN {_NAME}(?! USING (?:COVERING )?INDEX)|\bSeq Scan on {_NAME}")
_TABLES = re.compile(
    rf'(?:FROM|JOIN) {_NAME}(?: (?:AS )?"?((?!ON\b|WHERE\b|INNER\b|LEFT\b|ORDER\b)\w+)"?)?'
)


def _scanned(line: str) -> str | None:
    """The table that a line of a plan reads end to end, and not in the order of an index."""
    found = _SCAN.search(line)
    return next(filter(None, found.groups())) if found else None


def _aliases(sql: str) -> dict[str, str]:
    return {alias or table: table for table, alias in _TABLES.findall(sql)}


def _steps(sql: str, parameters: Any) -> int:
    """Run a query; how many steps SQLite's machine took, to the ten."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 10
        return 0

    connection.ensure_connection()
    raw = connection.connection
    with connection.cursor() as cursor:
        raw.set_progress_handler(count, 10)
        try:
            cursor.execute(sql, parameters)
            cursor.fetchall()
        finally:
            raw.set_progress_handler(None, 0)
    return steps


def _tree(rows: list[tuple[Any, ...]]) -> list[str]:
    """SQLite's plan with its indentation."""
    depth = {0: -1}
    lines = []
    for own, parent, _, text in rows:
        depth[own] = depth.get(parent, -1) + 1
        lines.append("  " * depth[own] + text)
    return lines


def _shortened(sql: str) -> str:
    """A query without the list of its columns."""
    sql = re.sub(
        r'SELECT (DISTINCT )?((?:"\w+"\."\w+"(?: AS "\w+")?, )+"\w+"\."\w+")',
        r"SELECT \1…",
        sql,
    )
    return sql if len(sql) <= 1500 else f"{sql[:1500]}…"


def _large_tables() -> set[str]:
    names = [
        name for name in connection.introspection.table_names() if name.startswith("articles_")
    ]
    large = set()
    with connection.cursor() as cursor:
        for name in names:
            if "_search_" in name:
                continue
            cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT {_LARGE + 1}) one")  # noqa: S608
            if cursor.fetchone()[0] > _LARGE:
                large.add(name)
    return large


# --- The desk --------------------------------------------------------------------------------------


def desk() -> dict[str, dict[str, float]]:
    """Server time of the desk's pages, in milliseconds (the median), and their queries."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(get_user_model().objects.get(username=EDITOR))
    articles = reverse("admin:articles_article_changelist")
    newest = Article.objects.published().latest_first()
    word = next(filter(is_content, newest[0].title_ar.split()))
    back = min(_BACK, -(-Article.objects.count() // 50))
    edited = [one.pk for one in newest[100 : 100 + _RUNS + 2]]
    forms = [reverse("admin:articles_article_change", args=[pk]) for pk in edited]
    visits: dict[str, Callable[[int], Any]] = {
        "the morning": lambda run: client.get(reverse("admin:index")),
        "list of articles": lambda run: client.get(articles),
        f"list, page {_BACK}": lambda run: client.get(articles, {"p": back}),
        "list, searched": lambda run: client.get(articles, {"q": word}),
        "form of an article": lambda run: client.get(forms[run]),
    }
    measured = {name: _measure(visit) for name, visit in visits.items()}
    with _contexts_kept():
        filled = [
            article_data(client.get(form), title_ar=_changed(Article.objects.get(pk=pk).title_ar))
            for form, pk in zip(forms, edited, strict=True)
        ]
    measured["saving an article"] = _measure(
        lambda run: client.post(forms[run], filled[run]), answers=302
    )
    return measured


@contextmanager
def _contexts_kept() -> Iterator[None]:
    """Have responses of the test client tell what their templates were given, as in a test."""
    render = Template._render
    Template._render = instrumented_test_render
    try:
        yield
    finally:
        Template._render = render


def _changed(title: str) -> str:
    """A headline with a word more, or without it: the next run takes it back."""
    word = " غداً"
    return title.removesuffix(word) if title.endswith(word) else title + word


def _measure(visit: Callable[[int], Any], answers: int = 200) -> dict[str, float]:
    took = []
    with _recorded() as first:
        assert visit(_RUNS).status_code == answers
    for run in range(_RUNS):
        began = time.perf_counter()
        response = visit(run)
        took.append((time.perf_counter() - began) * 1000)
        assert response.status_code == answers
    return {"ms": statistics.median(took), "worst": max(took), "queries": len(first)}


# --- The index -------------------------------------------------------------------------------------


def index() -> dict[str, float]:
    """Build the search index anew: seconds, articles a second, the peak memory in MB."""
    began = time.monotonic()
    rebuild()
    seconds = time.monotonic() - began
    return {
        "seconds": seconds,
        "per_second": Article.objects.count() / seconds,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


# --- Where the time goes ----------------------------------------------------------------------------


def profile() -> dict[str, Any]:
    """Whose code makes a cold article: ``{"pages": …, "shares": {owner: …}}`` (``profiles.shares``)."""
    from newsroom.wsgi import application  # as gunicorn has it

    profiled = cProfile.Profile()
    cold = addresses()["article"]["cold"]
    for address in cold[:_WARM]:
        _ask(application, address)
    profiled.enable()
    for address in cold[_WARM : _WARM + _PROFILED]:
        _ask(application, address)
    profiled.disable()
    return {"pages": _PROFILED, "shares": shares(profiled)}


def size() -> dict[str, int]:
    return {"articles": Article.objects.count(), "bytes": database_size()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "what", choices=["addresses", "queries", "desk", "index", "profile", "size"]
    )
    what = parser.parse_args().what
    told = queries(json.load(sys.stdin)) if what == "queries" else globals()[what]()
    json.dump(told, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
