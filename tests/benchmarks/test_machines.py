"""What of ``machines.py`` starts nothing: addresses, what loads come to, a log read, its section."""

from pathlib import Path

import pytest

from tests.benchmarks import clusters, report
from tests.benchmarks.machines import Addresses, together
from tests.benchmarks.servers import Load, Server

LOG = """statement 41 LOG:  statement: SELECT 1
statement 42 LOG:  execute <unnamed>: SELECT 2
	FROM articles_article
statement 42 DETAIL:  parameters: $1 = 'LOG:  statement: '
statement 7 LOG:  received SIGHUP, reloading configuration files
statement 41 LOG:  execute _pg3_0: SELECT 3
"""


def test_statements_are_counted_by_who_sends_them():
    assert clusters.read_statements(LOG) == [41, 42, 41]


def test_the_newest_postgresql_is_taken():
    folders = [Path(f"/usr/lib/postgresql/{number}/bin") for number in ("9.6", "15", "17")]
    assert clusters.newest_first(folders) == [folders[2], folders[1], folders[0]]


def test_what_is_not_installed_is_told(monkeypatch):
    monkeypatch.setattr(clusters.shutil, "which", lambda name, path=None: None)
    monkeypatch.setattr(clusters, "newest_first", lambda folders: [])
    for find in (clusters.find_postgresql, clusters.find_redis, clusters.find_pgbouncer):
        with pytest.raises(clusters.Missing, match=r"is not installed. On Debian: apt-get install"):
            find()


def test_no_machine_is_asked_for_a_cold_address_twice():
    pages = {"article": {"hot": ["/"], "cold": [f"/{number}" for number in range(200)]}}
    addresses = Addresses(pages, rounds=4)
    one, other = (Server("any", {}, workers=1) for _ in range(2))
    first, second = (addresses.cold(one, "article") for _ in range(2))
    assert [first, second] == [pages["article"]["cold"][:10], pages["article"]["cold"][10:20]]
    assert addresses.cold(other, "article", 3) == ["/0", "/1", "/2"]


def test_machines_that_are_asked_at_once_come_to_their_sum():
    loads = [Load(10.0, 1.0, 9.0, 100.0, 30), Load(30.0, 2.0, 4.0, 200.0, 90, 5)]
    assert together(loads) == Load(40.0, 2.0, 9.0, 175.0, 120, 5)


def _load(kind: str, machines: int, page: str, how: str, rate: float, failed: int = 0):
    told = {"kind": kind, "machines": machines, "page": page, "how": how}
    return told | {"per_second": rate, "requests": 100, "failed": failed}


def test_the_section():
    asked = (("article", "hot"), ("article", "cold"), ("front", "cold"))
    of_cache = (*asked[:2], ("sitemap index", "cold"))
    told = {
        "articles": 2000,
        "rounds": 3,
        "seconds": 1.0,
        "skipped": ["PgBouncer was not measured."],
        "versions": {"PostgreSQL": "15.1", "Redis": "7"},
        "loads": [
            *(_load("replica", 1, *one, 100) for one in (*asked, of_cache[2])),
            *(_load("replica", 2, *one, 180) for one in asked),
            *(_load("primary", 2, *one, 170) for one in asked),
            *(_load("memory", 1, *one, 100) for one in of_cache),
        ],
        "connections": {"replica": {"primary": 10, "replica": 8}},
        "work": [
            {
                "kind": kind,
                "page": "article",
                "how": "cold",
                "statements": {"primary": 0, "replica": 0} | {kind: 3},
                "ms": {"machine": 10, "primary": 0.1, "replica": 0.1} | {kind: 2},
            }
            for kind in ("primary", "replica")
        ],
        "published": {
            "times": 20,
            "old": [],
            "answers": [100, 200],
            "waits": [0.1, 0.3, 0.2],
        },
        "lag": {"the editor published": {"ms": 1, "most_ms": 20, "bytes": 0, "most_bytes": 4000}},
        "without_redis": [
            *(_load("replica", 1, *one, 50, 100) for one in of_cache),
            *(_load("memory", 1, *one, 100) for one in of_cache),
        ],
        "lookups": {"with Redis": {"404": 30, "429": 40}, "with Redis killed": {"500": 70}},
    }
    section = report.machines({"machines": told})
    for line in (
        "| two machines | 180 | **1.80** | 180 | **1.80** | 180 | **1.80** |",
        "| one, its cache in memory | 100 | **1.00** | 100 | **1.00** | — | — |",
        "| cold article, with a replica | 0.0 | 3.0 | 10.00 | 0.10 | 2.00 |",
        "processor of a database keeps so many of machines busy: article 5.0.",
        "**0 old pages**. The editor was told after 200 ms in the middle and 300 ms at most.",
        "1.0 ms in the middle and 20 ms (4 KB) at most while the editor published.",
        "| cold sitemap index | 100 | **1.00** | 50 | **0.50** | 100% |",
        "with Redis 30 × 404, 40 × 429; with Redis killed 70 × 500.",
        "PgBouncer was not measured.",
    ):
        assert line in section
    assert "through PgBouncer" not in section
    assert report.machines({"machines": {"skipped": ["Nothing."]}}).endswith("\n\nNothing.\n")
    assert report.machines({}) == ""
