"""Measure the search: known-item queries over a corpus, in a throw-away database."""

import gzip
import json
import statistics
import time
from collections import defaultdict
from datetime import datetime
from html import escape

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from articles.arabic import slugify
from articles.models import Article, Source
from articles.search import *
from articles.search.backends import get_backend


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("articles")
        parser.add_argument("queries")

    def handle(self, *, articles, queries, **o):
        connection.settings_dict["TEST"]["NAME"] = (
            "/tmp/lab/eval.sqlite3" if connection.vendor == "sqlite" else "eval_x"
        )
        old = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            self.run(articles, queries)
        finally:
            connection.creation.destroy_test_db(old, verbosity=0)

    def run(self, articles, queries):
        open_ = gzip.open if articles.endswith("gz") else open
        A = [json.loads(l) for l in open_(articles, "rt")]
        sources = {}
        for a in A:
            if a["source"] not in sources:
                sources[a["source"]] = Source.objects.create(
                    name_ar=a["source"], slug=slugify(a["source"]) + str(len(sources))
                )
        Article.objects.bulk_create(
            [
                Article(
                    title_ar=a["title"][:300],
                    body_ar="".join(f"<p>{escape(p)}</p>" for p in a["body"].split("\n")),
                    status="published",
                    published_at=datetime.fromisoformat(a["published"]),
                    source=sources[a["source"]],
                )
                for a in A
            ],
            batch_size=500,
        )
        ids = dict(
            zip(Article.objects.order_by("pk").values_list("pk", flat=True), [a["id"] for a in A])
        )
        t = time.time()
        ix = rebuild()
        print("rebuild", len(A) / (time.time() - t), "articles/s")
        text = sum(len((a["title"] + a["body"]).encode()) for a in A)
        print("index/text", get_backend().size(ix.slot) / text)
        connection.cursor().execute("select 1")
        res = defaultdict(list)
        miss = []
        T = []
        tops = {}
        now = timezone.now()
        for l in open(queries):
            q = json.loads(l)
            t = time.time()
            r = search(Wanted(parse_query(q["query"]), "ar"), now=now)
            T.append(time.time() - t)
            top = [ids[i] for i in r.article_ids[:10]]
            tops[q["query"]] = top
            k = top.index(q["id"]) + 1 if q["id"] in top else 0
            res[q["class"]].append(k)
            if k != 1:
                miss.append((q["class"], k, q["query"], q["id"], top[:1]))
        json.dump(miss, open("/tmp/lab/miss2.json", "w"), ensure_ascii=False)
        json.dump(tops, open(f"/tmp/lab/tops_{connection.vendor}.json", "w"))
        mrr = {c: sum(1 / k for k in v if k) / len(v) for c, v in res.items()}
        rec = {c: sum(1 for k in v if k) / len(v) for c, v in res.items()}
        print(" ".join(f"{c}={mrr[c]:.3f}/{rec[c]:.3f}" for c in mrr))
        print("MEAN %.4f %.4f" % (statistics.mean(mrr.values()), statistics.mean(rec.values())))
        T.sort()
        print("p50 %.1f p95 %.1f ms" % (T[len(T) // 2] * 1000, T[int(len(T) * 0.95)] * 1000))
