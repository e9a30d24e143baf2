"""The database itself refuses to change or delete a revision or an issued correction."""

# ruff: noqa: S608  every name put into a statement here is a constant
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from articles.editing import check_history
from articles.models import Article, Correction, Revision
from articles.page_cache import read_number
from articles.triggers import ONLY_ADDED, lay_locks, lift_locks, missing_locks
from tests.forging import forging
from tests.stories import change_story, publish_story

SAID = "is only ever added to"
TABLES = sorted(ONLY_ADDED)


@pytest.fixture
def told(db):
    """A story that was corrected: two revisions, the second with its notice."""
    editor = User.objects.create_superuser("editor")
    return change_story(publish_story(editor), editor, "correction", title_ar="عنوان صحيح")


def attempt(statement: str) -> str:
    """What the database says to a statement; empty where it lets it through."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError as error:
        return str(error)
    return ""


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [one.name for one in connection.introspection.get_table_description(cursor, table)]


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_or_deleted_whoever_asks(told, table):
    for column in columns(table):
        assert f"{table} {SAID}" in attempt(f"UPDATE {table} SET {column} = {column}"), column
    assert f"{table} {SAID}" in attempt(f"DELETE FROM {table}")
    assert attempt(f"UPDATE {table} SET id = id WHERE id < 0") == ""  # which touches none


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="INSERT OR REPLACE")
@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_put_in_the_place_of_another_in_sqlite(told, table):
    names = ", ".join(columns(table))
    others = names.replace("id", "id + 1000", 1)
    for read in (names, others):  # the same key, the same number in the article
        statement = f"INSERT OR REPLACE INTO {table} ({names}) SELECT {read} FROM {table}"
        assert f"{table} {SAID}" in attempt(statement)
    assert not list(check_history())


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="TRUNCATE")
@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_emptied_in_postgresql(told, table):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert SAID in attempt(f"TRUNCATE {table} CASCADE")
    assert f"{table} {SAID}" in attempt(
        f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = excluded.id"
    )


def test_the_orm_is_refused_too_and_the_rest_of_the_archive_is_not(told):
    for change in (
        lambda: Revision.objects.update(reason="لأمر ما"),
        lambda: Revision.objects.filter(correction=None).delete(),
        lambda: Revision.objects.earliest("pk").save(),
        lambda: Correction.objects.update(text_ar="لا شيء."),
        lambda: Correction.objects.get().delete(),
    ):
        with pytest.raises(IntegrityError, match=SAID), transaction.atomic():
            change()
    assert not list(check_history())
    draft = Article.objects.create(title_ar="مسودة")
    Article.objects.filter(pk=told.pk).update(style_findings=3)
    draft.delete()


def test_forged_past_the_triggers_it_is_still_seen(told):
    with forging():
        Revision.objects.filter(number=1).update(reason="لأمر ما")
    assert [broken.what for broken in check_history()] == ["changed"]
    assert not missing_locks(connection)


def test_laid_once_and_missed_where_they_are_gone(told):
    lay_locks(connection)
    assert missing_locks(connection) == []
    with forging():
        assert missing_locks(connection) == ["articles_revision", "articles_correction"]
        with pytest.raises(CommandError, match="articles_revision and articles_correction"):
            call_command("check_archive", stdout=StringIO())
        lift_locks(connection)
    assert missing_locks(connection) == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="functions")
@pytest.mark.parametrize(
    "change",
    [
        "CREATE OR REPLACE FUNCTION articles_refuse_change() RETURNS trigger AS "
        "'BEGIN RETURN coalesce(NEW, OLD); END' LANGUAGE plpgsql",
        "ALTER TABLE articles_revision DISABLE TRIGGER {name}",
        "ALTER TABLE articles_revision ENABLE REPLICA TRIGGER {name}",
        "DROP TRIGGER {name} ON articles_revision; CREATE TRIGGER {name} BEFORE UPDATE ON "
        "articles_revision FOR EACH ROW WHEN (false) EXECUTE FUNCTION articles_refuse_change()",
    ],
)
def test_one_that_holds_nothing_is_missed_and_laid_again_in_postgresql(told, change):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'only_added_revision_update%'"
        )
        (name,) = cursor.fetchone()
        cursor.execute(change.format(name=name))
    refused = "UPDATE articles_revision SET reason = reason"
    assert attempt(refused) == ""
    assert "articles_revision" in missing_locks(connection)
    lay_locks(connection)
    assert missing_locks(connection) == []
    assert SAID in attempt(refused)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a trigger's own statement")
def test_one_that_holds_nothing_is_missed_and_laid_again_in_sqlite(told):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'only_added_revision_update%'"
        )
        (name,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON articles_revision BEGIN SELECT 1; END"
        )
    assert missing_locks(connection) == ["articles_revision"]
    lay_locks(connection)
    assert missing_locks(connection) == []
    assert SAID in attempt("UPDATE articles_revision SET reason = reason")


def test_nothing_is_laid_where_the_tables_are_not_there_yet(db, monkeypatch):
    with forging():
        monkeypatch.setattr(connection.introspection, "table_names", lambda cursor: [])
        lay_locks(connection)
        assert missing_locks(connection) == []
        monkeypatch.undo()
        assert missing_locks(connection) == list(ONLY_ADDED)


@pytest.mark.django_db(transaction=True)
def test_it_is_dumped_and_loaded_again(told, tmp_path):
    """Into an emptied database, where nothing is changed, only added. JSON would cut microseconds."""
    before = list(Revision.objects.order_by("pk").values_list("sha256"))
    dumped = tmp_path / "all.xml"
    call_command("dumpdata", "articles", "auth.user", format="xml", output=dumped, verbosity=0)
    call_command("flush", interactive=False, verbosity=0)
    assert not Revision.objects.exists()
    call_command("loaddata", dumped, verbosity=0)
    assert list(Revision.objects.order_by("pk").values_list("sha256")) == before
    assert not list(check_history())
    assert attempt("DELETE FROM articles_correction")


@pytest.mark.django_db(transaction=True)
def test_migrations_go_back_and_forth_under_the_triggers(told):
    """0009 rewrites old revisions."""
    refused = "UPDATE articles_revision SET reason = 'x'"
    Article.objects.filter(pk=told.pk).update(style_findings=1)
    try:
        call_command("migrate", "articles", "0008", verbosity=0)
        assert SAID in attempt(refused)
        with pytest.raises(DatabaseError):  # of the generation not everything is there
            read_number(connection)
        with forging():
            Revision.objects.update(tool="")
        call_command("migrate", "articles", "0009", verbosity=0)
        assert Revision.objects.get(number=1).tool == "found"
        assert SAID in attempt(refused)
    finally:
        call_command("migrate", "articles", verbosity=0)
    assert missing_locks(connection) == []
    before = read_number(connection)
    publish_story(User.objects.create_superuser("again"))
    assert read_number(connection) > before
    assert SAID in attempt(refused)
