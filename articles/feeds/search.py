"""The newest articles that a search finds, as RSS: a search that goes on by itself."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.arabic import isolate
from articles.models import Article
from articles.search import ArticleFilter, readable, search

_ITEMS = 20


class _Asked(NamedTuple):
    """A search as a feed shows it."""

    words: str
    query: str
    articles: list[Article]


class SearchFeed(Feed):
    """RSS 2.0 of ``/search/`` with the same address behind it; newest first, whatever its order."""

    feed_type = Rss201rev2Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> _Asked:
        language, now = get_language() or "ar", timezone.now()
        filterset = ArticleFilter(
            request.GET, queryset=readable(language, now).for_lists().latest_first()
        )
        if not filterset.is_valid():
            raise Http404
        wanted = filterset.wanted(language)
        if wanted.query.asks or wanted.topic:
            results = search(wanted, now=now)
            ids = results.article_ids[: results.whole]
            articles = list(
                readable(language, now).for_lists().filter(pk__in=ids).latest_first()[:_ITEMS]
            )
        else:
            articles = list(filterset.without_words(wanted)[:_ITEMS])
        return _Asked(wanted.query.written or wanted.topic, request.GET.urlencode(), articles)

    def title(self, asked: _Asked) -> str:
        if not asked.words:
            return _("Newsroom")
        words = isolate(asked.words, get_language() or "ar")
        return _("Newsroom: %(words)s") % {"words": words}

    def link(self, asked: _Asked) -> str:
        return f"{reverse('search')}?{asked.query}"

    def feed_url(self, asked: _Asked) -> str:
        return f"{reverse('search_feed')}?{asked.query}"

    def description(self, asked: _Asked) -> str:
        return _("The newest articles that this search finds.")

    def items(self, asked: _Asked) -> list[Article]:
        return asked.articles

    def item_title(self, article: Article) -> str:
        return getattr(article, f"title_{get_language() or 'ar'}")

    def item_description(self, article: Article) -> str:
        return getattr(article, f"summary_{get_language() or 'ar'}") or ""

    def item_guid(self, article: Article) -> str:
        return f"article-{article.pk}"

    item_guid_is_permalink = False

    def item_pubdate(self, article: Article) -> datetime:
        return article.published_at
