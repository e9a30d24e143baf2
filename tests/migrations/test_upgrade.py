"""Sites of long ago, brought forward to this code with nothing lost (fixtures/README.md)."""

import base64
import gzip
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from articles.models import Article, CapturedPage, CompressedTextField, Correction, Revision
from articles.search import find_ids

FIXTURES = Path(__file__).parent / "fixtures"


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """A database of one's own, beside the tests', on the same server."""
    name = connection.settings_dict["NAME"]
    own = str(folder / "upgrade.sqlite3") if connection.vendor == "sqlite" else f"{name}_upgrade"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
            cursor.execute(f'CREATE DATABASE "{own}"')
    connection.close()
    connection.settings_dict["NAME"] = own
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        ContentType.objects.clear_cache()
        cache.clear()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{own}"')
            connection.close()


def load(kept: dict[str, Any]) -> None:
    """Write the rows of a fixture as they were, whatever the models have become since."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table, content in kept["tables"].items():
            types = {
                column.name: connection.introspection.get_field_type(column.type_code, column)
                for column in connection.introspection.get_table_description(cursor, table)
            }
            columns = content["columns"]
            places = ", ".join(["%s"] * len(columns))
            names = ", ".join(map(connection.ops.quote_name, columns))
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({places})",  # noqa: S608
                [
                    [
                        _value(value, types[column])
                        for column, value in zip(columns, row, strict=True)
                    ]
                    for row in content["rows"]
                ],
            )
        if connection.vendor == "postgresql":
            for table, content in kept["tables"].items():
                if content["columns"][0] == "id":
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                    )


def _value(value: Any, kind: str) -> Any:
    if isinstance(value, dict):
        content = base64.b64decode(value["base64"])
        # What SQLite keeps compressed, PostgreSQL keeps as text.
        return (
            CompressedTextField().from_db_value(content, None, connection)
            if kind == "TextField"
            else content
        )
    return bool(value) if kind == "BooleanField" and value is not None else value


def rows_of(kept: dict[str, Any], table: str) -> dict[int, dict[str, Any]]:
    content = kept["tables"].get(table, {"columns": [], "rows": []})
    rows = (dict(zip(content["columns"], row, strict=True)) for row in content["rows"])
    return {row["id"]: row for row in rows}


def _read(model: Any, column: str, value: Any) -> Any:
    is_text = isinstance(model._meta.get_field(column), CompressedTextField)
    return _value(value, "TextField") if is_text else value


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out, verbosity=1)
    return out.getvalue()


@pytest.mark.parametrize("name", ["first", "with-history"])
def test_a_site_of_long_ago_is_brought_forward_whole(
    name, tmp_path, django_db_setup, django_db_blocker
):
    elsewhere = "with-history" if connection.vendor == "sqlite" else "first"
    if name == elsewhere and "ALL_UPGRADES" not in os.environ:
        pytest.skip("its turn is on the other database; ALL_UPGRADES=1 has both on each")
    kept = json.loads(gzip.decompress((FIXTURES / f"{name}.json.gz").read_bytes()))
    with django_db_blocker.unblock(), empty_database(tmp_path):
        for app in ("auth", "articles"):
            call_command("migrate", app, kept["migrated"][app], verbosity=0)
        load(kept)
        call_command("migrate", verbosity=0)
        nothing_is_lost(kept)
        run("rebuild_search")  # as CHANGELOG.md says of the upgrades in between
        run("publish_due")
        assert "Every revision and every correction is as it was written." in run("check_archive")
        pages_answer()


def nothing_is_lost(kept: dict[str, Any]) -> None:
    articles = rows_of(kept, "articles_article")
    assert len(articles) == Article.objects.count() >= 10
    same = [
        "title_ar",
        "title_en",
        "summary_ar",
        "body_ar",
        "body_en",
        "slug",
        "status",
        "capture_key",
    ]
    assert {row["id"]: row for row in Article.objects.values("id", *same)} == {
        pk: {name: row[name] for name in ("id", *same)} for pk, row in articles.items()
    }
    for table, model, columns in (
        ("articles_capturedpage", CapturedPage, ["sha256", "article_id", "file_name"]),
        ("articles_revision", Revision, ["article_id", "number", "content", "sha256", "reason"]),
        ("articles_correction", Correction, ["article_id", "kind", "text_ar", "text_en", "sha256"]),
    ):
        before = {
            pk: {column: _read(model, column, row[column]) for column in columns}
            for pk, row in rows_of(kept, table).items()
        }
        after = {row.pop("id"): row for row in model.objects.values("id", *columns)}
        assert {pk: after.get(pk) for pk in before} == before, table
    pages = rows_of(kept, "articles_capturedpage")
    assert all(
        bytes(page.content) == base64.b64decode(pages[page.pk]["content"]["base64"])
        for page in CapturedPage.objects.all()
    )


def pages_answer() -> None:
    reader, chief = Client(), Client()
    chief.force_login(get_user_model().objects.get(username="chief"))
    for article in Article.objects.published():
        page = reader.get(article.get_absolute_url())
        assert page.status_code == 200
        assert article.title_ar in page.content.decode()
    for gone in Article.objects.filter(status="withdrawn"):
        page = reader.get(gone.get_absolute_url())  # 404: of the first, readers were told nothing
        assert page.status_code in {200, 404, 410}
        assert gone.body_ar[:60] not in page.content.decode()
    for path in ("/", "/archive/", "/corrections/", "/feeds/latest/atom/", "/search/?q=%D8%AD"):
        assert reader.get(path).status_code == 200, path
    found = Article.objects.published().first()
    assert found.pk in find_ids(found.title_ar)
    for path in ("/admin/", f"/admin/articles/article/{found.pk}/change/"):
        assert chief.get(path).status_code == 200, path
