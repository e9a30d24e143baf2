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

    A walk along an index that a LIMIT ends is none; that of an index of few rows is none either.
    """
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return [
        f"{step}: {one['sql'][:2000]}"
        for one in captured.captured_queries
        if one["sql"].startswith("SELECT")
        for step in _scans(one["sql"])
    ]


def _scans(statement: str) -> Iterator[str]:
    tables = {alias: table for table, alias in _ALIAS.findall(statement)}
    with connection.cursor() as cursor:
        # Past Django, to which a sign in a whole statement may look like a parameter's.
        plan = cursor.connection.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    for *_, step in plan:
        found = _SCAN.match(step)
        if found is None:
            continue
        table, index = tables.get(found[1], found[1]), found[2]
        if table not in LARGE:
            continue
        if (not index and not _is_first_row(statement)) or (index and " LIMIT " not in statement):
            yield step


def _is_first_row(statement: str) -> bool:
    return statement.endswith('ORDER BY "articles_article"."id" ASC LIMIT 1')
