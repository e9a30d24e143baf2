"""How a process knows that a generation still stands, on each database."""

import threading
import time

import pytest
from django.db import connection

from articles.page_cache import lay_triggers
from articles.page_cache import watch as watching
from articles.page_cache.generation import read_number
from articles.page_cache.watch import SqliteWatch, settle
from tests.builders import make_article

pytestmark = pytest.mark.django_db(transaction=True)
on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's shared file")
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="LISTEN and locks")


@pytest.fixture
def watch():
    watch = SqliteWatch()
    yield watch
    watch._connection.close()


@on_sqlite
def test_what_another_connection_commits_is_seen_at_the_next_look(watch):
    first = watch.standing()
    assert watch.standing() is first
    for _ in range(3):
        make_article()
        assert watch.standing().number == read_number(connection)
    assert watch.standing() > first


@on_sqlite
def test_what_shows_to_nobody_leaves_the_generation(watch, django_user_model):
    first = watch.standing()
    django_user_model.objects.create_user("reporter")
    assert watch.standing() is first


@on_sqlite
def test_the_database_is_not_asked_while_nothing_is_written(watch, monkeypatch):
    first = watch.standing()
    monkeypatch.setattr(watching, "read_number", lambda connection: pytest.fail("asked"))
    assert watch.standing() is first


@on_sqlite
def test_the_clock_ends_it_too(watch, monkeypatch):
    first = watch.standing()
    monkeypatch.setattr(time, "time", lambda: first.until)
    monkeypatch.setattr(watching, "read_generation", lambda connection: "another")
    assert watch.standing() == "another"


@on_sqlite
def test_without_a_shared_file_the_database_is_asked_every_time(watch, monkeypatch):
    monkeypatch.setattr(watch, "_map", lambda: None)
    first = watch.standing()
    make_article()
    assert watch.standing() > first


@on_sqlite
def test_a_database_that_does_not_answer_leaves_it_unknown(watch, monkeypatch):
    def fail(connection):
        raise watching.Error

    monkeypatch.setattr(watching, "read_number", fail)
    assert watch.standing() is None


@on_sqlite
def test_a_database_without_a_number_leaves_it_unknown(watch):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_generation")
    assert watch.standing() is None
    lay_triggers(connection)
    assert watch.standing().number == 1


@pytest.fixture
def another():
    """Another process: its connection to the database."""
    own = watching._own_connection()
    yield own
    own.close()


def hold(own, number):
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s, %s)", [watching._LOCKS, number])


@on_postgresql
def test_who_has_written_waits_for_those_who_have_not_heard(another):
    number = read_number(connection)
    hold(another, number - 1)

    def hear():
        time.sleep(0.2)
        with another.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")

    hearing = threading.Thread(target=hear)
    before = time.monotonic()
    hearing.start()
    settle()
    assert time.monotonic() - before >= 0.2
    hearing.join()


@on_postgresql
def test_but_not_for_those_who_have_nor_longer_than_they_are_trusted(another, monkeypatch):
    monkeypatch.setattr(watching, "_LEASE", 0.3)
    monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("waited"))
    number = read_number(connection)
    hold(another, number)
    settle()
    monkeypatch.undo()
    monkeypatch.setattr(watching, "_LEASE", 0.3)
    hold(another, number - 1)
    before = time.monotonic()
    settle()
    assert time.monotonic() - before >= 0.3
