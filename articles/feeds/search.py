"""The newest articles that a search finds: a search that goes on by itself."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.arabic import isolate
from articles.search import ArticleFilter, readable, search

from .articles import ArticleFeed, as_items
from .newsroom_feed import Shown, site_of

_ITEMS = 20


class SearchFeed(ArticleFeed):
    """``/search/`` with the same address behind it; newest first, whatever its order.

    A topic's feed is the search for that topic.
    """

    def get_object(self, request: HttpRequest, format: str, **named: Any) -> Shown:
        language, now = get_language() or "ar", timezone.now()
        filterset = ArticleFilter(
            request.GET, queryset=as_items(readable(language, now), language).latest_first()
        )
        if not filterset.is_valid():
            raise Http404
        wanted = filterset.wanted(language)
        if wanted.query.asks or wanted.topic:
            results = search(wanted, now=now)
            ids = results.article_ids[: results.whole]
            found = as_items(readable(language, now).filter(pk__in=ids), language)
            articles = list(found.latest_first()[:_ITEMS])
        else:
            articles = list(filterset.without_words(wanted)[:_ITEMS])
        words, query = wanted.query.written or wanted.topic, request.GET.urlencode()
        return Shown(
            f"search?{query}",
            _("Newsroom: %(words)s") % {"words": isolate(words)} if words else _("Newsroom"),
            _("The newest articles that this search finds."),
            f"{reverse('search')}?{query}",
            f"{reverse('search_feed', args=[format])}?{query}",
            format,
            articles,
            site=site_of(request),
        )
