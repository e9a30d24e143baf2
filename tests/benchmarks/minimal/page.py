"""The article page as Django's tutorial would have it: one view, the ORM, a template, no cache.

What the site's own page costs when nothing of it is cached is compared with this. Its HTML is
comparable (article.html): a head with what is told to search engines, the sections, the article, its
tags, its related links, links to share it by. Two queries, no middleware.
"""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.minimal.settings")
django.setup()
settings.MIDDLEWARE = []  # what the apps ask for when they are loaded
application = WSGIHandler()

from articles.models import Article, RelatedLink  # noqa: E402  Django is set up before


def article(request: HttpRequest, pk: int, slug: str, language: str = "ar") -> HttpResponse:
    links = RelatedLink.objects.select_related("target")
    found = get_object_or_404(
        Article.objects.published()
        .in_language(language)
        .select_related("source", "section")
        .prefetch_related(Prefetch("related_links", queryset=links)),
        pk=pk,
    )
    texts = {name: getattr(found, f"{name}_{language}") for name in ("title", "body", "byline")}
    return render(
        request,
        "article.html",
        {"article": found, "language": language, "address": request.build_absolute_uri(), **texts},
    )


urlpatterns = [
    path("articles/<int:pk>/<str:slug>/", article),
    path("en/articles/<int:pk>/<str:slug>/", article, {"language": "en"}),
]
