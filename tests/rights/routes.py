"""Every address of the site, from its URL configuration, and how each is filled in and asked."""

import json
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver, reverse

from articles.admin.bulk_jobs import JOBS
from articles.models import Article, FrontSlot
from tests.admin.forms import article_data
from tests.rights.world import World

_ARTICLE = "admin/articles/article/"


class Route(NamedTuple):
    """``admin/articles/article/<int:pk>/preview/`` and its name."""

    pattern: str
    name: str | None

    @property
    def is_of_desk(self) -> bool:
        return self.pattern.startswith("admin/")

    @property
    def is_of_one_article(self) -> bool:
        """Whether it is about one article, so that the article's state may decide."""
        begins = (f"{_ARTICLE}<", "articles/<int:pk>/", "api/v1/articles/<int:pk>/")
        return self.pattern.startswith(begins) and self.name is not None


def all_routes() -> list[Route]:
    """What the URL configuration has, each pattern once: of two that are alike the first is asked,
    and the languages share theirs.
    """
    routes: dict[str, Route] = {}
    for route in _walk(get_resolver(), ""):
        routes.setdefault(route.pattern, route)
    return list(routes.values())


def _walk(resolver: Any, before: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _walk(one, pattern)
        else:
            yield Route(pattern, one.name)


def address_of(route: Route, world: World, state: str = "published") -> str:
    """An address that is of this pattern and of nothing else, about an article in that state."""
    article = world.article[state]
    model = route.pattern.split("/")[2] if route.pattern.count("/") > 2 else ""
    row = world.row.get(model)
    filled = {
        "object_id": article.pk if model == "article" else getattr(row, "pk", row),
        "pk": getattr(row, "pk", 0) if route.is_of_desk and model != "article" else article.pk,
        "id": world.user["other"].pk,
        "content_type_id": _content_type(),
        "deed": "hand-in",
        "number": 1,
        "name": "publish",
        "kinship": world.row["kinship"].pk,
        "app_label": "articles",
        "url": "no-such-page",
        "folder": "0" * 20,
        "kind": "pages",
        "language": "ar",
        "year": 2018,
        "month": "05",
        "day": "21",
        "slug": article.slug,
        "version": article.live_version,
        "token": "t" * 32,
        "format": "rss",
    }
    if route.name == "view_on_site":
        filled["object_id"] = article.pk
    if route.name in {"page"}:
        filled["kind"] = "about"
    if route.name == "picture":
        filled["name"] = "wide-50-50-800.jpg"
    if route.name == "preview":
        filled["token"] = world.preview
    of_row = re.search(r"(section|topic|source)s?[_/]", route.pattern)
    if not route.is_of_desk and of_row and "slug" in route.pattern and not route.is_of_one_article:
        filled["slug"] = world.row[of_row[1]].slug
    if route.name in {"api_correction", "api_source"}:
        filled["pk"] = world.row[route.name.removeprefix("api_")].pk
    path = re.sub(r"<(?:[^:<>]+:)?(\w+)>", lambda found: str(filled[found[1]]), _plain(route))
    return f"/{path}"


def _plain(route: Route) -> str:
    """A pattern whose regular expression, where it has one, is written like a path."""
    pattern = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route.pattern)
    pattern = pattern.replace("[\\s\\S]*", "no-such-thing")
    return re.sub(r"\\Z|[\^$]", "", pattern).replace("\\.", ".")


def _content_type() -> int:
    return ContentType.objects.get_for_model(Article).pk


# --- what is sent ------------------------------------------------------------------------------------

Sent = dict[str, Any]
_NEW = "كلمة جديدة"
# What a form that makes something new needs besides what stands in it.
_ADDED: dict[str, Sent] = {
    "article": {"title_ar": _NEW, "body_ar": "<p>نص.</p>"},
    "source": {"name_ar": _NEW, "kind": "agency"},
    "section": {"name_ar": _NEW, "position": "3"},
    "page": {"kind": "contact", "title_ar": _NEW, "body_ar": "<p>نص.</p>"},
    "webhook": {"name": _NEW, "address": "https://example.com/x", "events": ["article.updated"]},
    "wordfamily": {"words": "كلمة كلمات"},
    "user": {"username": "new", "usable_password": "true", "password1": "Long-enough-1"}
    | {"password2": "Long-enough-1"},
}
_CHANGED = ("title_ar", "name_ar", "credit_ar", "name", "first_name")


def sent_to(route: Route, address: str, world: World, root: Client, state: str) -> Sent:
    """What is sent to an address so that it does what it is for, if the sender may."""
    article = world.article[state]
    make = _SENT.get(route.name or "")
    if make is not None:
        return make(world, article)
    parts = route.pattern.split("/")
    if not route.is_of_desk or parts[-2] not in {"add", "change", "delete"}:
        return {}
    model, what = parts[2], parts[-2]
    if what == "delete":
        return {"post": "yes"}
    shown = root.get(address)
    context = getattr(shown, "context_data", None) or {}
    if "adminform" not in context:
        return {}
    data = article_data(SimpleNamespace(context=context))
    data = {name: value for name, value in data.items() if not hasattr(value, "url")}
    if what == "add":
        return data | _ADDED.get(model, {})
    changed = next((name for name in _CHANGED if name in data), None)
    return data | ({changed: _NEW} if changed else {"words": "جديد جديدة"})


def _front(world: World, article: Any) -> Sent:
    stored = {slot.position: [slot.article_id, None] for slot in FrontSlot.objects.all()}
    return {"place1-article": str(article.pk), "base": json.dumps(stored), "_save": "1"}


_SENT: dict[str, Callable[[World, Any], Sent]] = {
    "logout": lambda world, article: {},
    "password_change": lambda world, article: {
        "old_password": "x",
        "new_password1": "Long-enough-1",
        "new_password2": "Long-enough-1",
    },
    "auth_user_password_change": lambda world, article: {
        "usable_password": "true",
        "password1": "Long-enough-1",
        "password2": "Long-enough-1",
    },
    "articles_readerreport_change": lambda world, article: {
        "status": "no-error",
        "answer": "لا خطأ.",
    },
    "articles_frontslot_changelist": _front,
    "articles_article_changes": lambda world, article: {
        "change": "minor",
        "version": article.version,
        "text_ar": "نص",
        "text_en": "text",
    },
    "articles_article_withdraw": lambda world, article: {
        "text_ar": "سُحب.",
        "text_en": "Withdrawn.",
        "is_gone": "on",
    },
    "articles_article_restore": lambda world, article: {},
    "articles_article_evidence": lambda world, article: {"keep_all": "1"},
    "articles_article_proposals": lambda world, article: {
        "decide": "keep",
        "proposal": world.row["proposal"].pk,
    },
    "articles_article_bulk": lambda world, article: {"article": world.article["in-review"].pk},
    "articles_article_typed": lambda world, article: {
        "_json": json.dumps({"page": "p" * 8, "fields": {"title_ar": "x"}})
    },
    "articles_article_typed_new": lambda world, article: {
        "_json": json.dumps({"page": "p" * 8, "fields": {"title_ar": "x"}})
    },
    "article_report": lambda world, article: {"message": "فيه خطأ"},
    "digest": lambda world, article: {"email": "reader@news.example", "scope": "all"},
    "choices": lambda world, article: {"theme": "dark"},
}


def changelist_actions(world: World) -> Iterator[tuple[str, str, Sent]]:
    """The bulk actions of the list of articles, and Django's own, which the desk has not."""
    chosen = {"_selected_action": [article.pk for article in world.article.values()]}
    for name in (*JOBS, "delete_selected"):
        yield name, reverse("admin:articles_article_changelist"), chosen | {"action": name}
