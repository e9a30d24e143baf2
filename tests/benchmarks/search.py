"""How fast search is, and how large: ``python tests/benchmarks/search.py``.

Fills a throw-away database with an archive of made-up Arabic, and prints how fast its words are
analysed and its index is rebuilt, how large the index is beside the text, and how long searches
and suggestions take. Deterministic: 60,000 made-up words and those of articles/arabic/lexicon,
drawn by Zipf's law, some with the article or a particle written onto them; 15 years of articles
from 20 sources. Talks to nothing but its own database: SQLite in a temporary folder, or one on the
server of TEST_DATABASE_URL (``postgresql://postgres@127.0.0.1:5432/postgres``), dropped at the end.

``--keep`` names the database (SQLite: a file) and leaves it there; the next run with the same name
asks it again without filling it. ``--compare`` runs a tenth of the archive too, and prints how much
slower the whole is. Each step runs in a process of its own, so that its peak memory is its own.
"""

# ruff: noqa: E402  Django is set up before what needs it is imported.

import argparse
import gc
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.arabic import Stemmer, analyse, match_key, slugify
from articles.body import plain_text
from articles.damascus import month_year
from articles.models import Article, Source, Status
from articles.search import (
    Wanted,
    get_backend,
    is_due,
    live_index,
    live_vocabulary,
    parse_query,
    rebuild,
    search,
    suggest,
)
from tests.benchmarks.wording import LETTERS, PREFIXES, is_content, make_forms, make_words

SEED = 20180521
PARAGRAPH = 60  # words
SOURCES = 20
FIRST = datetime(2010, 1, 1, tzinfo=UTC)
PERIOD = datetime(2025, 1, 1, tzinfo=UTC) - FIRST
CHUNK = 500  # articles held in memory
SAMPLE = 2_000  # articles that are analysed, and that queries are made from
COMMONEST = 50  # words
SUGGEST = "suggest"  # the kind of what is not searched but suggested

Result = TypeVar("Result")


# --- The archive -----------------------------------------------------------------------------------


def make_articles(count: int, length: int, source_ids: list[int]) -> Iterator[list[Article]]:
    """Yield ``count`` articles of ``length`` words in chunks, from the oldest on."""
    rng = random.Random(SEED)
    forms, weights = make_forms(make_words(rng))
    step = PERIOD / count
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        drawn = iter(rng.choices(forms, cum_weights=weights, k=len(numbers) * (length + 2)))
        chunk = []
        for number in numbers:
            body = [next(drawn) for _ in range(length)]
            # All but two words of the headline are the body's.
            headline = [*rng.sample(body, rng.randint(6, 8)), next(drawn), next(drawn)]
            rng.shuffle(headline)
            title = " ".join(headline)
            paragraphs = (body[at : at + PARAGRAPH] for at in range(0, length, PARAGRAPH))
            chunk.append(
                Article(
                    title_ar=title,
                    body_ar="".join(f"<p>{' '.join(words)}.</p>" for words in paragraphs),
                    slug=slugify(title),
                    status=Status.PUBLISHED,
                    published_at=FIRST + number * step,
                    source_id=rng.choice(source_ids),
                    headline_key=match_key(title),
                )
            )
        yield chunk


def fill(count: int, length: int) -> float | None:
    """Fill the database unless it is filled; return the seconds, None where nothing was to do."""
    slugs = {f"benchmark-{number}" for number in range(SOURCES)}
    tables = connection.introspection.table_names()
    if tables and (
        "articles_source" not in tables
        or set(Source.objects.values_list("slug", flat=True)) != slugs
    ):
        sys.exit("There is another database of that name; this one leaves it alone.")
    call_command("migrate", verbosity=0)
    if tables:
        if (kept := Article.objects.count()) != count:
            sys.exit(f"The database that was kept has {kept:,} articles, not {count:,}.")
        return None
    sources = Source.objects.bulk_create(
        Source(name_ar=f"صحيفة العينة {number}", slug=f"benchmark-{number}")
        for number in range(SOURCES)
    )
    began = time.monotonic()
    done = 0
    for chunk in make_articles(count, length, [source.pk for source in sources]):
        Article.objects.bulk_create(chunk)
        done += len(chunk)
        show_progress("fill", done, count)
    seconds = time.monotonic() - began
    vacuum()
    return seconds


def vacuum() -> None:
    """Do what PostgreSQL does by itself in time, so that it is done at the same point every run."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")


def sample() -> list[Article]:
    """Articles of all the years, the same every run."""
    ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    chosen = ids[:: max(len(ids) // SAMPLE, 1)][:SAMPLE]
    found = Article.objects.in_bulk(chosen)
    return [found[pk] for pk in chosen]


# --- The index -------------------------------------------------------------------------------------


class Built(NamedTuple):
    """How long a rebuild took, in seconds: by step, and this process's own processor time."""

    counting: float
    indexing: float
    rest: float
    processor: float


def build() -> Built | None:
    """Rebuild the index; None where a database that was kept has one."""
    if live_index() and not is_due():
        return None
    last: dict[str, float] = {}

    def note(step: str, done: int, total: int) -> None:
        last[step] = time.monotonic()
        show_progress(step, done, total)

    began, cpu = time.monotonic(), time.process_time()
    rebuild(note)
    ended, cpu = time.monotonic(), time.process_time() - cpu
    vacuum()
    counted, indexed = last["count"], last["index"]
    return Built(counted - began, indexed - counted, ended - indexed, cpu)


def measure_analysis() -> float:
    """Articles a second that one core analyses, without HTML and without a database; best of 3."""
    stemmer = Stemmer(live_vocabulary().counts)
    texts = [(article.title_ar, plain_text(article.body_ar)) for article in sample()]
    seconds = []
    for _ in range(4):  # the first one warms the stemmer up
        began = time.process_time()
        for headline, body in texts:
            analyse(stemmer, headline=headline, summary="", body=body)
        seconds.append(time.process_time() - began)
    return len(texts) / min(seconds[1:])


class Sizes(NamedTuple):
    """Bytes: of headlines and bodies, of the index with its documents, of these, of everything."""

    text: int
    with_documents: int
    documents: int
    database: int


def measure_sizes() -> Sizes:
    if connection.vendor == "postgresql":
        written, stored = "octet_length({})", "pg_column_size({})"
        everything = "pg_database_size(current_database())"
    else:  # length() of a text is in characters
        written = stored = "length(CAST({} AS BLOB))"
        everything = "(SELECT page_count * page_size FROM pragma_page_count, pragma_page_size)"
    text = " + ".join(map(written.format, ("title_ar", "body_ar")))
    documents = " + ".join(map(stored.format, ("headline", "headline_tokens", "text_tokens")))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT (SELECT sum({text}) FROM articles_article), "  # noqa: S608
            f"(SELECT sum({documents}) FROM articles_searchdocument), {everything}"
        )
        text_bytes, document_bytes, all_bytes = map(int, cursor.fetchone())
    live = live_index()
    assert live is not None
    with_documents = int(get_backend().size(live.slot))
    return Sizes(text_bytes, with_documents, document_bytes, all_bytes)


# --- The queries -----------------------------------------------------------------------------------


class Question(NamedTuple):
    """A query (for ``suggest`` what was typed so far), and its kind."""

    kind: str
    text: str


class Asker:
    """Makes queries from the archive's own words, as they are written there."""

    def __init__(self, articles: list[Article]) -> None:
        self._rng = random.Random(SEED)
        self._headlines = [article.title_ar.split() for article in articles]
        self._counts: Counter[str] = Counter()
        for article in articles:
            words = article.title_ar.split() + plain_text(article.body_ar).replace(".", " ").split()
            self._counts.update({word for word in words if is_content(word)})
        self._common = self._commonest()
        self.kinds: dict[str, Callable[[], str]] = {
            "rare": lambda: " ".join(self._rare(2)),
            "headline": self._part_of_headline,
            "common": lambda: " ".join(self._rng.sample(self._common, self._rng.randint(1, 2))),
            "mixed": lambda: f"{self._rng.choice(self._common)} {self._rare(1)[0]}",
            "typo": self._mistyped,
            "phrase": lambda: f"«{' '.join(self._rng.choice(self._neighbours()))}»",
            "date": self._dated,
            "excluded": lambda: " -".join(self._rng.sample(self._common, 2)),
        }

    def ask(self, each: int) -> list[Question]:
        """Return ``each`` queries of every kind in random order, then as many suggestions."""
        queries = [Question(kind, make()) for kind, make in self.kinds.items() for _ in range(each)]
        self._rng.shuffle(queries)
        begun = [self._rng.choice(self._content())[: 2 + n % 2] for n in range(each)]
        return queries + [Question(SUGGEST, text) for text in begun]

    def _commonest(self) -> list[str]:
        """The commonest words, none of them another one with something written onto it."""
        found: list[str] = []
        for word in sorted(self._counts, key=lambda word: (-self._counts[word], word)):
            if not any(word.removeprefix(prefix) in found for prefix in PREFIXES):
                found.append(word)
            if len(found) == COMMONEST:
                break
        return found

    def _content(self) -> list[str]:
        """The words of some headline that are not function words; at least three of them."""
        while True:
            words = [word for word in self._rng.choice(self._headlines) if is_content(word)]
            if len(set(words)) >= 3:
                return words

    def _rare(self, count: int) -> list[str]:
        words = sorted(set(self._content()), key=lambda word: (self._counts[word], word))
        return words[:count]

    def _part_of_headline(self) -> str:
        words = self._rng.choice(self._headlines)
        count = self._rng.randint(3, 5)
        start = self._rng.randint(0, len(words) - count)
        return " ".join(words[start : start + count])

    def _mistyped(self) -> str:
        while True:
            word, other = self._rng.sample(self._content(), 2)
            at = self._rng.randrange(len(word))
            typed = word[:at] + self._rng.choice(LETTERS) + word[at + 1 :]
            if len(word) >= 5 and typed != word and typed not in self._counts:
                return f"{typed} {other}"

    def _neighbours(self) -> list[tuple[str, str]]:
        """The pairs of content words that stand together in some headline."""
        while True:
            pairs = pairwise(self._rng.choice(self._headlines))
            if together := [pair for pair in pairs if all(map(is_content, pair))]:
                return together

    def _dated(self) -> str:
        day = FIRST + PERIOD * self._rng.random()
        return f"{self._rng.choice(self._common)} {month_year(day.year, day.month, 'ar')}"


def make_questions(each: int) -> tuple[list[Question], list[Question]]:
    """Return questions to warm up with, and those that are measured."""
    asker = Asker(sample())
    return asker.ask(2), asker.ask(each)


class Answer(NamedTuple):
    """How long a question took, in milliseconds; how many articles have all its words, and which
    are the first ten.
    """

    question: Question
    took: float
    whole: int
    first: list[int]

    @property
    def kind(self) -> str:
        return self.question.kind


def answer(warm_up: list[Question], questions: list[Question]) -> list[Answer]:
    for question in warm_up:
        answer_one(question)
    gc.collect()
    gc.freeze()  # as gunicorn.conf.py does in every worker
    return [answer_one(question) for question in questions]


def answer_one(question: Question) -> Answer:
    now = timezone.now()
    began = time.perf_counter()
    if question.kind == SUGGEST:
        ids = [article.pk for article in suggest(question.text, "ar", now=now).articles]
        whole = len(ids)
    else:
        query = parse_query(question.text)
        wanted = Wanted(query, "ar", since=query.since, until=query.until)
        results = search(wanted, now=now)
        whole, ids = results.whole, list(results.article_ids)
    return Answer(question, (time.perf_counter() - began) * 1000, whole, ids[:10])


# --- The run ---------------------------------------------------------------------------------------


def show_progress(step: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(
            f"\r{step} {done:,} of {total:,} ", end="\n" if done == total else "", file=sys.stderr
        )


def alone(function: Callable[..., Result], *arguments: object) -> tuple[Result, float]:
    """Call a function in a process of its own; return its result, and its peak memory in MB."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        return executor.submit(_called, function, arguments).result()


def _called(function: Callable[..., Result], arguments: tuple[object, ...]) -> tuple[Result, float]:
    try:
        result = function(*arguments)
    finally:
        connection.close()
    return result, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def database(keep: str | None) -> Iterator[None]:
    """A database that the processes started within use; gone afterwards unless it is kept."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    on_server = server.startswith("postgres")
    with tempfile.TemporaryDirectory() as scratch:
        name = keep or (f"bench_search_{os.getpid()}" if on_server else f"{scratch}/bench.sqlite3")
        if on_server:
            create_on(server, name)
            url = urlsplit(server)._replace(path=f"/{name}").geturl()
        else:
            url = f"sqlite:///{Path(name).resolve()}"
        os.environ["TEST_DATABASE_URL"] = url
        try:
            yield
        finally:
            os.environ["TEST_DATABASE_URL"] = server
            if on_server and not keep:
                execute_on(server, "DROP DATABASE {} WITH (FORCE)", name)


def create_on(server: str, name: str) -> None:
    """Make a database on a PostgreSQL server, unless it is there."""
    from psycopg.errors import DuplicateDatabase  # not installed where SQLite is all there is

    with suppress(DuplicateDatabase):
        execute_on(server, "CREATE DATABASE {}", name)


def execute_on(server: str, statement: str, name: str) -> None:
    import psycopg
    from psycopg.sql import SQL, Identifier

    with psycopg.connect(server, autocommit=True) as opened:
        opened.execute(SQL(statement).format(Identifier(name)))


def run(
    count: int, length: int, queries: int, keep: str | None, kept_answers: Path | None = None
) -> dict[str, float]:
    """Measure an archive of ``count`` articles and print it; return the 95th percentile by kind."""
    with database(keep):
        seconds, fill_peak = alone(fill, count, length)
        vendor, _ = alone(vendor_in_use)
        print(f"{count:,} articles, {vendor}, {os.cpu_count()} cores")
        if seconds:
            print(f"filled        {count / seconds:8,.0f} articles/s  ({seconds:.1f} s)")
        built, build_peak = alone(build)
        if built:
            total = built.counting + built.indexing + built.rest
            print(
                f"rebuild       {count / total:8,.0f} articles/s  ({total:.1f} s: counting "
                f"{built.counting:.1f}, indexing {built.indexing:.1f}, the rest {built.rest:.1f}; "
                f"{built.processor:.1f} s of processor time, a server's not counted)"
            )
        else:
            print("rebuild              —  (the index that was kept)")
        analysed, _ = alone(measure_analysis)
        print(f"analysis only {analysed:8,.0f} articles/s  (one core, no database)")
        print_sizes(count, alone(measure_sizes)[0])
        (warm_up, questions), _ = alone(make_questions, max(queries // 8, 1))
        answers, answer_peak = alone(answer, warm_up, questions)
        peaks = {
            "filling": fill_peak if seconds else None,
            "rebuilding": build_peak if built else None,
            "answering": answer_peak,
        }
        used = ", ".join(f"{peak:.0f} MB {step}" for step, peak in peaks.items() if peak)
        print(f"peak memory        {used}")
        if kept_answers:
            compare_answers(answers, kept_answers)
        return print_latencies(answers)


def compare_answers(answers: list[Answer], path: Path) -> None:
    """Keep the first ten of every question in a file, or say where they are not those of the file.

    The archive is the same on every database, and so are its articles' ids.
    """
    first = {" ".join(answer.question): answer.first for answer in answers}
    if not path.exists():
        path.write_text(json.dumps(first, ensure_ascii=False), "utf-8")
        print(f"first tens    kept in {path}")
        return
    kept = json.loads(path.read_text("utf-8"))
    asked = first.keys() & kept.keys()
    others = sorted(question for question in asked if first[question] != kept[question])
    print(f"first tens    {len(asked) - len(others):8} of {len(asked)} as in {path}")
    for question in others:
        print(f"              {question}: {first[question]}, not {kept[question]}")


def vendor_in_use() -> str:
    connection.ensure_connection()
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}"


def print_sizes(count: int, sizes: Sizes) -> None:
    print(
        f"text          {sizes.text / 1e6:8,.1f} MB  ({sizes.text / count / 1000:.1f} KB an article)"
    )
    for name, size in (("all of search", sizes.with_documents), ("- documents", sizes.documents)):
        print(f"{name:14}{size / 1e6:8,.1f} MB  ({size / sizes.text:.2f} of the text)")
    print(f"database      {sizes.database / 1e6:8,.1f} MB")


def print_latencies(answers: list[Answer]) -> dict[str, float]:
    """Print a line a kind, one for all searches, one for suggestions; return the p95 of each."""
    by_kind: dict[str, list[Answer]] = {}
    for one in sorted(answers, key=lambda one: one.took):
        by_kind.setdefault(one.kind, []).append(one)
        if one.kind != SUGGEST:
            by_kind.setdefault("all", []).append(one)
    kinds = [*sorted(by_kind.keys() - {"all", SUGGEST}), "all", SUGGEST]
    print(f"\n{'ms':12}{'queries':>8}{'p50':>9}{'p95':>9}{'max':>9}{'found':>8}{'nothing':>9}")
    p95s: dict[str, float] = {}
    for kind in kinds:
        took = [one.took for one in by_kind[kind]]
        p95s[kind] = took[-(-len(took) * 95 // 100) - 1]
        found = statistics.median_low(one.whole for one in by_kind[kind])
        nothing = sum(not one.first for one in by_kind[kind])
        print(
            f"{kind:12}{len(took):8}{statistics.median(took):9.1f}{p95s[kind]:9.1f}"
            f"{took[-1]:9.1f}{found:8}{nothing:9}"
        )
    print("found: articles with all the words, the median; nothing: queries that list no article")
    return p95s


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=400, help="in a body")
    parser.add_argument("--queries", type=int, default=400, help="in all, of eight kinds")
    parser.add_argument("--keep", metavar="NAME", help="keep the database, or use the one kept")
    parser.add_argument(
        "--answers",
        type=Path,
        metavar="FILE",
        help="keep the first ten of each query, or compare them with those that the file keeps",
    )
    parser.add_argument("--compare", action="store_true", help="with a tenth of the articles")
    options = parser.parse_args()
    if options.articles < 10 or options.words < 10:
        parser.error("ten articles of ten words are the least there is anything to measure in")
    if options.compare:
        tenth = run(options.articles // 10, options.words, options.queries, None)
        print()
    whole = run(options.articles, options.words, options.queries, options.keep, options.answers)
    if options.compare:
        ratios = ", ".join(f"{kind} {whole[kind] / tenth[kind]:.1f}" for kind in whole)
        print(f"\np95 at {options.articles:,} over p95 at {options.articles // 10:,}: {ratios}")


if __name__ == "__main__":
    main()
