"""The maps' own addresses. They are of the whole site, whatever the language of who asks."""

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from articles.models import Article
from articles.sharing import legible, reader_moment

from .maps import (
    LANGUAGES,
    MOST_NEWS,
    BilingualSitemap,
    PagesSitemap,
    SectionsSitemap,
    SourcesSitemap,
    TopicsSitemap,
    YearSitemap,
    last_changes,
    news,
)

_KINDS: dict[str, type[BilingualSitemap]] = {
    "pages": PagesSitemap,
    "sections": SectionsSitemap,
    "topics": TopicsSitemap,
    "sources": SourcesSitemap,
}
# Counting a large archive takes a second: it is done every ten minutes at most.
_INDEX_AGE = 600


class Part(NamedTuple):
    """A line of the index: an address on this site, and when anything in that map last changed."""

    location: str
    last_mod: datetime | None = None


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Every map there is, a year and a language each."""
    parts = cache.get_or_set("sitemap-index", _parts, _INDEX_AGE)
    sitemaps = [part._replace(location=request.build_absolute_uri(part.location)) for part in parts]
    return render(
        request, "sitemap_index.xml", {"sitemaps": sitemaps}, content_type="application/xml"
    )


def _parts() -> list[Part]:
    parts = []
    for kind, map_of in _KINDS.items():
        for language in LANGUAGES:
            of_kind = map_of(language)
            if of_kind.items()[:1]:
                parts += _pages(of_kind, reverse("sitemap_pages", args=[kind, language]))
    changes = {language: last_changes(language) for language in LANGUAGES}
    for year, language in product(changes["ar"], LANGUAGES):
        if changed_at := changes[language].get(year):
            address = reverse("sitemap_year", args=[year, language])
            parts += _pages(YearSitemap(year, language), address, changed_at)
    return parts


def _pages(
    of_it: BilingualSitemap, address: str, changed_at: datetime | None = None
) -> Iterator[Part]:
    for page in of_it.paginator.page_range:
        yield Part(address if page == 1 else f"{address}?p={page}", changed_at)


def sitemap_of_pages(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The sources, or the pages that are always there, in one language."""
    return _map(request, _KINDS[kind](language))


def sitemap_of_year(request: HttpRequest, year: str, language: str) -> HttpResponse:
    """The articles of a Damascus year in one language."""
    return _map(request, YearSitemap(int(year), language))


def _map(request: HttpRequest, of_it: BilingualSitemap) -> HttpResponse:
    if not of_it.items()[:1]:  # the schema knows no empty map
        raise Http404
    return sitemap(request, {"only": of_it})


def sitemap_of_news(request: HttpRequest) -> HttpResponse:
    """The news of the last two days (https://www.google.com/schemas/sitemap-news/0.9)."""
    entries = [
        _entry(request, article, language)
        for article in news()[: MOST_NEWS // len(LANGUAGES)]
        for language in LANGUAGES
        if language == "ar" or article.has_english
    ]
    return render(
        request, "articles/sitemap_news.xml", {"entries": entries}, content_type="application/xml"
    )


def _entry(request: HttpRequest, article: Article, language: str) -> dict[str, Any]:
    with translation.override(language):
        return {
            "location": request.build_absolute_uri(article.get_absolute_url()),
            "publication": _("Newsroom"),
            "language": language,
            "published": reader_moment(article.published_at, article.published_precision),
            "title": legible(getattr(article, f"title_{language}")),
        }


def robots(request: HttpRequest) -> HttpResponse:
    """What robots are asked to leave alone: the desk, previews, and searches without end.

    A desk at a path of its own is not named: who looks for it reads this too. Its pages say
    themselves that they are for no index.
    """
    context = {
        "desk": settings.ADMIN_PATH,
        "maps": [
            request.build_absolute_uri(reverse(name)) for name in ("sitemap_index", "sitemap_news")
        ],
    }
    return render(request, "articles/robots.txt", context, content_type="text/plain; charset=utf-8")
