"""How SQLite would find the rows of a page: what of it grows with the archive."""

import re
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# One row an article, or nearly.
LARGE = {
    f"articles_{name}"
    for name in (
        *("article", "capturedpage", "citation", "correction", "deed", "relatedlink"),
        *("revision", "searchdocument", "storyfingerprint", "topiclink"),
    )
}
_SCAN = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")
_ALIAS = re.compile(r'"(articles_\w+)" (\w+)\b')


def scans_of(client: Client, address: str) -> list[str]:
    """What of the queries of a page reads a large table from its beginning to its end.

    A walk in the order that is asked for is none where a LIMIT ends it, nor is one of an index that
    has only some of the rows.
    """
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return [
        f"{step}: {one['sql'][:2000]}"
        for one in captured.captured_queries
        if one["sql"].startswith("SELECT")
        for step in steps_of(one["sql"])
    ]


def steps_of(statement: str) -> Iterator[str]:
    """The steps of a whole statement's plan that read a large table from end to end."""
    tables = {alias: table for table, alias in _ALIAS.findall(statement)}
    with connection.cursor() as cursor:
        # Past Django, to which a sign in a whole statement may look like a parameter's.
        plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%% WHERE %%'", []
        )
        of_some = {name for (name,) in cursor}
    steps = [step for *_, step in plan]
    # What is sorted is read whole, whatever of it is asked for.
    ends_early = " LIMIT " in statement and "USE TEMP B-TREE FOR ORDER BY" not in steps
    for step in steps:
        found = _SCAN.match(step)
        if found is None or ends_early or found[2] in of_some:
            continue
        if tables.get(found[1], found[1]) in LARGE:
            yield step
