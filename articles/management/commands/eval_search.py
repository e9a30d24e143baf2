"""Measure the search: a corpus into a throw-away database, every query through the public page."""

import json
import os
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import RequestFactory

from articles.arabic import match_key, slugify
from articles.models import Article, Source, Status
from articles.search import (
    CUTOFF,
    BadCorpus,
    CorpusArticle,
    Score,
    get_backend,
    live_index,
    read_articles,
    read_queries,
    rebuild,
)
from articles.views import SearchView

_CHUNK = 500  # articles a statement


class Command(BaseCommand):
    help = (
        "Put a corpus into a throw-away database beside the configured one (SQLite or PostgreSQL), "
        "ask every query through the public search page, and print how well it answers: mean "
        "reciprocal rank and recall within the first ten, by class of query."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", type=Path, help="articles, .jsonl or .jsonl.gz")
        parser.add_argument("queries", type=Path, help="known-item queries, .jsonl or .jsonl.gz")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, articles: Path, queries: Path, json: bool, **options: Any) -> None:
        try:
            with _throw_away_database():
                measured = _measure(articles, queries)
        except BadCorpus as error:
            raise CommandError(str(error)) from None
        self._print_json(measured) if json else self._print_table(measured)

    def _print_json(self, measured: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(measured, ensure_ascii=False, indent=2))

    def _print_table(self, measured: dict[str, Any]) -> None:
        self.stdout.write(f"{'class':<18}{'queries':>8}{'MRR@10':>9}{'recall@10':>11}")
        for kind, score in measured["classes"].items():
            self.stdout.write(
                f"{kind:<18}{score['queries']:>8}{score['mrr@10']:>9.3f}{score['recall@10']:>11.3f}"
            )
        mean = measured["mean"]
        asked = measured["queries"]
        self.stdout.write(
            f"{'mean of classes':<18}{asked:>8}{mean['mrr@10']:>9.4f}{mean['recall@10']:>11.4f}"
        )
        self.stdout.write("")
        size, text = measured["index_bytes"], measured["text_bytes"]
        self.stdout.write(f"database      {measured['database']}")
        self.stdout.write(f"articles      {measured['articles']:,} ({text / 1e6:.1f} MB of text)")
        self.stdout.write(f"index         {size / 1e6:.1f} MB, {size / text:.2f} of the text")
        self.stdout.write(f"index rate    {measured['articles_per_second']:,.0f} articles a second")
        latency = measured["latency_ms"]
        self.stdout.write(
            f"latency       p50 {latency['p50']:.1f} ms, p95 {latency['p95']:.1f} ms a page"
        )


@contextmanager
def _throw_away_database() -> Iterator[None]:
    """A database of its own, migrated and empty, in place of the configured one."""
    name = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        connection.settings_dict["TEST"]["NAME"] = (
            str(Path(folder) / "corpus.sqlite3")
            if connection.vendor == "sqlite"
            else f"eval_search_{os.getpid()}"
        )
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def _measure(articles: Path, queries: Path) -> dict[str, Any]:
    ids, text_bytes = _store(read_articles(articles))
    asked = list(read_queries(queries))
    began = time.perf_counter()
    rebuild()
    seconds = time.perf_counter() - began
    score, latencies = Score(), []
    for item in asked:
        began = time.perf_counter()
        found = _first_page(item.query)
        latencies.append((time.perf_counter() - began) * 1000)
        score.add(item.kind, item.id, [ids[pk] for pk in found])
    mrr, recall = score.means()
    latencies.sort()
    return {
        "database": connection.vendor,
        "articles": len(ids),
        "queries": len(asked),
        "mean": {"mrr@10": mrr, "recall@10": recall},
        "classes": {
            kind: {"queries": len(score.ranks[kind]), "mrr@10": mrr, "recall@10": recall}
            for kind, (mrr, recall) in score.by_class().items()
        },
        "articles_per_second": len(ids) / seconds,
        "text_bytes": text_bytes,
        "index_bytes": _index_bytes(),
        "latency_ms": {
            "p50": latencies[len(latencies) // 2],
            "p95": latencies[int(len(latencies) * 0.95)],
        },
    }


def _store(articles: Iterator[CorpusArticle]) -> tuple[dict[int, str], int]:
    """Write the corpus as published articles; return the corpus's ids by ours, and its size."""
    sources: dict[str, Source] = {}
    ids: dict[int, str] = {}
    size = 0
    while chunk := list(islice(articles, _CHUNK)):
        for article in chunk:
            size += len(f"{article.title}{article.body}".encode())
            if article.source and article.source not in sources:
                sources[article.source] = Source.objects.create(
                    name_ar=article.source[:200], slug=f"{slugify(article.source)}-{len(sources)}"
                )
        stored = Article.objects.bulk_create(
            Article(
                title_ar=article.title[:300],
                body_ar="".join(f"<p>{escape(line)}</p>" for line in article.body.split("\n")),
                slug=slugify(article.title),
                headline_key=match_key(article.title)[:300],
                status=Status.PUBLISHED,
                published_at=article.published,
                source=sources.get(article.source),
            )
            for article in chunk
        )
        ids |= {one.pk: article.id for one, article in zip(stored, chunk, strict=True)}
    if not ids:
        raise BadCorpus("There are no articles in the corpus.")
    return ids, size


def _first_page(query: str) -> list[int]:
    """Ask the public page, rendered whole, and return the articles it shows, by id."""
    response = SearchView.as_view()(RequestFactory().get("/search/", {"q": query}))
    response.render()
    return [hit.article.pk for hit in response.context_data["hits"]][:CUTOFF]


def _index_bytes() -> int:
    index = live_index()
    return get_backend().size(index.slot) if index else 0
