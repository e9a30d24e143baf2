"""Readers read on while nothing is written, and nothing that was typed is lost."""

import json
import re
import sqlite3
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, InternalError, OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.backup import BackupFailed
from articles.models import Article, OpenForm, ReaderReport, ReadOnly, Subscription
from articles.read_only import RETRY_AFTER, is_passing, turn_off, turn_on
from tests.admin.forms import article_data, change_url
from tests.builders import make_article, make_translated_article

pytestmark = pytest.mark.django_db

TYPED = "<p>فقرة كُتبت في أثناء الصيانة، وفيها «علامات» & رموز.</p>"
COMMANDS = [
    "copydesk",
    "deliver",
    "find_citations",
    "find_kin",
    "import_seeds",
    "make_renditions",
    "publish_due",
    "rebuild_search",
    "send_digest",
]


class Hidden(HTMLParser):
    """What the button of a page sends."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden":
            self.sent.setdefault(given["name"], []).append(given.get("value") or "")


@pytest.fixture
def desk() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root", password="x"))
    return client


def refused(response: Any) -> dict[str, list[str]]:
    """Check that it is a refusal that passes, and return what would be sent again."""
    assert response.status_code == 503
    assert response["Retry-After"] == str(RETRY_AFTER)
    assert response["Cache-Control"] == "no-store"
    return Hidden(response.content.decode()).sent


def test_what_is_typed_at_the_desk_comes_back_and_is_saved_when_it_is_over(desk: Client) -> None:
    article = make_article("افتتاح الحديقة")
    data = article_data(desk.get(change_url(article)), body_ar=TYPED)
    turn_on()
    again = refused(desk.post(change_url(article), data))
    assert again["body_ar"] == [TYPED]
    assert Article.objects.get().body_ar != TYPED
    refused(desk.post(change_url(article), again))  # too early
    turn_off()
    assert desk.post(change_url(article), again).status_code == 302
    article = Article.objects.get()
    assert "في أثناء الصيانة" in article.revisions.latest("number").content


def test_readers_are_served_and_their_forms_come_back(client: Client) -> None:
    article = make_translated_article("افتتاح الحديقة", title_en="The park reopens")
    turn_on()
    for address in (
        "/",
        "/en/",
        article.get_absolute_url(),
        "/sitemap.xml",
        "/digest/",
        "/api/v1/articles/",
    ):
        assert client.get(address).status_code == 200, address
    report = {"text": "العدد سبعون لا سبعة عشر.", "email": "a@b.example"}
    ours = {"origin": "http://testserver"}
    response = client.post(f"/articles/{article.pk}/report/", report, headers=ours)
    assert "<h1>" in response.content.decode()
    again = refused(response)
    del again["csrfmiddlewaretoken"]
    assert again == {name: [value] for name, value in report.items()}
    response = client.post("/en/digest/", {"email": "a@b.example"}, headers=ours)
    assert '<html lang="en" dir="ltr">' in response.content.decode()
    assert refused(response)["email"] == ["a@b.example"]
    login = {"username": "root", "password": "secret-word"}
    response = client.post("/admin/login/", login, headers=ours)
    assert "secret-word" not in response.content.decode()
    assert not refused(response).get("username")
    # A reader's choices are a cookie: nothing is written.
    sent = client.post("/choices/", {"theme": "dark"}, headers=ours)
    assert sent.status_code == 303
    assert not ReaderReport.objects.exists()
    assert not Subscription.objects.exists()


def test_a_form_of_another_site_is_not_given_back() -> None:
    turn_on()
    client = Client(enforce_csrf_checks=True)
    for address in ("/digest/", "/admin/articles/article/add/"):
        response = client.post(
            address, {"email": "a@b.example"}, headers={"origin": "http://other.example"}
        )
        assert response.status_code in {403, 503}
        assert "a@b.example" not in response.content.decode()


def test_looking_at_the_desk_writes_nothing_and_says_why(desk: Client, settings: Any) -> None:
    article = make_article("افتتاح الحديقة")
    settings.MFA_REQUIRED = ["editor"]
    Authenticator.objects.create(user=User.objects.get(), type="totp", data={"secret": "x"})
    session = desk.session
    session["seen_at"] = 0  # long enough ago to be noted anew
    session["desk-typed"] = {"article": str(article.pk), "fields": {}, "at": "", "by": ""}
    session.save()
    turn_on()
    for address in ("/admin/", "/admin/articles/article/", change_url(article)):
        with CaptureQueriesContext(connection) as captured:
            response = desk.get(address)
        assert response.status_code == 200
        assert 'class="warning" role="status"' in response.content.decode()
        written = [
            query["sql"]
            for query in captured
            if re.match(r"(INSERT|UPDATE|DELETE)", query["sql"], re.IGNORECASE)
        ]
        assert written == []
    assert "desk-typed" in desk.session
    sent = {"page": "x", "fields": {"body_ar": TYPED}}
    response = desk.post(
        f"/admin/articles/article/{article.pk}/typed/", json.dumps(sent), "application/json"
    )
    refused(response)
    assert not OpenForm.objects.exists()
    turn_off()
    assert 'class="warning" role="status"' not in desk.get("/admin/").content.decode()


def test_by_the_setting_where_the_database_cannot_be_told(client: Client, settings: Any) -> None:
    settings.READ_ONLY = True
    refused(client.post("/digest/", {"email": "a@b.example"}))
    assert client.get("/").status_code == 200


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    for state, said in (
        ("status", "forms are taken\n"),
        ("on", "read-only since 20"),
        ("on", "read-only since 20"),
        ("status", "read-only since 20"),
        ("off", "forms are taken\n"),
        ("off", "forms are taken\n"),
    ):
        call_command("read_only", state)
        assert capsys.readouterr().out.startswith(said)
    assert not ReadOnly.objects.exists()


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_writes(command: str) -> None:
    turn_on()
    with pytest.raises(CommandError, match="is read-only") as refusal:
        call_command(command)
    assert refusal.value.returncode == 75


def test_a_database_that_takes_no_writes(desk: Client) -> None:
    """A standby, a file that cannot be written: the same answer, and everything can be read."""
    article = make_article("افتتاح الحديقة")
    data = article_data(desk.get(change_url(article)), body_ar=TYPED)
    OpenForm.objects.all().delete()
    session = desk.session
    session["seen_at"] = 0
    session.save()
    statement = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement[connection.vendor])
        assert refused(desk.post(change_url(article), data))["body_ar"] == [TYPED]
        assert desk.get(change_url(article)).status_code == 200
        assert desk.session["seen_at"] == 0
        assert desk.get(article.get_absolute_url()).status_code == 200
        with pytest.raises(CommandError, match="Set READ_ONLY=1"):
            call_command("read_only", "on")
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize(("address", "words"), [("/", "<h1>"), ("/api/v1/sources/", "unavailable")])
def test_a_database_that_is_gone(address: str, words: str) -> None:
    with connection.execute_wrapper(_away):
        response = Client(raise_request_exception=False).get(address)
    assert refused(response) == {}
    assert words in response.content.decode()


def test_a_command_whose_database_is_full_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("articles.management.commands.publish_due.announce_due", fail)
    with pytest.raises(CommandError, match="takes no writes now: database or disk is full") as said:
        call_command("publish_due")
    assert said.value.returncode == 75


def _away(execute: Any, *arguments: Any) -> None:
    raise OperationalError("connection refused")


@pytest.mark.parametrize("command", [*COMMANDS, "check_archive"])
def test_a_command_whose_database_is_away_says_so(command: str) -> None:
    err = StringIO()
    with (
        connection.execute_wrapper(_away),
        pytest.raises(CommandError, match=r"does not answer.*connection refused") as said,
    ):
        call_command(command, stderr=err)
    assert said.value.returncode == 75
    assert err.getvalue() in {"", f"How {command} ended could not be noted: connection refused\n"}


def test_a_backup_whose_database_is_away_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise BackupFailed("PostgreSQL says: connection refused.")

    monkeypatch.setattr("articles.management.commands.backup.take_backup", fail)
    err = StringIO()
    with (
        connection.execute_wrapper(_away),
        pytest.raises(CommandError, match=r"No backup was made\. PostgreSQL says") as said,
    ):
        call_command("backup", tmp_path, stderr=err)
    assert said.value.returncode == 1
    assert err.getvalue() == "How backup ended could not be noted: connection refused\n"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL makes no file")
@pytest.mark.parametrize("command", ["backup .", "check_archive", "publish_due", "find_kin"])
def test_a_file_that_is_missing_is_named_and_not_made(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "none.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    with pytest.raises(CommandError, match=f"no database at {path}: put a backup back"):
        call_command(*command.split())
    assert not path.exists()


def _caused(error: Exception, **cause: str) -> Exception:
    error.__cause__ = type("Cause", (Exception,), cause)()
    return error


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (None, False),
        (ValueError("x"), False),
        (_caused(InternalError(), sqlstate="25006"), True),
        (_caused(OperationalError(), sqlstate="53100"), True),
        (_caused(OperationalError(), sqlstate="57P01"), True),
        (_caused(DatabaseError(), sqlstate="42P01"), False),
        (_caused(OperationalError(), sqlite_errorname="SQLITE_FULL"), True),
        (_caused(OperationalError(), sqlite_errorname="SQLITE_READONLY_DBMOVED"), True),
        (_caused(OperationalError(), sqlite_errorname="SQLITE_ERROR"), False),
        (OperationalError("connection failed"), True),
        (sqlite3.OperationalError("not Django's"), False),
    ],
)
def test_what_passes_by_itself(error: Exception | None, passes: bool) -> None:
    assert is_passing(error) is passes
