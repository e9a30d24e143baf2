"""`make bench` in small, so that it does not rot: 200 articles, no wrk, nothing timed."""

import re
from collections.abc import Sequence

from django.db import connection

from tests.benchmarks import inside, report, site
from tests.benchmarks.servers import Load, Server, environment, read_wrk

MACHINE = {
    "processors": "2 × some processor",
    "memory": "1 GB",
    "database": "SQLite 3",
    "versions": {"Python": "3"},
    "rounds": 1,
    "seconds": 1,
}


def ask_once(server: Server, paths: Sequence[str], headers: dict[str, str], once: bool) -> Load:
    """In place of wrk: each of the first addresses once, and every answer looked at."""
    answers = [server.get(path, headers) for path in paths[:2]]
    wanted = "304" if "If-None-Match" in headers else "200"
    assert all(answer.status.startswith(wanted) for answer in answers)
    return Load(100.0, 1.0, 2.0, float(len(answers[0].body)), len(answers))


def test_the_benchmark_in_small(archive, monkeypatch, tmp_path):
    monkeypatch.setattr(inside, "_RUNS", 1)
    addresses = inside.addresses()
    assert all(some["hot"] and some["cold"] for some in addresses.values())
    some = {page: addresses[page] for page in ("article", "feed")}

    pages = inside.queries({page: one["hot"][0] for page, one in some.items()})
    assert all(told["status"] == 200 for told in pages.values())
    assert all(query["plan"] and query["work"] for query in pages["article"]["queries"])

    plan = site.Plan(rounds=1, seconds=0, workers=[1])
    measured = site.measure(environment(_database(), DEBUG="1"), some, plan, ask_once)
    asked = {(load["page"], load["how"], load["of"]) for load in measured["loads"]}
    assert {
        ("article", "hot, compressed", "floor"),
        ("article", "walked", "site"),
        ("article", "cold", "minimal"),
        ("feed", "not modified", "site"),
        ("feed", "not modified", "floor"),
    } <= asked
    assert measured["sent"]["article"]["plain"] == pages["article"]["bytes"]
    assert measured["memory"]["1"]["site"]["shared"] > 1

    monkeypatch.setattr(inside, "_WARM", 0)
    monkeypatch.setattr(inside, "_PROFILED", 2)
    profile = inside.profile()
    assert 0.99 < sum(profile["shares"].values()) < 1.01
    assert profile["shares"]["Django's ORM"] > 0  # how much is the machine's business

    told = {"size": inside.size(), "pages": pages, "desk": inside.desk(), **measured}
    told["profile"] = profile
    assert told["size"]["articles"] == archive
    results = {"machine": MACHINE, "archives": {"200": told, "400": told}}
    report.write(results, tmp_path)
    text = (tmp_path / "performance.md").read_text("utf-8")
    assert "| article | 100 | **1.00** |" in text
    assert "| cost in the largest archive, times that in the smallest | 1.5 | 1.00 | yes |" in text
    assert re.search(r"^\| Django's ORM \| \d+% \|$", text, re.MULTILINE)
    assert "articles_article" in (tmp_path / report.PLANS).read_text("utf-8")
    assert (tmp_path / report.PICTURE).stat().st_size > 1000


def test_a_large_table_that_is_read_end_to_end_is_told(db):
    large = {"articles_article"}
    every = "SELECT count(*) FROM articles_article AS one WHERE one.byline_ar = %s"
    assert inside.explain(every, ["x"], large)["scans"] == ["articles_article"]
    assert inside.explain(every, ["x"], set())["scans"] == []
    by_id = "SELECT id FROM articles_article AS one WHERE one.id = %s"
    assert inside.explain(by_id, [1], large)["scans"] == []


def test_what_wrk_prints():
    printed = """Running 1s test @ http://127.0.0.1:8000
  10 requests in 1.00s, 5.00KB read
{"requests": 10, "seconds": 2.000000, "bytes": 5000, "refused": 0, "broken": 0, "p50": 1.500, "p99": 9.000}
"""
    assert read_wrk(printed) == Load(5.0, 1.5, 9.0, 500.0, 10)


def _database() -> str:
    """The test database as an address."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    return f"postgresql://{told['USER']}{password}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"
