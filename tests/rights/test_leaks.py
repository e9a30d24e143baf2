"""Nothing that is not public leaks: every secret of the newsroom has its own word, and none is found.

All addresses of readers are crawled, from the URL configuration, in both languages; and what is not
public answers as what was never written, but for its number: status, headers, length.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.core import mail
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles.models import Article, WebhookDelivery
from tests.rights.routes import address_of, all_routes
from tests.rights.world import HIDDEN, World

NEVER_SEEN = ("draft", "mine", "in-review", "mine-in-review", "embargoed", "scheduled")
FORMATS = ("rss", "atom", "json")


# Whose addresses hold a key, which is its holder's: asked by themselves.
_KEYS = {"preview", "digest_confirm", "digest_unsubscribe", "picture"}


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture
def reader() -> Client:
    return Client()


def told(response: HttpResponse) -> str:
    """All that an answer says: its head, its addresses and its body, however they are written."""
    body = b"".join(response) if response.streaming else response.content
    text = body.decode("utf-8", "replace") if b"\0" not in body[:200] else ""
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{head}\n{unquote(head)}\n{unescape(text)}\n{unquote(text)}\n{_unescaped(text)}"


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def every_address(world: World) -> Iterator[str]:
    """Of readers: every route, the articles in every state, in both languages and every format."""
    for route in all_routes():
        if route.is_of_desk or route.name in _KEYS:
            continue
        states = world.article if route.is_of_one_article else ("published",)
        for state in states:
            address = address_of(route, world, state)
            found = [address]
            if "<format:" in route.pattern:
                found = [address.replace("/rss/", f"/{one}/") for one in FORMATS]
            if route.name == "sitemap_pages":
                kinds = ("pages", "sections", "topics", "sources")
                found = [address.replace("pages-", f"{kind}-") for kind in kinds]
            if route.name == "sitemap_year":
                found = [address.replace("2018", year) for year in ("2018", "2026", "2025")]
            for one in found:
                yield one
                if not one.startswith(("/api/v1/", "/sitemap", "/robots", "/media")):
                    yield f"/en{one}"
                elif "-ar.xml" in one:
                    yield one.replace("-ar.xml", "-en.xml")


def questions(world: World) -> Iterator[str]:
    """What is asked by words: each secret as a search, a suggestion, a feed, a filter."""
    words = [world.secrets[name] for name in world.secrets if name.endswith(("title_ar", "tag"))]
    for word in [*words, world.secrets["report"], world.secrets["cited source"]]:
        yield f"/search/?q={quote(word)}"
        yield f"/search/suggestions/?q={quote(word[:-1])}"
    word = quote(world.secrets["draft.title_ar"])
    yield f"/search/feed/?q={word}"
    yield f"/en/search/?q={word}"
    for name in ("topic", "tag", "section", "source", "q"):
        yield f"/search/?{name}={word}&since=1.1.2018"
        yield f"/api/v1/articles/?{name}={word}"
        yield f"/corrections/?{name}={word}"
    for name in ("source", "topic", "section"):
        yield f"/{name}s/{word}/"


def secrets_in(world: World, text: str, asked: str = "") -> list[str]:
    """Which secrets stand in a text; what was asked for in words may be said back."""
    asked = unquote(asked)
    return [name for name, word in world.secrets.items() if word in text and word[:-1] not in asked]


def test_no_secret_stands_anywhere_and_no_question_finds_one(world, reader):
    leaks, asked = {}, 0
    for address in [*every_address(world), *questions(world)]:
        response = reader.get(address)
        asked += 1
        assert response.status_code < 500, address
        # An address made of a secret was asked with it; that is no answer.
        if found := secrets_in(world, told(response), address):
            leaks[address] = found
    assert not leaks
    assert asked > 250


def test_the_secrets_are_there_to_be_found(world):
    """Or the test above finds none because there are none: the desk shows them."""
    desk = Client()
    desk.force_login(world.user["chief editor"])
    shown = "".join(
        told(desk.get(reverse(f"admin:articles_{model}_changelist")))
        for model in ("article", "readerreport", "subscription", "webhook", "importbatch")
    )
    found = secrets_in(world, shown)
    assert {f"{state}.title_ar" for state in HIDDEN} - {"withdrawn.title_ar"} <= {*found}
    assert {"report", "subscriber", "webhook", "batch"} <= {*found}
    preview = told(desk.get(reverse("preview", args=[world.preview])))
    assert "draft.body_ar" in secrets_in(world, preview)


# What differs from one request to the next whatever is asked.
_OWN = {"Date", "X-Request-ID", "Set-Cookie"}


def _answer(response: HttpResponse, *numbers: Any) -> tuple[Any, ...]:
    text = response.content.decode("utf-8", "replace")
    head = {name: value for name, value in response.items() if name not in _OWN}
    head.pop("ETag", None)  # of the body, which is compared
    for number in numbers:
        text = text.replace(f"/{number}/", "/N/").replace(f"%2F{number}%2F", "/N/")
        head = {name: value.replace(f"/{number}/", "/N/") for name, value in head.items()}
    head.pop("Content-Length", None)
    text = re.sub(r"nonce-[\w+/=-]+", "", text)
    return response.status_code, sorted(head.items()), text, "ETag" in response


def test_what_was_never_seen_is_what_was_never_written(world, reader):
    """The same answer, byte for byte, as of a number that no article has; whatever is asked of it."""
    free = max(Article.objects.values_list("pk", flat=True)) + 1000
    routes = [
        route
        for route in all_routes()
        if route.is_of_one_article and not route.is_of_desk and route.name
    ]
    assert len(routes) >= 8
    for route in routes:
        for state in NEVER_SEEN:
            article = world.article[state]
            address = address_of(route, world, state)
            for prefix in ("", "/en") if not address.startswith("/api") else ("",):
                for headers in ({}, {"If-None-Match": "*"}, {"If-Modified-Since": "x"}):
                    asked = f"{prefix}{address}"
                    never = asked.replace(f"/{article.pk}/", f"/{free}/", 1)
                    here = _answer(reader.get(asked, headers=headers), article.pk)
                    there = _answer(reader.get(never, headers=headers), free)
                    assert here == there, asked
                    assert here[0] == 404


def test_lists_count_what_is_public_and_nothing_else(world, reader):
    """A list's length, its pages and its total tell how much there is that is not shown."""
    public = Article.objects.published().count()
    assert public == 2
    (listed,) = [
        one for one in reader.get("/api/v1/articles/").json().values() if type(one) is list
    ]
    assert len(listed) == public
    facets = reader.get("/search/?q=معلن").context["total"]
    assert facets == public
    assert reader.get(f"/search/?q={quote(world.secrets['draft.title_ar'])}").context["total"] == 0
    for slug in (world.section.slug, world.source.slug):
        kind = "sections" if slug == world.section.slug else "sources"
        page = reader.get(f"/{kind}/{slug}/")
        assert page.context["paginator"].count == public


def test_a_preview_is_its_link_and_no_other(world, reader):
    good = reverse("preview", args=[world.preview])
    answer = reader.get(good)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    others = [name for name in secrets_in(world, told(answer)) if not name.startswith("draft.")]
    assert not others
    for token in (world.preview[:-1], world.preview + "x", "x.y", world.preview.swapcase()):
        answer = reader.get(reverse("preview", args=[token]))
        assert answer.status_code == 404
        assert not secrets_in(world, told(answer))


def test_letters_and_hooks_tell_of_what_is_public(world):
    """What goes out by itself: the digest and the outbox."""
    call_command("send_digest", verbosity=0)
    sent = "".join(
        f"{letter.subject} {letter.body} {letter.alternatives}" for letter in mail.outbox
    )
    found = secrets_in(world, sent)
    assert not [name for name in found if name != "subscriber"]
    payloads = _unescaped("".join(WebhookDelivery.objects.values_list("payload", flat=True)))
    assert secrets_in(world, payloads) == ["payload"]


def test_a_reporter_reads_the_desk_but_not_what_is_for_others(world):
    """Reporters read each other's drafts: the rules say so. Addresses of readers, accounts and
    webhooks are not theirs, on any page of the desk."""
    desk = Client()
    desk.force_login(world.user["reporter"])
    not_theirs = {"report email", "network", "subscriber", "webhook", "webhook address", "payload"}
    leaks = {}
    for route in all_routes():
        if not route.is_of_desk or route.name in {"logout", "articles_article_restore"}:
            continue
        response = desk.get(address_of(route, world))
        found = not_theirs & {*secrets_in(world, told(response))}
        if found:
            leaks[route.pattern] = found
    assert not leaks
