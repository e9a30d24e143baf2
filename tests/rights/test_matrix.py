"""Who may ask what, of every address there is: the table is ``matrix.txt``.

A new address without a line in it fails. Left out (``·``) is what one line of code decides for all:
readers' pages know nobody's name (a superuser is asked too where that could differ, and gets the same);
a superuser may what the chief editor may, and is asked where that one is refused; of the pages of one
article an outsider is asked in two states; a method that a page does not take is refused whatever the
state; and whoever may see the desk's articles may read all pages about each. Pages are not rendered here: whether somebody may is decided before.

``REWRITE=1 pytest tests/rights/test_matrix.py`` writes the table as it is; read the difference.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.utils.encoding import uri_to_iri

from tests.rights.routes import (
    Route,
    Sent,
    address_of,
    all_routes,
    changelist_actions,
    sent_to,
)
from tests.rights.world import ROLES, STATES, World

TABLE = Path(__file__).with_name("matrix.txt")
LANGUAGES = {"article_detail", "article_short"}  # asked in English too
OUTSIDERS = ("anonymous", "nobody", "superuser")
OUTSIDERS_STATES = {"draft", "published"}  # the first of all, and the one of what is no article's
# Whoever may see articles may read these of each of them: two states are asked.
READ = {
    *("articles_article_history", "articles_article_compare", "articles_article_preview"),
    "articles_article_kin",
}
BY_STATE = {"articles_article_changes", "articles_article_withdraw", "articles_article_delete"}
DEEDS = ("hand-in", "send-back", "unschedule", "discard")
# Of whoever asks, and of nothing else: who has which form open, who is logged in.
_OWN = {"django_session", "articles_openform"}


@pytest.fixture
def world(db, monkeypatch) -> World:
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "-")
    return World()


@pytest.fixture
def clients(world) -> dict[str, Client]:
    made = {role: Client() for role in ROLES}
    for role in ROLES[1:]:
        made[role].force_login(world.user[role])
    return made


def written() -> str:
    """All that is stored, but for what is the asker's own."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if (table := model._meta.db_table) not in _OWN:
                cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
                digest.update(repr((table, cursor.fetchall())).encode())
    return digest.hexdigest()


@contextmanager
def taken_back() -> Iterator[list[str]]:
    """What is done inside is taken back afterwards; the list has a statement for each that wrote."""
    statements: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(one in sql for one in _OWN):
            statements.append(sql)
        return execute(sql, *rest)

    with transaction.atomic(), connection.execute_wrapper(listen):
        yield statements
        transaction.set_rollback(True)


class Asker:
    """Asks as a role, takes back what came of it, and tells it in a word: ``200``, ``login``, ``→+``."""

    def __init__(self, clients: dict[str, Client]) -> None:
        self.clients = clients
        self.cookies = {
            role: {name: morsel.value for name, morsel in client.cookies.items()}
            for role, client in clients.items()
        }
        self.before = written()

    def ask(self, role: str, method: str, address: str, sent: Sent | None = None) -> str:
        client = self.clients[role]
        client.cookies = SimpleCookie(self.cookies[role])
        with taken_back() as statements:
            options: dict[str, Any] = {"data": sent or {}} if method == "POST" else {}
            if sent and "_json" in sent:
                options = {"data": sent["_json"], "content_type": "application/json"}
            response = getattr(client, method.lower())(address, **options)
            if getattr(response, "streaming", False):
                b"".join(response.streaming_content)
            did = bool(statements) and written() != self.before
        return _outcome(response) + ("+" if did else "")


def _outcome(response: HttpResponse) -> str:
    if response.status_code in {301, 302}:
        return "login" if "/admin/login/" in response["Location"] else "→"
    return str(response.status_code)


def lines(world: World, clients: dict[str, Client]) -> list[str]:
    asker, found = Asker(clients), []
    for route in all_routes():
        for method in ("GET", "POST"):
            states = _states(route, method)
            for variant in _variants(route, method):
                rows: dict[str, list[str]] = {}
                for state in states:
                    cells = _cells(asker, world, route, method, state, variant)
                    rows.setdefault(cells, []).append(state)
                    if set(cells.split()) <= {"405", "everyone", "login", "·"}:
                        rows = {cells: list(STATES)}
                        break
                title = f"{method:4} {route.pattern}{f' ({variant})' if variant else ''}"
                if len(states) == 1:
                    found.append(f"{title:<76} {next(iter(rows))}")
                else:
                    found.append(title)
                    found += [f"{'':9}{_named(of):<67} {cells}" for cells, of in rows.items()]
    for name, address, sent in changelist_actions(world):
        told = [asker.ask(role, "POST", address, sent) for role in ROLES]
        title = f"POST admin/articles/article/ (action: {name})"
        found.append(f"{title:<76} {_row(told)}")
    return found


def _states(route: Route, method: str) -> tuple[str, ...]:
    if not route.is_of_one_article:
        return ("published",)
    is_read = method == "GET" or route.name in READ
    if route.is_of_desk and is_read and route.name not in BY_STATE:
        return ("draft", "published")
    return STATES


def _named(states: list[str]) -> str:
    others = [state for state in STATES if state not in states]
    if not others:
        return "every state"
    return " ".join(states) if len(states) < 7 else f"every state but {' '.join(others)}"


def _variants(route: Route, method: str) -> tuple[str, ...]:
    if route.name == "articles_article_do" and method == "POST":
        return DEEDS
    return ("", "en") if route.name in LANGUAGES and method == "GET" else ("",)


def _cells(asker: Asker, world: World, route: Route, method: str, state: str, variant: str) -> str:
    address = address_of(route, world, state)
    if variant in DEEDS:
        address = address.replace("/do/hand-in/", f"/do/{variant}/")
    elif variant == "en":
        address = f"/en{address}"
    sent = None
    if method == "POST":
        with taken_back():
            sent = sent_to(route, address, world, asker.clients["superuser"], state)
    if not route.is_of_desk:
        asked = ("anonymous", "superuser") if state in OUTSIDERS_STATES else ("anonymous",)
        of_all = {asker.ask(role, method, address, sent) for role in asked}
        assert len(of_all) == 1, (route.pattern, state, of_all)
        return f"everyone {of_all.pop()}"
    told = []
    for role in ROLES:
        is_asked = state in OUTSIDERS_STATES or not route.is_of_one_article
        if role in OUTSIDERS and not (is_asked and (role != "superuser" or told[-1] == "403")):
            told.append("")
        else:
            told.append(asker.ask(role, method, address, sent))
    return _row(told)


def _row(told: list[str]) -> str:
    return " ".join(f"{one or '·':<8}" for one in told).rstrip()


def test_the_whole_table(world, clients):
    found = lines(world, clients)
    heading = f"{'':76} {_row([role.split()[0] for role in ROLES])}"
    text = "\n".join([heading, *found, ""])
    if os.environ.get("REWRITE"):
        TABLE.write_text(text, encoding="utf-8")
    assert text.splitlines() == TABLE.read_text(encoding="utf-8").splitlines()


def test_every_address_is_of_the_pattern_that_it_stands_for(world):
    """The table would be of something else: an address that another pattern takes first."""
    from django.urls import resolve

    for route in all_routes():
        found = resolve(uri_to_iri(address_of(route, world)))
        name = found.url_name
        assert name == route.name or {name, route.name} == {"article_short", None}, route
