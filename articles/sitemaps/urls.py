"""The addresses of the maps: one for both languages, at the root, where robots look."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, re_path
from django.views.decorators.http import require_safe

from articles.page_cache import cacheable

from . import views


def _at(address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    return re_path(address, require_safe(cacheable(view)), name=name)


_LANGUAGE = "(?P<language>ar|en)"

urlpatterns: list[Any] = [
    _at(r"^robots\.txt$", views.robots, "robots"),
    _at(r"^sitemap\.xml$", views.sitemap_index, "sitemap_index"),
    _at(r"^sitemap-news\.xml$", views.sitemap_of_news, "sitemap_news"),
    _at(
        rf"^sitemaps/(?P<kind>pages|sections|topics|sources)-{_LANGUAGE}\.xml$",
        views.sitemap_of_pages,
        "sitemap_pages",
    ),
    _at(
        rf"^sitemaps/(?P<year>[12][0-9]{{3}})-{_LANGUAGE}\.xml$",
        views.sitemap_of_year,
        "sitemap_year",
    ),
]
